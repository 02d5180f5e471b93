package io.fabula.pipelines.studies.twostage.stages;

import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.Effects;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.detectors.TabularEpisodes;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem;
import io.fabula.pipelines.studies.twostage.settings.EstimationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estimates the effects of the named events from episodes, many times over, and counts how often
 * the 95 % interval holds the exact value.
 *
 * @param name of the stage
 * @param options what decides the result
 */
public record EstimateEffects(String name, Options options) implements Stage {
  /** The table of what the estimates came to, a part of the artifact. */
  public static final String ESTIMATES = "estimates.parquet";

  /** Columns of {@link #ESTIMATES}. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          "effect_estimates",
          1,
          "An event: estimates of its indirect effect, from the uniform policy to the first"
              + " target.",
          List.of(
              Column.of("event", Column.Type.STRING).doc("name of the event"),
              Column.of("exact", Column.Type.DOUBLE).doc("exact natural indirect effect"),
              Column.of("estimates", Column.Type.INT32)
                  .doc("repetitions in which the effect was defined"),
              Column.optional("mean", Column.Type.DOUBLE).doc("mean estimate"),
              Column.optional("deviation", Column.Type.DOUBLE)
                  .doc("standard deviation of the estimates"),
              Column.optional("mean_error", Column.Type.DOUBLE).doc("mean standard error"),
              Column.optional("coverage", Column.Type.DOUBLE)
                  .doc("share of the 95 % intervals that hold the exact effect")));

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param problem where the problem comes from
   * @param discount factor per step in the return
   * @param estimation how many estimates of how many episodes
   */
  public record Options(
      long seed, ProblemSource problem, double discount, EstimationSettings estimation)
      implements Serializable {}

  /** Estimates of one event; {@code error} is negative where the effect was undefined. */
  record Estimate(double indirect, double error) {}

  /** Estimates [repetition][event]. */
  record Estimates(List<List<Estimate>> repetitions) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.estimation().shards().shards();
  }

  @Override
  public void run(ShardWork work) {
    TabularProblem problem = options.problem().problem();
    int first = options.estimation().shards().first(work.shard());
    int count = options.estimation().shards().count(work.shard());
    List<List<Estimate>> repetitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TabularEpisodes reference = play(problem, problem.reference(), first + i, 0);
      TabularEpisodes target = play(problem, problem.targets().get(0).policy(), first + i, 1);
      List<Estimate> events = new ArrayList<>();
      for (TabularProblem.Event event : problem.events()) {
        EffectEstimate estimate = new EffectEstimate(sums(reference, event), sums(target, event));
        Effects effects = estimate.effects();
        events.add(
            new Estimate(effects.indirect(), effects.defined() ? estimate.standardError() : -1));
      }
      repetitions.add(events);
      work.progress(i + 1, count, "repetitions");
    }
    work.summary(new Estimates(repetitions));
  }

  private TabularEpisodes play(TabularProblem problem, double[] policy, int repetition, int which) {
    TabularModel model = problem.model();
    long seed = Seeds.of(options.seed(), "estimate", repetition, which);
    return TabularEpisodes.play(
        model, policy, options.discount(), options.estimation().episodes(), new RandomStream(seed));
  }

  private static EpisodeSums sums(TabularEpisodes episodes, TabularProblem.Event event) {
    return EpisodeSums.of(episodes.returns(), episodes.unfired(event.detector()));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    TabularProblem problem = options.problem().problem();
    List<List<Estimate>> repetitions = new ArrayList<>();
    for (ShardResult shard : work.shards()) {
      repetitions.addAll(shard.summary(Estimates.class).repetitions());
    }
    List<double[]> detectors =
        problem.events().stream().map(TabularProblem.Event::detector).toList();
    List<EventSums> reference = exact(problem, problem.reference(), detectors);
    List<EventSums> target = exact(problem, problem.targets().get(0).policy(), detectors);
    Map<String, Double> metrics = new TreeMap<>();
    List<Double> coverages = new ArrayList<>();
    work.table(
        ESTIMATES,
        SCHEMA,
        table -> {
          for (int e = 0; e < detectors.size(); e++) {
            double effect = reference.get(e).indirectEffect(target.get(e));
            Coverage coverage = Coverage.of(repetitions, e, effect);
            if (coverage.estimates > 1) coverages.add(coverage.share);
            table.write(
                problem.events().get(e).name(),
                effect,
                coverage.estimates,
                coverage.orMissing(coverage.mean),
                coverage.orMissing(coverage.deviation),
                coverage.orMissing(coverage.meanError),
                coverage.orMissing(coverage.share));
          }
        });
    coverages.stream().min(Double::compare).ifPresent(low -> metrics.put("coverage_min", low));
    coverages.stream().max(Double::compare).ifPresent(high -> metrics.put("coverage_max", high));
    return metrics;
  }

  private List<EventSums> exact(TabularProblem problem, double[] policy, List<double[]> detectors) {
    return new ExactEvaluation(problem.model(), policy).evaluate(detectors, options.discount());
  }

  private record Coverage(
      int estimates, double mean, double deviation, double meanError, double share) {
    /** Rounding lets a sure estimate miss its exact value by this. */
    private static final double ROUNDING = 1e-12;

    static Coverage of(List<List<Estimate>> repetitions, int event, double exact) {
      int n = 0;
      int covered = 0;
      double sum = 0;
      double errors = 0;
      for (List<Estimate> each : repetitions) {
        Estimate estimate = each.get(event);
        if (estimate.error < 0) continue;
        n++;
        sum += estimate.indirect;
        errors += estimate.error;
        double distance = Math.abs(estimate.indirect - exact);
        if (distance <= EffectEstimate.NORMAL_97_5 * estimate.error + ROUNDING) covered++;
      }
      double mean = sum / n;
      double squares = 0;
      for (List<Estimate> each : repetitions) {
        Estimate estimate = each.get(event);
        if (estimate.error >= 0) squares += (estimate.indirect - mean) * (estimate.indirect - mean);
      }
      return new Coverage(n, mean, Math.sqrt(squares / (n - 1)), errors / n, covered / (double) n);
    }

    @org.jspecify.annotations.Nullable
    Double orMissing(double value) {
      return estimates > 1 ? value : null;
    }
  }
}
