package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;
import java.io.Serializable;
import java.util.List;

/** The size of one of the agent's networks. */
public record HiddenLayers(
    @Meaning("units of each hidden layer, one number per layer") List<Integer> hiddenLayerSizes)
    implements Serializable {
  public HiddenLayers {
    hiddenLayerSizes = List.copyOf(hiddenLayerSizes);
    if (hiddenLayerSizes.isEmpty() || hiddenLayerSizes.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "hidden_layer_sizes must be one or more numbers from 1, got " + hiddenLayerSizes);
    }
  }
}
