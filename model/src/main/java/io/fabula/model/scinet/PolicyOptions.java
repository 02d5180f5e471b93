package io.fabula.model.scinet;

import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.Budget;
import java.util.List;

/**
 * How an agent learns by deep energy-based projective simulation.
 *
 * @param budget when to stop; a step is an episode
 * @param lanes episodes played side by side; published 21 processes
 * @param hidden units of the network's hidden layers
 * @param batch fresh samples per update, each used once; published 200
 * @param learningRate published 5e-5
 * @param weightDecay L2 factor added to gradients, also of biases; published 1e-5
 * @param softmax factor of h in the softmax over actions; published 0.5
 * @param targets how episodes become targets
 * @param logEvery episodes per row of the log
 */
public record PolicyOptions(
    Budget.Steps budget,
    int lanes,
    List<Integer> hidden,
    int batch,
    double learningRate,
    double weightDecay,
    double softmax,
    GlowTargets targets,
    int logEvery) {
  public PolicyOptions {
    hidden = List.copyOf(hidden);
    requirePositive("lanes", lanes);
    requirePositive("batch", batch);
    requirePositive("logEvery", logEvery);
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate);
    }
    if (!(softmax >= 0)) {
      throw new IllegalArgumentException("softmax must be at least 0, got " + softmax);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) throw new IllegalArgumentException(name + " must be at least 1, got " + value);
  }

  /** Published optimiser settings with AMSGrad. */
  static Adam.Options adam(double weightDecay) {
    return Adam.Options.DEFAULT.withAmsgrad(true).withWeightDecay(weightDecay);
  }
}
