package io.fabula.pipelines.panel.live;

import io.fabula.analysis.Matrix;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Picture;
import io.fabula.model.twins.PatchedPlay;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WorldTree;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.stories.ShownWorld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a twin saw, remembered and did. */
final class Trace {
  private final LiveTwins twins;
  private final List<Picture> frames = new ArrayList<>();
  private final List<float[]> states = new ArrayList<>();
  private final List<SteppingAgent.Decision> decisions = new ArrayList<>();
  private final List<Integer> actions = new ArrayList<>();

  Trace(LiveTwins twins) {
    this.twins = twins;
  }

  void add(WorldTree.Node node, float[] state, SteppingAgent.Decision decision, int action) {
    twins.shown().restore(node.snapshot());
    frames.add(ShownWorld.picture(twins.shown()));
    states.add(state);
    decisions.add(decision);
    actions.add(action);
  }

  LiveWorld.Course course(PatchedPlay.Outcome outcome) throws IOException {
    List<String> names = names();
    Matrix components = twins.components(states);
    List<List<Double>> rows = new ArrayList<>();
    List<List<Double>> probabilities = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int t = 0; t < states.size(); t++) {
      List<Double> row = new ArrayList<>();
      for (double each : components.row(t)) row.add(each);
      rows.add(row);
      List<Double> probability = new ArrayList<>();
      for (int a = 0; a < names.size(); a++) {
        probability.add(decisions.get(t).probability(List.of(a)));
      }
      probabilities.add(probability);
      values.add((double) decisions.get(t).value());
    }
    return new LiveWorld.Course(
        FrameStrip.of("twin", frames),
        rows,
        new SampleDetail.Bars("probability of actions", names, probabilities, actions),
        values,
        actions.stream().map(names::get).toList(),
        outcome.undiscounted(),
        twins.ending(outcome.cause()));
  }

  private List<String> names() {
    ActionSpace space = twins.shown().spec().actions();
    if (space instanceof ActionSpace.Discrete discrete && !discrete.names().isEmpty()) {
      return discrete.names();
    }
    List<String> names = new ArrayList<>();
    for (int a = 0; a < space.count(); a++) names.add("action " + a);
    return names;
  }
}
