package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;

/**
 * What is done to one latent of an acting agent at every step; everything else stays.
 *
 * @param latent which, or -1 for none
 * @param kind what it is replaced by
 * @param coordinate for {@link Kind#SAME_COORDINATE}: which coordinate the other state shares
 */
public record LatentChange(int latent, Kind kind, int coordinate) {
  /** Nothing is changed. */
  public static final LatentChange NONE = new LatentChange(-1, Kind.OTHER_STATE, -1);

  /** What a latent is replaced by. */
  public enum Kind {
    /** A draw from a normal distribution of the latent's mean and deviation. */
    NOISE,
    /** Its value in another state, drawn from all that exist. */
    OTHER_STATE,
    /**
     * The placebo: its value in another state that shares one coordinate with this one. A latent
     * that tells that coordinate alone hardly changes by it.
     */
    SAME_COORDINATE
  }

  /** The latent's value in a state. */
  float value(int state, LatentTable table, RandomStream random) {
    return switch (kind) {
      case NOISE -> (float) (table.mean(latent) + table.deviation(latent) * random.nextGaussian());
      case OTHER_STATE, SAME_COORDINATE -> table.get(other(state, table, random), latent);
    };
  }

  private int other(int state, LatentTable table, RandomStream random) {
    StateSpace space = table.space();
    int own = kind == Kind.SAME_COORDINATE ? space.coordinates(state)[coordinate] : -1;
    while (true) {
      int drawn = random.nextInt(space.count());
      if (!space.exists(drawn)) continue;
      if (own < 0 || space.coordinates(drawn)[coordinate] == own) return drawn;
    }
  }
}
