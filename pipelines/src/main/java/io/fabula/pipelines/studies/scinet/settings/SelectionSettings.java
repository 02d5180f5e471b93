package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.model.scinet.SelectionArchitecture;
import io.fabula.model.scinet.SelectionOptions;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.training.Budget;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** Encoder, decoders and the noise between them. */
public record SelectionSettings(
    @Meaning("rounds of training: one step per agent") long rounds,
    @Meaning("latents that the encoder may use") int latents,
    @Meaning("units of the encoder's hidden layers") List<Integer> encoder,
    @Meaning("units of the hidden layers of the decoder that rebuilds the observation")
        List<Integer> autoencoder,
    @Meaning("units of the hidden layers of each agent's decoder") List<Integer> decoder,
    @Meaning("rows of a step, drawn with replacement") int batch,
    @Meaning("learning rate of weights") double learningRate,
    @Meaning("learning rate of noise parameters") double noiseLearningRate,
    @Meaning("L2 factor added to gradients") double weightDecay,
    @Meaning("what noise parameters begin with, logarithm of noise over signal")
        double initialLogNoise,
    @Meaning("how strongly the noise of agents' decoders is pushed up") double decoderNoiseWeight,
    @Meaning("how strongly the noise of the encoder is pushed up") double encoderNoiseWeight,
    @Meaning("weight of rebuilding the observation") double autoencoderWeight,
    @Meaning("whether noises of encoder and decoder are drawn apart, which the original does not")
        boolean independentDraws,
    @Meaning("whether agents' steps share the moments of the encoder, which the original does not")
        boolean commonMoments,
    @Meaning("rounds per row of the log") int logEvery)
    implements Serializable {
  public SelectionSettings {
    encoder = List.copyOf(encoder);
    autoencoder = List.copyOf(autoencoder);
    decoder = List.copyOf(decoder);
    Range.atLeast("rounds", (double) rounds, 1);
    Range.atLeast("latents", latents, 1);
    Range.atLeast("batch", batch, 2);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("noise_learning_rate", noiseLearningRate, 0);
    Range.atLeast("weight_decay", weightDecay, 0);
    Range.within("initial_log_noise", initialLogNoise, -50, 10);
    Range.atLeast("decoder_noise_weight", decoderNoiseWeight, 0);
    Range.atLeast("encoder_noise_weight", encoderNoiseWeight, 0);
    Range.atLeast("autoencoder_weight", autoencoderWeight, 0);
    Range.atLeast("log_every", logEvery, 1);
    requireLayers("encoder", encoder);
    requireLayers("autoencoder", autoencoder);
    requireLayers("decoder", decoder);
  }

  private static void requireLayers(String key, List<Integer> units) {
    if (units.isEmpty() || units.stream().anyMatch(each -> each < 1)) {
      throw new IllegalArgumentException(key + " must be numbers of at least 1, got " + units);
    }
  }

  /** The networks' sizes for a world. */
  public SelectionArchitecture architecture(StateSpace space) {
    return new SelectionArchitecture(
        space.observationSize(), space.actions(), latents, encoder, autoencoder, decoder);
  }

  /** How they are trained. */
  public SelectionOptions options() {
    return new SelectionOptions(
        new Budget.Steps(rounds),
        batch,
        learningRate,
        noiseLearningRate,
        weightDecay,
        initialLogNoise,
        new SelectionOptions.Weights(decoderNoiseWeight, encoderNoiseWeight, autoencoderWeight),
        new SelectionOptions.Variants(independentDraws, commonMoments),
        logEvery);
  }
}
