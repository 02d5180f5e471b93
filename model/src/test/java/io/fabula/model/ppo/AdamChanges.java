package io.fabula.model.ppo;

import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step of Adam after clipping would change, from its formula and the steps before. */
final class AdamChanges {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;

  private final Parameters parameters;
  private final double clip;
  private final double epsilon;
  private final Map<String, double[]> means = new HashMap<>();
  private final Map<String, double[]> squares = new HashMap<>();
  private int steps;

  AdamChanges(Parameters parameters, double clip, double epsilon) {
    this.parameters = parameters;
    this.clip = clip;
    this.epsilon = epsilon;
    for (String name : parameters.names()) {
      means.put(name, new double[parameters.get(name).length]);
      squares.put(name, new double[parameters.get(name).length]);
    }
  }

  /** Counts a step by a gradient, not yet clipped. */
  void step(Gradients gradients) {
    double scale = scale(gradients);
    for (String name : parameters.names()) {
      float[] gradient = gradients.get(name);
      double[] mean = moments(means, name);
      double[] square = moments(squares, name);
      for (int i = 0; i < gradient.length; i++) {
        double g = scale * gradient[i];
        mean[i] = FIRST * mean[i] + (1 - FIRST) * g;
        square[i] = SECOND * square[i] + (1 - SECOND) * g * g;
      }
    }
    steps++;
  }

  /** What the next step would change if this were its gradient, tensor by tensor. */
  List<float[]> of(Gradients gradients, List<String> names, double learningRate) {
    double scale = scale(gradients);
    double meanBias = 1 - Math.pow(FIRST, steps + 1);
    double squareBias = 1 - Math.pow(SECOND, steps + 1);
    List<float[]> changes = new ArrayList<>();
    for (String name : names) {
      float[] gradient = gradients.get(name);
      double[] mean = moments(means, name);
      double[] square = moments(squares, name);
      float[] change = new float[gradient.length];
      for (int i = 0; i < change.length; i++) {
        double g = scale * gradient[i];
        double m = (FIRST * mean[i] + (1 - FIRST) * g) / meanBias;
        double v = (SECOND * square[i] + (1 - SECOND) * g * g) / squareBias;
        change[i] = (float) (-learningRate * m / (Math.sqrt(v) + epsilon));
      }
      changes.add(change);
    }
    return changes;
  }

  private static double[] moments(Map<String, double[]> of, String name) {
    return of.getOrDefault(name, new double[0]);
  }

  private double scale(Gradients gradients) {
    return Math.min(1, clip / (gradients.norm() + 1e-6));
  }
}
