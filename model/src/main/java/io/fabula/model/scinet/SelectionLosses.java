package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.List;

/**
 * Losses of trained networks with their noise, over fresh batches.
 *
 * @param policy smooth L1 of each agent's decoder, mean over batches
 * @param autoencoder binary cross-entropy of the rebuilt observation, mean over batches and agents
 * @param autoencoderMost the same, greatest batch
 */
@SuppressWarnings("ArrayRecordComponent") // measured once, never compared
public record SelectionLosses(double[] policy, double autoencoder, double autoencoderMost) {
  /**
   * Measures them.
   *
   * @param batches per agent, at least 1; published 20
   * @param rows per batch, at least 2; published 200
   */
  public static SelectionLosses of(
      SelectionNetwork network,
      StateSpace space,
      List<SelectionData> data,
      int batches,
      int rows,
      long seed) {
    double[] policy = new double[data.size()];
    double autoencoder = 0;
    double most = 0;
    BatchDraw draw = new BatchDraw(network.architecture(), space, rows, false);
    for (int e = 0; e < data.size(); e++) {
      RandomStream random = new RandomStream(Seeds.of(seed, "losses", e));
      try (SelectionStep step =
          new SelectionStep(network, e, rows, SelectionOptions.Weights.PUBLISHED)) {
        for (int i = 0; i < batches; i++) {
          step.run(draw.next(data.get(e), random));
          policy[e] += step.policyLoss() / batches;
          autoencoder += step.autoencoderLoss() / batches / data.size();
          most = Math.max(most, step.autoencoderLoss());
        }
      }
    }
    return new SelectionLosses(policy, autoencoder, most);
  }
}
