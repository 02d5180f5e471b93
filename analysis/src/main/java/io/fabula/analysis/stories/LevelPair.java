package io.fabula.analysis.stories;

/**
 * The same level, played with the same random numbers by the agent as it is and by the agent that
 * does not see a feature.
 *
 * @param base the agent as it is
 * @param blind the agent that does not see the feature
 */
public record LevelPair(LevelOutcome base, LevelOutcome blind) {
  public LevelPair {
    if (base.level() != blind.level()) {
      throw new IllegalArgumentException(
          "a pair must be of one level, got " + base.level() + " and " + blind.level());
    }
  }

  /** Return of the blind agent less that of the agent as it is. */
  public double difference() {
    return blind.undiscounted() - base.undiscounted();
  }
}
