package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a compilation: binds a kernel to each node of a {@link Schedule}, says where
 * gradients go, and lists the steps of both passes. Nodes are bound from the last to the first,
 * since whoever runs first in the backward pass overwrites a gradient and all others add to it.
 */
final class PlanCompiler {
  /** One kernel run for one node, and the tensors it writes. */
  record Step(Node node, Kernel kernel, List<Tensor> written) {}

  private final PlanOptions options;
  private final Schedule schedule;
  private final PlanTensors tensors;
  private final SharedWeights sharedWeights;
  private final Set<Node> written = new HashSet<>();
  private final Map<Node, List<@Nullable GradientTarget>> targets = new HashMap<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final ScratchBuffers tiles = new ScratchBuffers();
  private final ScratchBuffers productTiles = new ScratchBuffers();

  PlanCompiler(Schedule schedule, PlanTensors tensors, PlanOptions options) {
    this.schedule = schedule;
    this.tensors = tensors;
    this.options = options;
    boolean shared = options.has(Optimisation.SHARE_WEIGHT_PRODUCTS);
    sharedWeights = shared ? SharedWeights.of(schedule, tensors) : SharedWeights.none();
    Node loss = schedule.graph().loss();
    if (loss != null && schedule.differentiated(loss)) seed(loss);
    List<Node> order = schedule.order();
    for (int i = order.size() - 1; i >= 0; i--) bind(order.get(i));
    Collections.reverse(forward);
  }

  /** The gradient of the loss by itself. */
  private void seed(Node loss) {
    Node root = schedule.root(loss);
    written.add(root);
    tensors.useGradient(root, schedule.seedTime());
    Tensor whole = tensors.wholeGradient(root);
    Kernel kernel = new SeedKernel(whole, tensors.gradient(loss), tiles);
    backward.add(new Step(loss, kernel, List.of()));
  }

  private void bind(Node node) {
    boolean trained = schedule.differentiated(node);
    if (trained && node.gradientKept()) tensors.persistGradient(schedule.root(node));
    if (trained) targets.put(node, targetsOf(node));
    if (node.op() instanceof Leaf || schedule.aliases(node)) return;
    Kernel kernel = node.op().bind(new Binding(this, node));
    Tensor value = tensors.value(node, schedule.forwardTime(node));
    forward.add(new Step(node, kernel, List.of(value)));
    if (trained) backward.add(new Step(node, kernel, tensorsOf(targets.get(node))));
  }

  private List<@Nullable GradientTarget> targetsOf(Node node) {
    List<@Nullable GradientTarget> made = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.inputs().get(i);
      boolean wanted = schedule.differentiated(input) && node.op().passesGradient(i);
      made.add(wanted && !schedule.aliases(node) ? targetIn(input, node) : null);
    }
    return made;
  }

  private GradientTarget targetIn(Node input, Node writer) {
    Node root = schedule.root(input);
    Tensor tensor = tensors.gradient(input);
    if (root.op() instanceof Leaf.Parameter) return new GradientTarget(tensor, true);
    tensors.useGradient(root, schedule.backwardTime(writer));
    boolean first = written.add(root);
    if (!schedule.partlyRead(root)) return new GradientTarget(tensor, !first);
    if (first) {
      Kernel zeros = new ZeroKernel(tensors.wholeGradient(root), tiles);
      backward.add(new Step(root, zeros, List.of()));
    }
    return new GradientTarget(tensor, true);
  }

  private static List<Tensor> tensorsOf(@Nullable List<@Nullable GradientTarget> targets) {
    List<Tensor> tensors = new ArrayList<>();
    if (targets != null) {
      for (GradientTarget target : targets) if (target != null) tensors.add(target.tensor());
    }
    return tensors;
  }

  /** Where a node's kernel puts the gradient of input {@code i}; null if nobody wants it. */
  @Nullable GradientTarget gradientTarget(Node node, int i) {
    List<@Nullable GradientTarget> all = targets.get(node);
    return all == null ? null : all.get(i);
  }

  @Nullable SharedWeight sharedWeight(Node layer) {
    return sharedWeights.of(layer);
  }

  Schedule schedule() {
    return schedule;
  }

  PlanTensors tensors() {
    return tensors;
  }

  PlanOptions options() {
    return options;
  }

  ScratchBuffers tiles() {
    return tiles;
  }

  ScratchBuffers productTiles() {
    return productTiles;
  }

  List<Step> forwardSteps() {
    return forward;
  }

  List<Step> backwardSteps() {
    return backward;
  }
}
