package io.fabula.model.agents;

/**
 * A group of numbers that a policy tells of each decision, such as a hidden state.
 *
 * @param name as a recording's column
 * @param width how many numbers, at least 1
 * @param carriedFrom name of the column whose last numbers stand here after the last decision, as
 *     the state before the next one does; its own name where nothing stands there
 * @param doc what the numbers are, in a few words
 */
public record ExtraColumn(String name, int width, String carriedFrom, String doc) {
  public ExtraColumn {
    if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
    if (width < 1) throw new IllegalArgumentException("width must be at least 1, got " + width);
  }

  /** Whether it needs a decision, so that there is none behind the last one. */
  public boolean needsDecision() {
    return carriedFrom.equals(name);
  }
}
