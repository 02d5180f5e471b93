package io.fabula.pipelines.analyses.consistency;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.DynamicsConsistency;
import io.fabula.analysis.causal.DynamicsConsistency.Entry;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.causal.SignAgreement;
import io.fabula.analysis.figures.ConsistencyMaps;
import io.fabula.analysis.figures.LinePanels;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.analyses.saliency.SaliencyTable;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Sets mean Jacobians of components, with and without the path from actions to the world, beside
 * their mean cross-correlations, behaviour by behaviour. An exploration without verdicts: signs
 * that agree make a path a candidate.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options how they are compared
 */
public record CompareDynamics(String name, Sources sources, Options options) implements Stage {
  private static final double CLIP = 1000;
  private static final double CHANCE = 50;

  /**
   * The stages that it reads.
   *
   * @param saliency gradients of all components
   * @param samples simulated rollouts
   * @param behaviours their clusters
   * @param reduction the components
   */
  public record Sources(String saliency, String samples, String behaviours, String reduction)
      implements Serializable {}

  /**
   * What decides the comparison beside the inputs.
   *
   * @param seed root seed
   * @param withoutEnvironment whether gradients without the path through the world are there
   * @param consistency how they are compared
   */
  public record Options(long seed, boolean withoutEnvironment, ConsistencySettings consistency)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        sources.saliency(), sources.samples(), sources.behaviours(), sources.reduction());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int[] clusters = BehaviourTable.read(work.input(sources.behaviours()));
    SimulatedRollout rollout =
        SimulatedRollout.read(work.input(sources.samples()), clusters.length);
    Sequences components =
        ProjectionTable.read(work.input(sources.reduction()))
            .independentComponents(rollout.agent());
    List<Compared> all = new ArrayList<>();
    for (boolean path :
        options.withoutEnvironment() ? new boolean[] {true, false} : new boolean[] {true}) {
      List<SaliencyTable.SampleJacobian> jacobians =
          SaliencyTable.jacobians(work.input(sources.saliency()), path);
      all.add(new Compared(path, compare(jacobians, components, rollout.sampleIds(), clusters)));
    }
    ConsistencyTables.write(work, all);
    draw(work, all);
    report(work, all);
  }

  /** What was found with or without the path through the world. */
  record Compared(boolean environmentPath, List<Entry> entries) {
    String words() {
      return environmentPath ? "through agent and world" : "through the agent alone";
    }
  }

  private List<Entry> compare(
      List<SaliencyTable.SampleJacobian> jacobians,
      Sequences components,
      int[] ids,
      int[] clusters) {
    int target = jacobians.get(0).target();
    int size = components.width();
    MeanPartial.Collector causes = new MeanPartial.Collector(0, target + 1, size);
    int[] counts = new int[Arrays.stream(clusters).max().orElse(0) + 1];
    for (SaliencyTable.SampleJacobian each : jacobians) {
      int place = Arrays.binarySearch(ids, each.sample());
      if (place < 0) {
        throw new WorkProblem(
            "rollout %d has no behaviour; lower analyses.saliency.sample_ids or raise"
                    .formatted(each.sample())
                + " behaviours.samples");
      }
      counts[clusters[place]]++;
    }
    for (SaliencyTable.SampleJacobian each : jacobians) {
      causes.add(DynamicsConsistency.ALL, each.steps());
      int cluster = clusters[Arrays.binarySearch(ids, each.sample())];
      if (counts[cluster] >= options.consistency().leastSamples()) {
        causes.add(cluster, each.steps());
      }
    }
    MeanPartial.Collector moving = new MeanPartial.Collector(0, target + 1, size);
    CrossCorrelation.Options correlation = new CrossCorrelation.Options(target, CLIP, false);
    for (int s = 0; s < components.samples(); s++) {
      List<Matrix> own = CrossCorrelation.ofSample(components.sample(s), correlation);
      moving.add(DynamicsConsistency.ALL, own);
      moving.add(clusters[s], own);
    }
    return DynamicsConsistency.of(
        MeanPartial.fold(causes.partials()),
        MeanPartial.fold(moving.partials()),
        new SignAgreement.Options(
            options.consistency().threshold(),
            options.consistency().permutations(),
            Seeds.of(options.seed(), "consistency")));
  }

  private void draw(ShardWork work, List<Compared> all) throws Exception {
    List<LinePanels.Line> lines = new ArrayList<>();
    for (Compared each : all) {
      for (boolean pooled : new boolean[] {true, false}) {
        List<Integer> distances = distances(each.entries());
        double[] x = distances.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] y = distances.stream().mapToDouble(d -> agreement(each, d, pooled)).toArray();
        String name = pooled ? "all samples" : "mean of behaviours";
        lines.add(new LinePanels.Line(each.words(), name, x, y));
      }
    }
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "sign-agreement",
                "How often causes have the sign of the dynamics",
                "Share of pairs of different components whose mean Jacobian has the sign of their"
                    + " mean cross-correlation over the same distance; the dashed line is chance."
                    + " The permutation test is in the table.",
                "distance, steps",
                "signs that agree, %"),
            lines,
            CHANCE));
    for (Compared each : all) {
      for (int distance : distances(each.entries())) {
        if (distance == 0) continue;
        work.figure(
            ConsistencyMaps.of(
                shown(each.entries(), distance),
                "consistency-%s-%d"
                    .formatted(each.environmentPath() ? "with-world" : "agent-alone", distance),
                each.words(),
                ConsistencyMaps.Ranges.published(options.consistency().threshold())));
      }
    }
  }

  private static double agreement(Compared compared, int distance, boolean pooled) {
    return compared.entries().stream()
        .filter(each -> each.distance() == distance)
        .filter(each -> pooled == (each.group() == DynamicsConsistency.ALL))
        .mapToDouble(each -> 100 * each.agreement().offDiagonalAgreement())
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static List<Integer> distances(List<Entry> entries) {
    TreeSet<Integer> distances = new TreeSet<>();
    for (Entry each : entries) distances.add(each.distance());
    return List.copyOf(distances);
  }

  /** All samples, then the largest behaviours. */
  private List<Entry> shown(List<Entry> entries, int distance) {
    return entries.stream()
        .filter(each -> each.distance() == distance)
        .sorted(Comparator.comparingInt(Entry::samples).reversed().thenComparingInt(Entry::group))
        .limit(1L + options.consistency().shown())
        .toList();
  }

  private static void report(ShardWork work, List<Compared> all) {
    for (Compared each : all) {
      String suffix = each.environmentPath() ? "" : "_without_world";
      for (Entry entry : each.entries()) {
        if (entry.group() != DynamicsConsistency.ALL) continue;
        String at = "_at_" + entry.distance() + suffix;
        int size = entry.jacobian().rows();
        int positive = 0;
        double largest = 0;
        for (int i = 0; i < size; i++) {
          if (entry.jacobian().get(i, i) > 0) positive++;
          for (int j = 0; j < size; j++) {
            double identity = i == j ? 1 : 0;
            largest = Math.max(largest, Math.abs(entry.jacobian().get(i, j) - identity));
          }
        }
        work.metric("diagonal_positive" + at, positive);
        if (entry.distance() == 0) work.metric("distance_from_identity" + at, largest);
        if (entry.distance() == 0 || entry.agreement().entries() == 0) continue;
        work.metric("agreement" + at, entry.agreement().agreement());
        if (entry.agreement().offDiagonalEntries() == 0) continue;
        work.metric("off_diagonal_agreement" + at, entry.agreement().offDiagonalAgreement());
        work.metric("p" + at, entry.agreement().pValue());
      }
    }
  }
}
