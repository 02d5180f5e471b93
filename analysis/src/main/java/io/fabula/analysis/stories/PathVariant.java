package io.fabula.analysis.stories;

import java.util.Arrays;

/**
 * Play in which only some directions of the state do not see a feature.
 *
 * @param name of the directions
 * @param differences return less that of the agent as it is, per level
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PathVariant(String name, double[] differences) {
  public PathVariant {
    if (!Arrays.stream(differences).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("differences of " + name + " must be finite");
    }
  }
}
