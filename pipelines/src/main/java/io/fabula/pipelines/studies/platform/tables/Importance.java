package io.fabula.pipelines.studies.platform.tables;

import java.util.Locale;

/** Ways of saying how important a feature is for a decision. */
public enum Importance {
  /** Absolute derivative of the chosen action's value, through the proposed parameters too. */
  TOTAL("total derivative"),
  /** The same with the proposed parameters held. */
  PARTIAL("partial derivative"),
  /** The total derivative times how far the feature is from its mean. */
  DEVIATION("derivative times deviation"),
  /** Integrated gradients from the mean state. */
  INTEGRATED("integrated gradients");

  private final String words;

  Importance(String words) {
    this.words = words;
  }

  /** What people call it. */
  public String words() {
    return words;
  }

  /** The column that holds it. */
  public String column() {
    return "importance_" + name().toLowerCase(Locale.ROOT);
  }
}
