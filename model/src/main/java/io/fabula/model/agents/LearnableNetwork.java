package io.fabula.model.agents;

import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;

/**
 * A policy network that can be trained. Its parameters may change only while no plan of it runs.
 */
public interface LearnableNetwork extends PolicyNetwork, AutoCloseable {
  /** Its parameters; shared with all plans. */
  Parameters parameters();

  /**
   * Whether it remembers: it then learns from blocks of steps in order, else from single steps in
   * any order.
   */
  boolean recurrent();

  /**
   * A plan that learns from blocks of {@code steps} steps of {@code worlds} worlds; without
   * recurrence a block is only a number of samples.
   *
   * @param target receives the gradients
   * @return closed by the caller
   */
  LearningPlan learning(int steps, int worlds, Gradients target);

  /**
   * Into parts of how many samples a batch is best cut that is learned from: all of it at once,
   * unless what lies between the layers would then not stay in the processor's caches. Decides in
   * which order gradients are summed. Networks with recurrence are not asked.
   *
   * @param samples of the batch
   * @return a divisor of {@code samples}
   */
  default int samplesAtATime(int samples) {
    return samples;
  }

  /** Writes the state in which a first episode begins if no mask says so; zeros unless learned. */
  default void writeInitialState(float[] target, int offset) {
    Arrays.fill(target, offset, offset + stateSize(), 0);
  }

  /** The network as a file: parameters under PyTorch's names, its size in the metadata. */
  TensorFile save();

  /**
   * Takes the parameters of a file of a network of this size.
   *
   * @throws DamagedFileException if one is missing or has another shape
   */
  void restore(TensorFile file) throws DamagedFileException;

  @Override
  void close();
}
