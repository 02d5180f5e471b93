package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.model.twins.PushExperiment;
import io.fabula.model.twins.ReplayedPushes;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.stories.GradientEffects;
import io.fabula.pipelines.stories.Subject;
import java.util.ArrayList;
import java.util.List;

/** What directions and targets look like to the simulator, and how real responses are read. */
final class GradientMoves {
  /** How far a state is pushed to either side, in standard deviations. */
  static final double AMOUNT = 1;

  final List<PathDirections> directions;
  final List<ActionGroup> groups;
  final double[][] added;
  final Projector projector;

  GradientMoves(Projector projector, List<PathDirections> directions, Subject subject) {
    this.projector = projector;
    this.directions = directions;
    groups = subject.newWorld().editor().actionGroups();
    Matrix gradientMap = projector.gradientMap();
    added = new double[directions.size()][];
    for (int d = 0; d < added.length; d++) {
      added[d] = gradientMap.times(directions.get(d).vectors()[0]);
    }
  }

  int components() {
    return projector.independentCount();
  }

  /** A component as a direction of states: its row of the Jacobian. */
  List<Float> read(int component) {
    List<Float> row = new ArrayList<>();
    for (double each : projector.jacobian().row(component)) row.add((float) each);
    return row;
  }

  double[] components(float[] state) {
    double[] values = new double[state.length];
    for (int i = 0; i < values.length; i++) values[i] = state[i];
    return projector.independentComponents(new Matrix(1, values.length, values)).row(0);
  }

  double meanLog(SteppingAgent.Decision decision, int group) {
    double sum = 0;
    for (int each : groups.get(group).actions()) sum += decision.logProbabilities()[each];
    return sum / groups.get(group).actions().size();
  }

  /** A real response in the place of an effect, whose gradients are still missing. */
  GradientEffects.Effect effect(GradientBeginning beginning, ReplayedPushes.Response response) {
    PushExperiment.Moment plus = response.plus();
    PushExperiment.Moment minus = response.minus();
    double[] more = components(plus.state());
    double[] less = components(minus.state());
    float[] push = new float[more.length];
    for (int i = 0; i < push.length; i++) push[i] = (float) ((more[i] - less[i]) / (2 * AMOUNT));
    float[] actions = new float[groups.size()];
    for (int g = 0; g < actions.length; g++) {
      double change = meanLog(plus.decision(), g) - meanLog(minus.decision(), g);
      actions[g] = (float) (change / (2 * AMOUNT));
    }
    return new GradientEffects.Effect(
        beginning.sample(),
        beginning.start().episode(),
        directions.get(response.direction()).name(),
        response.lag(),
        new float[push.length],
        push,
        new float[actions.length],
        actions,
        0,
        ((double) plus.decision().value() - minus.decision().value()) / (2 * AMOUNT));
  }
}
