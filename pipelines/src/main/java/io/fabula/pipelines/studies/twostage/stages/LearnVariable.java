package io.fabula.pipelines.studies.twostage.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.SeedCurves;
import io.fabula.pipelines.chunks.ResumableStage;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem;
import io.fabula.pipelines.studies.twostage.settings.LearningSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Learns the variable and the policy that makes it happen, once for each seed, and compares the
 * exact effect of what was learned with the best of all hard detectors.
 *
 * @param name of the stage
 * @param exact the stage that computed the exact effects
 * @param options what decides the result
 */
public record LearnVariable(String name, String exact, Options options) implements ResumableStage {
  /** The table of training logs, a part of the artifact. */
  public static final String LOG = "training.parquet";

  /** The table of learned detectors, a part of the artifact. */
  public static final String LEARNED = "learned.parquet";

  /** A learned effect within this of the best counts as found. */
  public static final double FOUND_WITHIN = 0.005;

  /** Of a larger problem the detectors are not drawn. */
  private static final int MOST_DRAWN = 40;

  /** Columns of {@link #LOG}. */
  public static final TableSchema LOG_SCHEMA =
      new TableSchema(
          "variable_training",
          1,
          "An iteration of one seed: exact values of what had been learned by then.",
          List.of(
              Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"),
              Column.of("iteration", Column.Type.INT32).doc("optimiser steps done"),
              Column.of("indirect", Column.Type.DOUBLE).doc("exact natural indirect effect"),
              Column.of("fired_reference", Column.Type.DOUBLE).doc("P(Z = 1), uniform policy"),
              Column.of("fired_learned", Column.Type.DOUBLE).doc("P(Z = 1), learned policy")));

  /** Columns of {@link #LEARNED}. */
  public static final TableSchema LEARNED_SCHEMA =
      new TableSchema(
          "learned_detectors",
          1,
          "A state of one seed's learned detector.",
          List.of(
              Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"),
              Column.of("state", Column.Type.INT32).doc("number of the state"),
              Column.of("state_name", Column.Type.STRING).doc("name of the state"),
              Column.of("fires", Column.Type.DOUBLE).doc("probability of firing there")));

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param problem where the problem comes from
   * @param discount factor per step in the return
   * @param learning how it is learned
   */
  public record Options(
      long seed, ProblemSource problem, double discount, LearningSettings learning)
      implements Serializable {}

  /** A row of the log. */
  record Point(int iteration, double indirect, double firedReference, double firedLearned) {}

  /** What a seed came to. */
  record Learned(List<Point> log, List<Double> detector) {
    Point last() {
      return log.get(log.size() - 1);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(exact);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.learning().seeds();
  }

  @Override
  public VariableLearning open(Function<String, Artifact> inputs, int shard, Path directory) {
    return new VariableLearning(options, shard);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    try (VariableLearning learning = open(work::input, work.shard(), work.checkpoints())) {
      learning.carry(
          work.checkpoints(),
          () -> work.progress(learning.steps(), options.learning().iterations(), "iterations"),
          work::note);
      work.summary(new Learned(learning.log(), learning.detector()));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    TabularProblem problem = options.problem().problem();
    List<Learned> seeds = new ArrayList<>();
    for (ShardResult shard : work.shards()) seeds.add(shard.summary(Learned.class));
    write(work, problem, seeds);
    Map<String, Double> computed = work.input(exact).manifest().metrics();
    Double best = computed.get(ComputeExactEffects.BEST);
    draw(work, problem, seeds, best == null ? OptionalDouble.empty() : OptionalDouble.of(best));
    double[] effects = seeds.stream().mapToDouble(each -> each.last().indirect()).toArray();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("seeds", (double) seeds.size());
    metrics.put("indirect_mean", Arrays.stream(effects).average().orElseThrow());
    metrics.put("indirect_min", Arrays.stream(effects).min().orElseThrow());
    metrics.put("indirect_max", Arrays.stream(effects).max().orElseThrow());
    if (best != null) {
      double found =
          Arrays.stream(effects).filter(each -> Math.abs(each - best) < FOUND_WITHIN).count();
      metrics.put("seeds_at_best", found);
    }
    return metrics;
  }

  private void write(FinishWork work, TabularProblem problem, List<Learned> seeds)
      throws Exception {
    work.table(
        LOG,
        LOG_SCHEMA,
        table -> {
          for (int seed = 0; seed < seeds.size(); seed++) {
            for (Point each : seeds.get(seed).log()) {
              table.write(
                  seed,
                  each.iteration(),
                  each.indirect(),
                  each.firedReference(),
                  each.firedLearned());
            }
          }
        });
    work.table(
        LEARNED,
        LEARNED_SCHEMA,
        table -> {
          for (int seed = 0; seed < seeds.size(); seed++) {
            List<Double> detector = seeds.get(seed).detector();
            for (int s = 0; s < detector.size(); s++) {
              table.write(seed, s, problem.stateNames().get(s), detector.get(s));
            }
          }
        });
  }

  private void draw(
      FinishWork work, TabularProblem problem, List<Learned> seeds, OptionalDouble best)
      throws Exception {
    double[] iterations = seeds.get(0).log().stream().mapToDouble(Point::iteration).toArray();
    List<SeedCurves.Panel> panels = new ArrayList<>();
    panels.add(panel("indirect effect", seeds, Point::indirect, best));
    panels.add(
        panel("P(Z = 1), uniform policy", seeds, Point::firedReference, OptionalDouble.empty()));
    panels.add(
        panel("P(Z = 1), learned policy", seeds, Point::firedLearned, OptionalDouble.empty()));
    work.figure(
        SeedCurves.of(
            iterations,
            panels,
            new SeedCurves.Words(
                "learning",
                "Learning the variable and its policy",
                "Exact values of what had been learned, over %d %s: median, and quartiles as a band."
                        .formatted(seeds.size(), seeds.size() == 1 ? "seed" : "seeds")
                    + (best.isPresent()
                        ? " Dashed: the largest indirect effect of all hard detectors."
                        : ""),
                "iteration")));
    int states = problem.model().states();
    if (states > MOST_DRAWN) return;
    double[][] fires = new double[seeds.size()][states];
    List<String> rows = new ArrayList<>();
    for (int seed = 0; seed < seeds.size(); seed++) {
      rows.add("seed " + seed);
      for (int s = 0; s < states; s++) fires[seed][s] = seeds.get(seed).detector().get(s);
    }
    work.figure(
        HeatMap.of(
            Matrix.of(fires),
            rows,
            problem.stateNames(),
            new HeatMap.Words(
                "learned-detectors",
                "Where the learned variable fires",
                "Probability that the learned detector fires in a state, seed by seed.",
                "",
                "state",
                "fires")));
  }

  private static SeedCurves.Panel panel(
      String title,
      List<Learned> seeds,
      java.util.function.ToDoubleFunction<Point> value,
      OptionalDouble line) {
    double[][] curves =
        seeds.stream()
            .map(seed -> seed.log().stream().mapToDouble(value).toArray())
            .toArray(double[][]::new);
    return new SeedCurves.Panel(title, curves, line);
  }
}
