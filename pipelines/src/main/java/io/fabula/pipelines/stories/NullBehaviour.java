package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.EditResponse;
import io.fabula.analysis.stories.Relevance;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.DecidedNetwork;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.EditExperiment;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What agents that learned nothing are made to do, and what edits do to them. */
final class NullBehaviour {
  private static final int HALVINGS = 60;
  private static final double LARGEST_LOG_STRETCH = 18;
  private static final int COMPONENTS = 8;
  private static final int FIT_ROWS = 2000;
  private static final IndependentComponents.Options ICA =
      new IndependentComponents.Options(0.05, 2000, 1, 1);

  private NullBehaviour() {}

  /**
   * A body whose policy is as decided as another agent's on the frames of that agent's play.
   *
   * @param studied whose mean entropy is reached
   * @param levels that it plays for that
   */
  static DecidedNetwork decided(
      EditableWorld world,
      SteppingAgent studied,
      RecurrentNetwork body,
      long[] levels,
      WatchedCourse.Options play) {
    List<float[]> own = new ArrayList<>();
    List<float[]> watched = new ArrayList<>();
    try (SteppingAgent watcher = new SteppingAgent(body)) {
      for (WatchedCourse each :
          WatchedCourse.play(world, List.of(studied, watcher), levels, play)) {
        for (int t = 0; t < each.length(); t++) {
          own.add(studied.decide(List.of(each.after(0, t))).get(0).logProbabilities());
          watched.add(watcher.decide(List.of(each.after(1, t))).get(0).logProbabilities());
        }
      }
    }
    float[] centre = new float[watched.get(0).length];
    for (float[] each : watched) {
      for (int a = 0; a < centre.length; a++) centre[a] += each[a] / watched.size();
    }
    double wanted = 0;
    for (float[] each : own) wanted += ActionDistribution.entropy(each, 0, each.length);
    return new DecidedNetwork(body, centre, stretch(watched, centre, wanted / own.size()));
  }

  /** By halving: the entropy falls as the stretch grows. */
  private static double stretch(List<float[]> logs, float[] centre, double wanted) {
    double low = 0;
    double high = LARGEST_LOG_STRETCH;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (entropy(logs, centre, StrictMath.exp(middle)) > wanted) low = middle;
      else high = middle;
    }
    return StrictMath.exp(low);
  }

  private static double entropy(List<float[]> logs, float[] centre, double stretch) {
    double sum = 0;
    float[] row = new float[centre.length];
    for (float[] each : logs) {
      for (int a = 0; a < row.length; a++) {
        row[a] = (float) (stretch * ((double) each[a] - centre[a]));
      }
      ActionDistribution.logSoftmax(row, 0, row.length);
      sum += ActionDistribution.entropy(row, 0, row.length);
    }
    return sum / logs.size();
  }

  /**
   * How far edits move the first agent's state, and those of agents that watch it.
   *
   * @param levels that the first agent plays, for components and for states to be edited
   */
  static List<Relevance> relevances(
      EditableWorld world,
      List<SteppingAgent> agents,
      List<String> edits,
      long firstLevel,
      int levels,
      int states,
      WatchedCourse.Options play,
      BootstrapInterval.Options intervals) {
    List<Projector> projectors =
        projectors(
            WatchedCourse.play(
                world, agents, LongStream.range(firstLevel, firstLevel + levels).toArray(), play),
            agents);
    EditExperiment experiment =
        new EditExperiment(
            world,
            agents,
            new EditExperiment.Options(
                edits, StorySettings.LAGS, StorySettings.STATES_PER_LEVEL, states, play));
    long from = firstLevel + levels;
    List<EditExperiment.Response> responses =
        experiment.run(LongStream.range(from, from + levels).toArray());
    List<Relevance> relevances = new ArrayList<>();
    for (String edit : edits) {
      List<List<EditResponse>> byAgent = new ArrayList<>();
      for (int i = 0; i < agents.size(); i++) byAgent.add(new ArrayList<>());
      for (EditExperiment.Response each : responses) {
        if (!each.edit().name().equals(edit) || each.lags() < StorySettings.LAGS) continue;
        for (int i = 0; i < agents.size(); i++) {
          byAgent.get(i).add(response(each, i, projectors.get(i)));
        }
      }
      List<EditResponse> own = byAgent.get(0);
      if (own.stream().map(EditResponse::episode).distinct().count() < 2) continue;
      relevances.add(Relevance.of(edit, own, byAgent.subList(1, byAgent.size()), intervals));
    }
    return relevances;
  }

  private static EditResponse response(
      EditExperiment.Response response, int agent, Projector projector) {
    int last = StorySettings.LAGS - 1;
    EditExperiment.Watched watched = response.agents().get(agent);
    float[] base = watched.untouched().get(last);
    return new EditResponse(
        response.level(),
        moved(projector, base, watched.edited().get(last)),
        moved(projector, base, watched.placebo().get(last)));
  }

  private static double moved(Projector projector, float[] from, float[] to) {
    double[] change = new double[from.length];
    for (int i = 0; i < change.length; i++) change[i] = (double) to[i] - from[i];
    double squares = 0;
    for (double each : projector.jacobian().times(change)) squares += each * each;
    return Math.sqrt(squares);
  }

  private static List<Projector> projectors(
      List<WatchedCourse> courses, List<SteppingAgent> agents) {
    List<Projector> projectors = new ArrayList<>();
    for (int agent = 0; agent < agents.size(); agent++) {
      List<double[]> rows = new ArrayList<>();
      for (WatchedCourse each : courses) {
        for (int t = 0; t < each.length() && rows.size() < FIT_ROWS; t++) {
          float[] state = each.after(agent, t);
          double[] row = new double[state.length];
          for (int i = 0; i < row.length; i++) row[i] = state[i];
          rows.add(row);
        }
      }
      int components = Math.min(COMPONENTS, agents.get(agent).stateSize() / 2);
      projectors.add(
          HiddenStateReduction.fit(
                  Matrix.of(rows.toArray(double[][]::new)),
                  new HiddenStateReduction.Options(
                      components, NeighbourOutliers.Options.PUBLISHED, ICA))
              .projector());
    }
    return projectors;
  }
}
