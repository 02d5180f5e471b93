package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;

/** Copies a simulated course out of a plan and cuts it into samples. */
final class CourseReader {
  private final Unrolled course;
  private final int batch;
  private final int steps;

  CourseReader(Unrolled course) {
    this.course = course;
    batch = course.bottleneck().shape().dim(0);
    steps = course.values().shape().size() / batch;
  }

  /** The nodes that a plan must have as outputs. */
  Node[] outputs() {
    return NodeLists.join(
        new Node[] {
          course.rewards(),
          course.terminalLogits(),
          course.actions(),
          course.logProbabilities(),
          course.values()
        },
        course.images().nodes(),
        course.agentStates().nodes(),
        course.environmentStates().nodes());
  }

  /** Samples {@code 0..count-1} of the last forward pass. */
  SimulatedSample[] read(Plan plan, float[] bottlenecks, int count) {
    float[] images = course.images().values(plan);
    float[] rewards = plan.get(course.rewards());
    float[] terminals = plan.get(course.terminalLogits());
    float[] actions = plan.get(course.actions());
    float[] logs = plan.get(course.logProbabilities());
    float[] values = plan.get(course.values());
    float[] agentStates = course.agentStates().values(plan);
    float[] states = course.environmentStates().values(plan);
    for (int i = 0; i < terminals.length; i++) {
      terminals[i] = (float) (1 / (1 + StrictMath.exp(-terminals[i])));
    }
    SimulatedSample[] samples = new SimulatedSample[count];
    int width = bottlenecks.length / batch;
    for (int b = 0; b < count; b++) {
      float[] bottleneck = new float[width];
      System.arraycopy(bottlenecks, b * width, bottleneck, 0, width);
      samples[b] =
          new SimulatedSample(
              bottleneck,
              bytes(column(images, b)),
              column(rewards, b),
              column(terminals, b),
              chosen(column(actions, b)),
              column(logs, b),
              column(values, b),
              column(agentStates, b),
              column(states, b));
    }
    return samples;
  }

  /** One sample's rows out of {@code [steps, batch, ...]}. */
  private float[] column(float[] values, int b) {
    int width = values.length / (steps * batch);
    float[] column = new float[steps * width];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(values, (t * batch + b) * width, column, t * width, width);
    }
    return column;
  }

  private static byte[] bytes(float[] image) {
    byte[] bytes = new byte[image.length];
    for (int i = 0; i < image.length; i++) bytes[i] = (byte) (int) (image[i] * 255);
    return bytes;
  }

  private int[] chosen(float[] oneHot) {
    int width = oneHot.length / steps;
    int[] chosen = new int[steps];
    for (int i = 0; i < oneHot.length; i++) if (oneHot[i] > 0.5f) chosen[i / width] = i % width;
    return chosen;
  }
}
