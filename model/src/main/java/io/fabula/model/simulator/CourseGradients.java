package io.fabula.model.simulator;

/**
 * Gradients of a target with respect to everything on the way to it, each the total derivative: its
 * effect through all later steps included. The arrays must not be changed.
 */
public final class CourseGradients {
  private final double target;
  private final float[] images;
  private final float[] agentStates;
  private final float[] environmentStates;
  private final float[] bottlenecks;

  CourseGradients(
      double target,
      float[] images,
      float[] agentStates,
      float[] environmentStates,
      float[] bottlenecks) {
    this.target = target;
    this.images = images;
    this.agentStates = agentStates;
    this.environmentStates = environmentStates;
    this.bottlenecks = bottlenecks;
  }

  /** The target's value, mean over the batch. */
  public double target() {
    return target;
  }

  /** With respect to the frames that the agent saw, {@code [T, batch, row, column, channel]}. */
  public float[] images() {
    return images;
  }

  /** With respect to the agent's state after each frame, {@code [T, batch, hidden]}. */
  public float[] agentStates() {
    return agentStates;
  }

  /** With respect to the environment's deterministic state, {@code [T, batch, width]}. */
  public float[] environmentStates() {
    return environmentStates;
  }

  /** With respect to the bottleneck vectors, {@code [batch, bottleneck]}. */
  public float[] bottlenecks() {
    return bottlenecks;
  }
}
