package io.fabula.model.sets;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained tensor of a network.
 *
 * @param name in files, in PyTorch's manner
 * @param shape in PyTorch's layout
 * @param start how it begins
 */
public record NetworkTensor(String name, Shape shape, StartingValues start) {
  /** Memory for tensors, all zero. */
  public static Parameters allocate(List<NetworkTensor> tensors) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (NetworkTensor each : tensors) {
      if (shapes.put(each.name, each.shape) != null) {
        throw new IllegalArgumentException("two tensors are called " + each.name);
      }
    }
    return Parameters.of(shapes);
  }

  /** Starting values for all of them, each from a stream that hangs on its name alone. */
  public static void begin(List<NetworkTensor> tensors, Parameters parameters, long seed) {
    for (NetworkTensor each : tensors) {
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + each.name));
      parameters.set(each.name, each.start.of(each.shape, random));
    }
  }
}
