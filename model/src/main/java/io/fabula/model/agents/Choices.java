package io.fabula.model.agents;

/**
 * What was chosen, one row per step, in an {@link ActionHead}'s own terms: positions among the
 * available actions and parameters in the density's units. A training keeps a block of them.
 *
 * <p>Different threads may write different rows.
 */
public final class Choices {
  private final int width;
  private final int parameterWidth;
  private final int[] positions;
  private final float[] parameters;

  /** Room for {@code rows} choices of a head. */
  public Choices(ActionHead head, int rows) {
    width = head.positions();
    parameterWidth = head.parameters();
    positions = new int[Math.multiplyExact(rows, width)];
    parameters = new float[Math.multiplyExact(rows, parameterWidth)];
  }

  /** Position {@code i} that was chosen in a row: the action, or the slate's item {@code i}. */
  public int position(int row, int i) {
    return positions[row * width + i];
  }

  /** Parameter {@code i} that was chosen in a row. */
  public float parameter(int row, int i) {
    return parameters[row * parameterWidth + i];
  }

  /** Sets a position. */
  public void setPosition(int row, int i, int value) {
    positions[row * width + i] = value;
  }

  /** Sets a parameter. */
  public void setParameter(int row, int i, float value) {
    parameters[row * parameterWidth + i] = value;
  }

  /** Copies a row from choices of the same head. */
  public void copy(int row, Choices from, int fromRow) {
    System.arraycopy(from.positions, fromRow * width, positions, row * width, width);
    System.arraycopy(
        from.parameters,
        fromRow * parameterWidth,
        parameters,
        row * parameterWidth,
        parameterWidth);
  }
}
