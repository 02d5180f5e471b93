package io.fabula.model.agents;

/** What all stepping plans have in common: their arrays, and the state that episodes begin in. */
public abstract class AbstractSteppingPlan implements SteppingPlan {
  private final int rows;
  private final float[] start;
  private final float[] inputs;
  private final float[] embeddings;
  private final float[] states;
  private final float[] outputs;
  private final float[] values;

  /**
   * @param rows of all arrays
   * @param inputSize numbers of a row of input
   * @param embeddingSize numbers that are made of it
   * @param start the state in which an episode begins; not copied
   * @param outputSize raw outputs of a row
   */
  protected AbstractSteppingPlan(
      int rows, int inputSize, int embeddingSize, float[] start, int outputSize) {
    this.rows = rows;
    this.start = start;
    inputs = new float[Math.multiplyExact(rows, inputSize)];
    embeddings = new float[Math.multiplyExact(rows, embeddingSize)];
    states = new float[Math.multiplyExact(rows, start.length)];
    outputs = new float[Math.multiplyExact(rows, outputSize)];
    values = new float[rows];
  }

  @Override
  public final int rows() {
    return rows;
  }

  @Override
  public final void begin(float[] target, int offset) {
    System.arraycopy(start, 0, target, offset, start.length);
  }

  @Override
  public final float[] inputs() {
    return inputs;
  }

  @Override
  public final float[] embeddings() {
    return embeddings;
  }

  @Override
  public final float[] states() {
    return states;
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
