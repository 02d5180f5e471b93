package io.fabula.pipelines.studies.platform.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.analysis.saliency.IntegratedGradients;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.platform.Platform;
import io.fabula.model.mpdqn.FeatureImportance;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.ValueGradient;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.platform.settings.ExplanationSettings;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import io.fabula.pipelines.studies.platform.tables.ExplanationTable;
import io.fabula.pipelines.studies.platform.tables.Importance;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says of every recorded decision which features of the state it hangs on, and shows one episode
 * step by step.
 *
 * @param name of the stage
 * @param agents the stage that trains the agent
 * @param rollouts the stage that records it
 * @param options what decides the explanations beside them
 */
public record ExplainDecisions(String name, String agents, String rollouts, Options options)
    implements Stage {
  /** The names of the features, in order. */
  static final List<String> FEATURES =
      ((ObservationSpace.Vector) new Platform().spec().observations()).names();

  /** What decides the explanations beside agent and recording. */
  public record Options(ExplanationSettings explanation) implements Serializable {}

  /**
   * One explained decision.
   *
   * @param explained by the total derivative
   * @param importance by each way
   */
  record Explained(
      int episode, int t, FeatureImportance explained, Map<Importance, double[]> importance) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>(List.of("decisions", "flat", "episode_shown"));
    for (int i = 0; i < FEATURES.size(); i++) names.add("feature_%d_varies".formatted(i));
    return names;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents, rollouts);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Decisions decisions = Decisions.read(work.input(rollouts));
    List<Explained> all;
    try (MpDqnNetwork network = TrainAgents.loadBest(work.input(agents))) {
      all = explain(network, decisions);
    }
    work.table(
        ExplanationTable.FILE,
        ExplanationTable.SCHEMA,
        table -> {
          for (Explained each : all) table.write(row(each));
        });
    boolean[] varies = decisions.varies();
    for (int i = 0; i < FEATURES.size(); i++) {
      work.metric("feature_%d_varies".formatted(i), varies[i] ? 1 : 0);
    }
    work.metric("decisions", all.size());
    work.metric("flat", (double) all.stream().filter(each -> each.explained().flat()).count());
    int shown = Math.min(options.explanation().episode(), decisions.episodes().size() - 1);
    work.metric("episode_shown", shown);
    work.figure(meanImportance(all));
    List<Explained> episode = all.stream().filter(each -> each.episode() == shown).toList();
    work.figure(course(episode));
    EpisodePictures.write(work, decisions.episodes().get(shown), bars(episode), varies);
  }

  private List<Explained> explain(MpDqnNetwork network, Decisions decisions) {
    float[] mean = decisions.mean();
    int steps = options.explanation().pathSteps();
    List<Explained> all = new ArrayList<>();
    try (ValueGradient total = new ValueGradient(network, ValueGradient.Mode.TOTAL, 1);
        ValueGradient partial = new ValueGradient(network, ValueGradient.Mode.PARTIAL, 1);
        ValueGradient path = new ValueGradient(network, ValueGradient.Mode.TOTAL, steps)) {
      for (Decisions.Episode episode : decisions.episodes()) {
        for (int t = 0; t < episode.length(); t++) {
          float[] state = episode.states().get(t);
          FeatureImportance explained = FeatureImportance.of(total, state);
          int[] action = new int[steps];
          Arrays.fill(action, explained.action());
          float[] integrated =
              new IntegratedGradients(steps, points -> path.of(points, action)).of(mean, state);
          Map<Importance, double[]> importance = new EnumMap<>(Importance.class);
          importance.put(Importance.TOTAL, explained.importance());
          importance.put(Importance.PARTIAL, FeatureImportance.of(partial, state).importance());
          importance.put(Importance.DEVIATION, deviation(explained.gradient(), state, mean));
          importance.put(Importance.INTEGRATED, FeatureImportance.shares(integrated));
          all.add(new Explained(episode.number(), t, explained, importance));
        }
      }
    }
    return all;
  }

  private static double[] deviation(float[] gradient, float[] state, float[] mean) {
    float[] products = new float[gradient.length];
    for (int i = 0; i < products.length; i++) products[i] = gradient[i] * (state[i] - mean[i]);
    return FeatureImportance.shares(products);
  }

  private static Object[] row(Explained each) {
    List<Object> values = new ArrayList<>();
    FeatureImportance explained = each.explained();
    values.add(each.episode());
    values.add(each.t());
    values.add(explained.action());
    values.add(explained.values());
    values.add(explained.parameters());
    values.add(explained.gradient());
    values.add(explained.largest());
    values.add(explained.flat());
    for (Importance way : Importance.values()) values.add(each.importance().get(way));
    return values.toArray();
  }

  /** The importances that the pictures show, step by step. */
  private List<double[]> bars(List<Explained> episode) {
    Importance way =
        options.explanation().derivative() == ValueGradient.Mode.TOTAL
            ? Importance.TOTAL
            : Importance.PARTIAL;
    List<double[]> bars = new ArrayList<>();
    for (Explained each : episode) bars.add(each.importance().getOrDefault(way, new double[0]));
    return bars;
  }

  private static Figure meanImportance(List<Explained> all) {
    List<FeatureBars.Bar> bars = new ArrayList<>();
    for (Importance way : Importance.values()) {
      double[] sums = new double[FEATURES.size()];
      for (Explained each : all) {
        double[] importance = each.importance().getOrDefault(way, sums);
        for (int i = 0; i < sums.length; i++) sums[i] += importance[i] / all.size();
      }
      for (int i = 0; i < sums.length; i++) {
        bars.add(FeatureBars.Bar.of(FEATURES.get(i), way.words(), sums[i]));
      }
    }
    return FeatureBars.of(
        bars,
        new SeedBands.Words(
            "mean-importance", "Mean importance of each feature", "", "mean importance"),
        "Mean over all recorded decisions of the importance of each feature, by four ways of"
            + " measuring it; within a decision the largest is 1.");
  }

  private Figure course(List<Explained> episode) {
    double[][] cells = new double[FEATURES.size()][episode.size()];
    List<String> steps = new ArrayList<>();
    List<double[]> bars = bars(episode);
    for (int t = 0; t < episode.size(); t++) {
      steps.add(Integer.toString(t));
      for (int i = 0; i < FEATURES.size(); i++) cells[i][t] = bars.get(t)[i];
    }
    return HeatMap.of(
        Matrix.of(cells),
        FEATURES,
        steps,
        new HeatMap.Words(
            "importance-of-episode",
            "Importance step by step",
            "Importance of each feature at each decision of the episode shown.",
            "",
            "step",
            "importance"));
  }
}
