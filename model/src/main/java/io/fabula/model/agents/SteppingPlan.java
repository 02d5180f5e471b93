package io.fabula.model.agents;

/**
 * The parts of a {@link RecurrentNetwork}, each run by itself on a fixed number of rows. Parts may
 * be run in any order and any number of times; what is not filled anew stays as it was.
 */
public interface SteppingPlan extends AutoCloseable {
  /** Rows of every array; at least as many as were asked for. */
  int rows();

  /** Writes the state in which an episode begins, {@code [stateSize]} from {@code offset}. */
  void begin(float[] target, int offset);

  /** To fill for {@link #embed}: what the network is shown, {@code [rows, InputBuffer.width]}. */
  float[] inputs();

  /**
   * Written by {@link #embed}, to fill for {@link #remember}: {@code [rows,
   * RecurrentNetwork.embeddingSize]}.
   */
  float[] embeddings();

  /**
   * To fill for {@link #remember}, which replaces them by the states after the step, and for {@link
   * #read}: {@code [rows, stateSize]}.
   */
  float[] states();

  /** Written by {@link #read}: raw outputs, {@code [rows, head.outputs]}; may be overwritten. */
  float[] outputs();

  /** Written by {@link #read}: predicted values, {@code [rows]}. */
  float[] values();

  /** Makes embeddings of inputs. */
  void embed();

  /** Takes states one step further by embeddings. */
  void remember();

  /** Reads outputs and values from states. */
  void read();

  @Override
  void close();
}
