package io.fabula.analysis.stories;

/** What a story or a path must fulfil to be shown, in the order in which it is examined. */
public enum Condition {
  /** Something about the agent or the run speaks against any story. */
  NO_OBJECTION(""),
  /** Seeing the feature changes the return. */
  TOTAL("(a) "),
  /** The failures that blindness adds are those that belong to the feature. */
  CAUSE("(b) "),
  /** Edits of the world move the state, as they do not in untrained agents. */
  WORLD("(c) "),
  /** No placebo changes the return. */
  PLACEBO("(d) "),
  /** A path is part of a story that is shown. */
  STORY("story "),
  /** The share of a path lies above 0. */
  SHARE("share "),
  /** Random directions carry less than a path. */
  RANDOM("random directions ");

  private final String label;

  Condition(String label) {
    this.label = label;
  }

  /** How a reason begins. */
  String label() {
    return label;
  }
}
