package io.fabula.model.graph;

import io.fabula.model.graph.memory.FlatTensor;
import io.fabula.model.graph.memory.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The third step of a compilation: the tensors of all values and gradients and the temporary ones,
 * in slots of a {@link MemoryPlan} that live as long as somebody said to need them. Values and
 * gradients of parameters lie in the parameters' own memory.
 */
final class PlanTensors {
  private final Schedule schedule;
  private final PlanOptions options;
  private final MemoryPlan memory = new MemoryPlan();
  private final Map<Node, MemoryPlan.Slot> valueSlots = new HashMap<>();
  private final Map<Node, MemoryPlan.Slot> gradientSlots = new HashMap<>();
  private final Map<Node, Tensor> values = new HashMap<>();
  private final Map<Node, Tensor> gradients = new HashMap<>();
  private final Map<Tensor, MemoryPlan.Slot> temporaries = new HashMap<>();

  /** What is set and what is read lives through all runs. */
  PlanTensors(Schedule schedule, PlanOptions options) {
    this.schedule = schedule;
    this.options = options;
    for (Node node : schedule.order()) {
      if (node.op() instanceof Leaf.Parameter) continue;
      if (node.op() instanceof Leaf || schedule.graph().outputs().contains(node)) {
        valueSlot(schedule.root(node)).persist();
      }
    }
  }

  private MemoryPlan.Slot valueSlot(Node root) {
    return valueSlots.computeIfAbsent(root, r -> memory.slot(r.shape().size()));
  }

  private MemoryPlan.Slot gradientSlot(Node root) {
    return gradientSlots.computeIfAbsent(root, r -> memory.slot(r.shape().size()));
  }

  /** The tensor of a node's value, used at a time. */
  Tensor value(Node node, int time) {
    Node root = schedule.root(node);
    int offset = schedule.offset(node);
    if (root.op() instanceof Leaf.Parameter parameter) {
      return values.computeIfAbsent(
          node, n -> parameter.owner().values().view(parameter.name(), offset, n.shape().size()));
    }
    MemoryPlan.Slot slot = valueSlot(root);
    slot.use(time);
    return values.computeIfAbsent(node, n -> slot.view(offset, n.shape().size()));
  }

  /** The tensor of a node's gradient, used by its own backward step; an empty one without it. */
  Tensor gradient(Node node) {
    if (!schedule.differentiated(node)) return temporary(1, schedule.forwardTime(node));
    Node root = schedule.root(node);
    int offset = schedule.offset(node);
    if (root.op() instanceof Leaf.Parameter parameter) {
      FlatTensor flat = options.gradientsOf(parameter.owner()).values();
      return gradients.computeIfAbsent(
          node, n -> flat.view(parameter.name(), offset, n.shape().size()));
    }
    MemoryPlan.Slot slot = gradientSlot(root);
    slot.use(schedule.backwardTime(node));
    return gradients.computeIfAbsent(node, n -> slot.view(offset, n.shape().size()));
  }

  /** The whole gradient of a root, whatever its views show. */
  Tensor wholeGradient(Node root) {
    return gradientSlot(root).view(0, root.shape().size());
  }

  /** Says that the gradient of a root is needed at a time. */
  void useGradient(Node root, int time) {
    gradientSlot(root).use(time);
  }

  /** Lets the value of a root live through all runs. */
  void persistValue(Node root) {
    valueSlot(root).persist();
  }

  /** Lets the gradient of a root live through all runs. */
  void persistGradient(Node root) {
    gradientSlot(root).persist();
  }

  /** A tensor of its own that is used at a time. */
  Tensor temporary(int size, int time) {
    MemoryPlan.Slot slot = memory.slot(size);
    slot.use(time);
    Tensor tensor = slot.view(0, size);
    temporaries.put(tensor, slot);
    return tensor;
  }

  /** Says that a temporary tensor is also used at another time. */
  void use(Tensor temporary, int time) {
    MemoryPlan.Slot slot = temporaries.get(temporary);
    if (slot == null) throw new IllegalStateException("not a temporary tensor");
    slot.use(time);
  }

  MemoryPlan memory() {
    return memory;
  }
}
