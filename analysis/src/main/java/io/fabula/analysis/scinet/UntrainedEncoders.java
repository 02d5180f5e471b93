package io.fabula.analysis.scinet;

import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.envs.random.Seeds;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionArchitecture;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.scinet.StateSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What latents say before anything was learned: encoders of the same sizes with other initial
 * weights. Observations name each coordinate apart, so that a latent could seem to say one of them
 * by the way it is observed and not by what was learned.
 */
public final class UntrainedEncoders {
  private final List<MainEffects> effects;
  private final int latents;

  private UntrainedEncoders(List<MainEffects> effects, int latents) {
    this.effects = List.copyOf(effects);
    this.latents = latents;
  }

  /**
   * Draws and reads them.
   *
   * @param encoders how many, at least 2
   * @param seed their initial weights come from it
   */
  public static UntrainedEncoders of(
      SelectionArchitecture architecture, StateSpace space, int encoders, long seed) {
    if (encoders < 2) {
      throw new IllegalArgumentException("encoders must be at least 2, got " + encoders);
    }
    List<MainEffects> effects = new ArrayList<>();
    for (int i = 0; i < encoders; i++) {
      try (SelectionNetwork network =
          SelectionNetwork.create(architecture, 1, 0, Seeds.of(seed, "untrained", i))) {
        effects.add(MainEffects.of(LatentTable.of(network, space)));
      }
    }
    return new UntrainedEncoders(effects, architecture.latents());
  }

  /** How many there are. */
  public int encoders() {
    return effects.size();
  }

  /** What the latents of one of them say. */
  public MainEffects effects(int encoder) {
    return effects.get(encoder);
  }

  /** Latents of all of them that would be named after a coordinate. */
  public int named() {
    int named = 0;
    for (MainEffects each : effects) {
      for (int k = 0; k < latents; k++) if (each.label(k) >= 0) named++;
    }
    return named;
  }

  /** The greatest share of any latent and coordinate, per encoder. */
  public double[] strongest() {
    return effects.stream()
        .mapToDouble(
            each -> {
              double most = 0;
              for (int k = 0; k < latents; k++) {
                most = Math.max(most, each.share(k, each.strongest(k)));
              }
              return most;
            })
        .toArray();
  }

  /** The greatest of all shares. */
  public double most() {
    return Arrays.stream(strongest()).max().orElseThrow();
  }

  /** Probability that one more such encoder would have a latent of at least this share. */
  public double probabilityOf(double share) {
    return new UntrainedPopulation(strongest()).probabilityOf(share);
  }
}
