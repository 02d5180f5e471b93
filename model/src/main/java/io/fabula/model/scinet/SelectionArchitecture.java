package io.fabula.model.scinet;

import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of one encoder, the decoder that rebuilds the observation, and a decoder per agent.
 *
 * @param observation numbers per observation
 * @param actions number of actions, at least 2
 * @param latents numbers that the encoder may use; published 8
 * @param encoder hidden units of the encoder, elu after each but the last, which is linear;
 *     published 128, 128, 64, 32
 * @param autoencoder hidden units of the decoder that rebuilds the observation, elu after each;
 *     published 32, 64, 128, 128, 128
 * @param decoder hidden units of an agent's decoder, relu after each; published 64, 128, 128, 128,
 *     128, 64, 32
 */
public record SelectionArchitecture(
    int observation,
    int actions,
    int latents,
    List<Integer> encoder,
    List<Integer> autoencoder,
    List<Integer> decoder) {
  /** Published latents. */
  public static final int PUBLISHED_LATENTS = 8;

  /** Published hidden layers of the encoder. */
  public static final List<Integer> PUBLISHED_ENCODER = List.of(128, 128, 64, 32);

  /** Published hidden layers of the decoder that rebuilds the observation. */
  public static final List<Integer> PUBLISHED_AUTOENCODER = List.of(32, 64, 128, 128, 128);

  /** Published hidden layers of an agent's decoder. */
  public static final List<Integer> PUBLISHED_DECODER = List.of(64, 128, 128, 128, 128, 64, 32);

  static final String NOISE = "log_noise";
  static final String OUTPUT_WEIGHT = "output.weight";
  static final String OUTPUT_BIAS = "output.bias";

  public SelectionArchitecture {
    if (observation < 1 || actions < 2 || latents < 1) {
      throw new IllegalArgumentException(
          "needs observation and latents of at least 1 and 2 actions, got %d, %d and %d"
              .formatted(observation, latents, actions));
    }
    encoder = List.copyOf(encoder);
    autoencoder = List.copyOf(autoencoder);
    decoder = List.copyOf(decoder);
    if (decoder.isEmpty()) throw new IllegalArgumentException("decoder must not be empty");
  }

  /** The published sizes for a world. */
  public static SelectionArchitecture published(int observation, int actions) {
    return new SelectionArchitecture(
        observation,
        actions,
        PUBLISHED_LATENTS,
        PUBLISHED_ENCODER,
        PUBLISHED_AUTOENCODER,
        PUBLISHED_DECODER);
  }

  DenseStack encoderStack() {
    return new DenseStack("encoder", observation, followedBy(encoder, latents));
  }

  DenseStack autoencoderStack() {
    return new DenseStack("autoencoder", latents, followedBy(autoencoder, observation));
  }

  DenseStack decoderStack() {
    return new DenseStack("hidden", latents + actions, decoder);
  }

  private static List<Integer> followedBy(List<Integer> hidden, int last) {
    List<Integer> all = new ArrayList<>(hidden);
    all.add(last);
    return all;
  }

  /** Parameters of encoder and autoencoder's decoder. */
  public Map<String, Shape> shared() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    encoderStack().declare(shapes);
    autoencoderStack().declare(shapes);
    return shapes;
  }

  /** Parameters of one agent's decoder, its output layer included. */
  public Map<String, Shape> decoderParameters() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    decoderStack().declare(shapes);
    shapes.put(OUTPUT_WEIGHT, Shape.of(1, decoderStack().output()));
    shapes.put(OUTPUT_BIAS, Shape.of(1));
    return shapes;
  }

  /** The noise parameters of the encoder or of one decoder: logarithms of noise over signal. */
  public Map<String, Shape> noise() {
    return Map.of(NOISE, Shape.of(latents));
  }
}
