package io.fabula.model.mpdqn;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import java.util.List;

/** From parameters on the scale of -1..1, clipped to it, to those of a world. */
final class ParameterScale {
  private final ActionSpace.Parameterised space;
  private final MpDqnArchitecture agent;

  ParameterScale(ActionSpace space, MpDqnArchitecture agent) {
    this.space = (ActionSpace.Parameterised) space;
    this.agent = agent;
  }

  /**
   * The action that an agent means.
   *
   * @param scaled an agent's proposals from {@code offset} on
   */
  Action action(int index, float[] scaled, int offset) {
    List<ActionSpace.Parameter> own = space.actions().get(index).parameters();
    float[] real = new float[own.size()];
    int from = offset + agent.offset(index);
    for (int i = 0; i < real.length; i++) real[i] = (float) real(own.get(i), scaled[from + i]);
    return Action.of(index, real);
  }

  /** A parameter in the world's units. */
  static double real(ActionSpace.Parameter parameter, double scaled) {
    if (Double.isNaN(scaled)) {
      throw new IllegalArgumentException("parameter " + parameter.name() + " is not a number");
    }
    double clipped = Math.min(Math.max(scaled, -1), 1);
    double range = (double) parameter.maximum() - parameter.minimum();
    return parameter.minimum() + (clipped + 1) * range / 2;
  }
}
