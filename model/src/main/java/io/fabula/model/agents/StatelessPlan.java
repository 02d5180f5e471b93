package io.fabula.model.agents;

/** What plans of networks without state have in common: their arrays. */
public abstract class StatelessPlan implements ActingPlan {
  private static final float[] NO_STATE = new float[0];

  private final float[] inputs;
  private final float[] masks;
  private final float[] outputs;
  private final float[] values;

  /**
   * @param rows of all arrays
   * @param inputSize numbers of a row of input
   * @param head what outputs mean
   */
  protected StatelessPlan(int rows, int inputSize, ActionHead head) {
    inputs = new float[Math.multiplyExact(rows, inputSize)];
    masks = new float[rows];
    outputs = new float[Math.multiplyExact(rows, head.outputs())];
    values = new float[rows];
  }

  @Override
  public final float[] inputs() {
    return inputs;
  }

  @Override
  public final float[] masks() {
    return masks;
  }

  @Override
  public final float[] stateIn() {
    return NO_STATE;
  }

  @Override
  public final float[] stateOut() {
    return NO_STATE;
  }

  @Override
  public final float[] outputs() {
    return outputs;
  }

  @Override
  public final float[] values() {
    return values;
  }
}
