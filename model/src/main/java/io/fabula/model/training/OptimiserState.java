package io.fabula.model.training;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.optimisers.Optimiser;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/**
 * An optimiser's moments and step count in a checkpoint: tensors {@code PREFIX.SLOT.PARAMETER} in
 * the parameters' shapes, and {@code PREFIX.steps}.
 */
public final class OptimiserState {
  /** The prefix where there is one optimiser. */
  public static final String PREFIX = "optimizer";

  private OptimiserState() {}

  /** Adds the state to a file under {@link #PREFIX}. */
  public static void save(TensorFile file, Optimiser optimiser, Parameters parameters) {
    save(file, PREFIX, optimiser, parameters);
  }

  /** Adds the state to a file. */
  public static void save(
      TensorFile file, String prefix, Optimiser optimiser, Parameters parameters) {
    file.put(prefix + ".steps", Tensor.of(new long[] {optimiser.steps()}));
    for (String slot : optimiser.slots()) {
      for (String name : parameters.names()) {
        file.put(
            prefix + "." + slot + "." + name,
            new Tensor.Floats(shape(parameters, name), optimiser.moment(slot, name)));
      }
    }
  }

  /** Takes the state from a file in which it has {@link #PREFIX}. */
  public static void restore(TensorFile file, Optimiser optimiser, Parameters parameters)
      throws DamagedFileException {
    restore(file, PREFIX, optimiser, parameters);
  }

  /**
   * Takes the state from a file.
   *
   * @throws DamagedFileException if a tensor is missing or of another shape
   */
  public static void restore(
      TensorFile file, String prefix, Optimiser optimiser, Parameters parameters)
      throws DamagedFileException {
    optimiser.setSteps(file.longs(prefix + ".steps", 1)[0]);
    for (String slot : optimiser.slots()) {
      for (String name : parameters.names()) {
        optimiser.setMoment(
            slot, name, file.floats(prefix + "." + slot + "." + name, shape(parameters, name)));
      }
    }
  }

  private static List<Integer> shape(Parameters parameters, String name) {
    return parameters.shape(name).toList();
  }
}
