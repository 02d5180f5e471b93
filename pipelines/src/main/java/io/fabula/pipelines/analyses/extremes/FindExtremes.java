package io.fabula.pipelines.analyses.extremes;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.clustering.Seriation;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.saliency.LoadingExtrema;
import io.fabula.pipelines.analyses.extremes.ExtremeTables.Correlated;
import io.fabula.pipelines.analyses.extremes.ExtremeTables.Extreme;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Groups simulated rollouts by whether a component is high, middling or low in them, and correlates
 * all components over time within each group, in an order in which similar components stand beside
 * each other. An exploration: what is selected by a component differs in it by construction.
 *
 * @param name of the stage
 * @param samples the stage that lets agent and simulator run freely
 * @param reduction the stage that finds the components
 * @param options what counts as extreme
 */
public record FindExtremes(String name, String samples, String reduction, Options options)
    implements Stage {
  /** A group's scope: at some step. */
  static final String ANY = "any";

  /** A group's scope: at the step that saliency looks at. */
  static final String SALIENCY_STEP = "saliency_step";

  private static final double CLIP = 1000;

  /**
   * What decides the groups beside the rollouts and their components.
   *
   * @param samples most rollouts that are looked at
   * @param timestep the step that saliency looks at
   * @param extremes what counts as extreme
   */
  public record Options(int samples, int timestep, ExtremeSettings extremes)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(samples, reduction);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SimulatedRollout rollout = SimulatedRollout.read(work.input(samples), options.samples());
    Projector projector = ProjectionTable.read(work.input(reduction));
    Sequences components = projector.independentComponents(rollout.agent());
    if (options.timestep() >= components.steps()) {
      throw new WorkProblem(
          "analyses.saliency.timestep must be below the %d steps of a rollout, got %d"
              .formatted(components.steps(), options.timestep()));
    }
    List<LoadingExtrema> thresholds = thresholds(components);
    List<Extreme> extremes = extremes(components, thresholds, rollout.sampleIds());
    List<Correlated> correlated = correlated(components, extremes);
    Matrix cosines = GroupMeasures.cosines(projector.gradientMap());
    int[] order = Seriation.order(correlated.get(0).mean().matrices().get(0));
    ExtremeTables.write(work, thresholds, extremes);
    ExtremeTables.writeCorrelations(work, correlated, components.width());
    ExtremeTables.writeCosines(work, cosines, order);
    new ExtremePictures(options, work.input(samples))
        .draw(work, components, extremes, correlated, cosines, order);
    work.metric("samples", rollout.sampleIds().length);
    work.metric("extremes", extremes.size());
    work.metric("mean_cosine", GroupMeasures.meanOffDiagonal(cosines));
    work.metric("high_like_low", GroupMeasures.alike(correlated, name(LoadingExtrema.Group.LOW)));
    work.metric(
        "high_like_middle", GroupMeasures.alike(correlated, name(LoadingExtrema.Group.MIDDLE)));
  }

  private List<LoadingExtrema> thresholds(Sequences components) {
    Matrix rows = components.asMatrix();
    List<LoadingExtrema> thresholds = new ArrayList<>();
    for (int c = 0; c < rows.columns(); c++) {
      try {
        thresholds.add(LoadingExtrema.of(rows.column(c), options.extremes().extremaThreshold()));
      } catch (IllegalArgumentException e) {
        throw new WorkProblem(
            "analyses.extremes.extrema_threshold is too small for so few rollouts: "
                + e.getMessage(),
            e);
      }
    }
    return thresholds;
  }

  private List<Extreme> extremes(Sequences components, List<LoadingExtrema> thresholds, int[] ids) {
    List<Extreme> extremes = new ArrayList<>();
    for (String scope : List.of(ANY, SALIENCY_STEP)) {
      int step = scope.equals(ANY) ? -1 : options.timestep();
      for (int c = 0; c < components.width(); c++) {
        Matrix loadings = loadings(components, c);
        for (LoadingExtrema.Group group : LoadingExtrema.Group.values()) {
          for (int s : thresholds.get(c).samples(group, loadings, step)) {
            int deepest = step < 0 ? deepest(group, loadings, s, thresholds.get(c)) : step;
            extremes.add(
                new Extreme(scope, group, c, ids[s], s, deepest, loadings.get(s, deepest)));
          }
        }
      }
    }
    return extremes;
  }

  private static Matrix loadings(Sequences components, int component) {
    Matrix loadings = new Matrix(components.samples(), components.steps());
    for (int s = 0, at = 0; s < components.samples(); s++) {
      for (int t = 0; t < components.steps(); t++, at++) {
        loadings.values()[at] = components.get(s, t, component);
      }
    }
    return loadings;
  }

  /** The step with the largest, the smallest or the most middling loading. */
  private static int deepest(
      LoadingExtrema.Group group, Matrix loadings, int sample, LoadingExtrema thresholds) {
    double middle = (thresholds.middleUpper() + thresholds.middleLower()) / 2;
    int best = 0;
    double depth = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < loadings.columns(); t++) {
      double loading = loadings.get(sample, t);
      double own =
          switch (group) {
            case HIGH -> loading;
            case MIDDLE -> -Math.abs(loading - middle);
            case LOW -> -loading;
          };
      if (own > depth) {
        depth = own;
        best = t;
      }
    }
    return best;
  }

  /** All rollouts first, then each component's groups by any step. */
  private List<Correlated> correlated(Sequences components, List<Extreme> extremes) {
    int most = Math.min(options.extremes().maxDifference(), components.steps() - 1);
    CrossCorrelation.Options how = new CrossCorrelation.Options(most, CLIP, false);
    List<List<Matrix>> each = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    for (int s = 0; s < components.samples(); s++) {
      each.add(CrossCorrelation.ofSample(components.sample(s), how));
      all.add(s);
    }
    List<Correlated> found = new ArrayList<>();
    found.add(new Correlated(-1, "all", mean(each, all, most, components.width())));
    for (int c = 0; c < components.width(); c++) {
      for (LoadingExtrema.Group group : LoadingExtrema.Group.values()) {
        List<Integer> members = new ArrayList<>();
        for (Extreme one : extremes) {
          if (one.scope().equals(ANY) && one.component() == c && one.group() == group) {
            members.add(one.row());
          }
        }
        if (members.isEmpty()) continue;
        found.add(new Correlated(c, name(group), mean(each, members, most, components.width())));
      }
    }
    return found;
  }

  private static MeanPartial.Mean mean(
      List<List<Matrix>> samples, List<Integer> members, int most, int width) {
    MeanPartial.Collector collector = new MeanPartial.Collector(0, most + 1, width);
    for (int s : members) collector.add(0, samples.get(s));
    return MeanPartial.fold(collector.partials()).get(0);
  }

  private static String name(LoadingExtrema.Group group) {
    return group.name().toLowerCase(Locale.ROOT);
  }
}
