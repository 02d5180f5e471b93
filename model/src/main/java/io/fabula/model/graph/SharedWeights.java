package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Linear layers of a plan by the weights that they share, where one product for all pays. */
final class SharedWeights {
  private final Map<Node, SharedWeight> byWeight = new HashMap<>();

  /** No layers share a product. */
  static SharedWeights none() {
    return new SharedWeights();
  }

  /** Finds the layers of a plan and sets memory aside for them. */
  static SharedWeights of(Schedule schedule, PlanTensors tensors) {
    SharedWeights found = new SharedWeights();
    sharers(schedule)
        .forEach(
            (weight, layers) -> {
              if (layers.size() < 2) return;
              int rows = 0;
              for (Node layer : layers) rows += layer.shape().rows();
              int first = schedule.backwardTime(layers.get(layers.size() - 1));
              int last = schedule.backwardTime(layers.get(0));
              Tensor inputs = tensors.temporary(rows * weight.shape().dim(1), last);
              tensors.use(inputs, first);
              Tensor gradients = tensors.temporary(rows * weight.shape().dim(0), last);
              tensors.use(gradients, first);
              found.byWeight.put(weight, new SharedWeight(layers, inputs, gradients));
            });
    return found;
  }

  /** The layers of each weight for which it pays, in the order of the forward pass. */
  private static Map<Node, List<Node>> sharers(Schedule schedule) {
    Map<Node, List<Node>> sharers = new LinkedHashMap<>();
    for (Node node : schedule.order()) {
      if (!(node.op() instanceof DenseOp) || !schedule.differentiated(node)) continue;
      Node weight = node.inputs().get(1);
      boolean trained =
          schedule.differentiated(weight) && schedule.root(weight).op() instanceof Leaf.Parameter;
      if (trained && SharedWeight.pays(node)) {
        sharers.computeIfAbsent(weight, w -> new ArrayList<>()).add(node);
      }
    }
    return sharers;
  }

  /** The shared product that a layer takes part in, if any. */
  @Nullable SharedWeight of(Node layer) {
    SharedWeight shared = byWeight.get(layer.inputs().get(1));
    return shared != null && shared.has(layer) ? shared : null;
  }
}
