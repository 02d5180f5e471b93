package io.fabula.model.agents;

/**
 * A group of numbers that a policy tells of each decision, such as a hidden state.
 *
 * @param name as a recording's column
 * @param width how many numbers, at least 1
 * @param carriedFrom name of the column (perhaps itself) whose last numbers stand here in the
 *     record of an episode's end, where nothing is decided
 */
public record ExtraColumn(String name, int width, String carriedFrom) {
  public ExtraColumn {
    if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
    if (width < 1) throw new IllegalArgumentException("width must be at least 1, got " + width);
  }
}
