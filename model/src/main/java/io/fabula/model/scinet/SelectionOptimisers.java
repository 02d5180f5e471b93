package io.fabula.model.scinet;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * The optimisers of one agent's steps: that of its decoder, and that of encoder and autoencoder,
 * each with the noise parameters beside it.
 */
final class SelectionOptimisers implements AutoCloseable {
  private final Parameters[] parameters;
  private final Adam[] optimisers;
  private final String prefix;

  /**
   * @param common the optimisers that own the shared weights' moments; null for moments of its own
   */
  SelectionOptimisers(
      SelectionNetwork network,
      int agent,
      double weightDecay,
      @Nullable SelectionOptimisers common) {
    prefix = "optimizer" + agent + ".";
    parameters =
        new Parameters[] {
          network.decoder(agent),
          network.decoderNoise(agent),
          network.shared(),
          network.encoderNoise()
        };
    optimisers = new Adam[4];
    Adam.Options options = PolicyOptions.adam(weightDecay);
    for (int i = 0; i < 4; i++) {
      optimisers[i] =
          i >= 2 && common != null ? common.optimisers[i] : new Adam(parameters[i], options);
    }
  }

  /** One step of all by the gradients that lie ready. */
  void step(double learningRate, double noiseLearningRate) {
    for (int i = 0; i < 4; i++) {
      optimisers[i].step(i % 2 == 0 ? learningRate : noiseLearningRate);
    }
  }

  void save(TensorFile file) {
    for (int i = 0; i < 4; i++) {
      OptimiserState.save(file, prefix + i, optimisers[i], parameters[i]);
    }
  }

  void restore(TensorFile file) throws DamagedFileException {
    for (int i = 0; i < 4; i++) {
      OptimiserState.restore(file, prefix + i, optimisers[i], parameters[i]);
    }
  }

  @Override
  public void close() {
    for (Adam optimiser : optimisers) optimiser.close();
  }
}
