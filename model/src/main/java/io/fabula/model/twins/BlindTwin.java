package io.fabula.model.twins;

/**
 * A way of not seeing a feature.
 *
 * @param name of the way
 * @param patch what of the readout comes from the memory that never saw the feature
 * @param fedBack whether the patched state is also what the agent remembers; otherwise both
 *     memories stay clean and only the readout is patched
 */
public record BlindTwin(String name, StatePatch patch, boolean fedBack) {
  /** Sees everything. */
  public static BlindTwin seeing() {
    return new BlindTwin("seeing", StatePatch.nothing(), false);
  }

  /** Does not see the feature at all. */
  public static BlindTwin blind() {
    return new BlindTwin("blind", StatePatch.everything(), false);
  }

  /** Does not see it along some directions. */
  public static BlindTwin along(String name, double[][] read, double[][] write) {
    return new BlindTwin(name, StatePatch.along(read, write), false);
  }
}
