package io.fabula.model.graph;

import io.fabula.model.graph.memory.FlatTensor;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Turns the part of a graph that some nodes depend on into steps over planned memory. */
final class PlanCompiler {
  /** One kernel run for one node, and the tensors it writes. */
  record Step(Node node, Kernel kernel, List<Tensor> written) {}

  private final PlanOptions options;
  private final List<Node> order = new ArrayList<>();
  private final Map<Node, Integer> position = new HashMap<>();
  private final Set<Node> differentiated = new HashSet<>();
  private final MemoryPlan memory = new MemoryPlan();
  private final Map<Node, MemoryPlan.Slot> valueSlots = new HashMap<>();
  private final Map<Node, MemoryPlan.Slot> gradientSlots = new HashMap<>();
  private final Map<Node, Tensor> values = new HashMap<>();
  private final Map<Node, Tensor> gradients = new HashMap<>();
  private final Map<Tensor, MemoryPlan.Slot> temporaries = new HashMap<>();
  private final Set<Node> partlyRead = new HashSet<>();
  private final Set<Node> written = new HashSet<>();
  private final Map<Node, List<@Nullable GradientTarget>> sinks = new HashMap<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final Map<Node, SharedWeight> sharedWeights = new HashMap<>();
  private final ScratchBuffers tiles = new ScratchBuffers();
  private final ScratchBuffers productTiles = new ScratchBuffers();
  private final Set<Node> outputs = new LinkedHashSet<>();
  private final List<Node> originals;
  private final Map<Node, Node> standIns = new HashMap<>();
  private final @Nullable Node loss;

  PlanCompiler(PlanOptions options, @Nullable Node loss, List<Node> outputs) {
    this.options = options;
    Set<Node> asked = new LinkedHashSet<>(outputs);
    if (loss != null) asked.add(loss);
    originals = ordered(asked);
    for (Node node : originals) standIns.put(node, node);
    rewrite(asked, (nodes, read) -> new Fusions(nodes, read, options));
    boolean named = options.checkFinite(); // messages are about the nodes of the graph
    if (options.has(Optimisation.FUSE_CHAINS) && !named) rewrite(asked, Chains::new);
    this.loss = loss == null ? null : standIn(loss);
    for (Node node : asked) this.outputs.add(standIn(node));
    order.addAll(ordered(this.outputs));
    for (int i = 0; i < order.size(); i++) position.put(order.get(i), i);
    if (this.loss != null && this.loss.differentiable()) markDifferentiated(this.loss);
  }

  /** Replaces nodes by others of the same value, all that is asked for being kept. */
  private void rewrite(
      Set<Node> asked, BiFunction<List<Node>, Set<Node>, ? extends Rewriting> make) {
    Set<Node> read = new LinkedHashSet<>();
    for (Node node : asked) read.add(standIn(node));
    Rewriting pass = make.apply(ordered(read), read);
    pass.run();
    standIns.replaceAll((original, standIn) -> pass.of(standIn));
  }

  /** What the plan computes for a node of the graph; a node that it skips stands for itself. */
  Node standIn(Node original) {
    return standIns.getOrDefault(original, original);
  }

  void compile() {
    persistValues();
    if (options.has(Optimisation.SHARE_WEIGHT_PRODUCTS)) shareWeights();
    if (loss != null && differentiated.contains(loss)) {
      written.add(root(loss));
      MemoryPlan.Slot slot = gradientSlot(root(loss));
      slot.use(order.size());
      Tensor whole = slot.view(0, root(loss).shape().size());
      backward.add(new Step(loss, new SeedKernel(whole, gradient(loss), tiles), List.of()));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      boolean trained = differentiated.contains(node);
      if (trained && node.gradientKept()) gradientSlot(root(node)).persist();
      if (trained) sinks.put(node, sinksOf(node));
      if (node.op() instanceof Leaf || aliases(node)) continue;
      Kernel kernel = node.op().bind(new Binding(this, node));
      forward.add(new Step(node, kernel, List.of(value(node, i))));
      if (trained) backward.add(new Step(node, kernel, tensors(sinks.get(node))));
    }
    Collections.reverse(forward);
  }

  /** Some nodes and all that they depend on, in the order of construction. */
  private static List<Node> ordered(Collection<Node> roots) {
    Set<Node> seen = new HashSet<>();
    List<Node> stack = new ArrayList<>(roots);
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (seen.add(node)) stack.addAll(node.inputs());
    }
    List<Node> all = new ArrayList<>(seen);
    all.sort(Comparator.comparingInt(Node::id));
    return all;
  }

  private void markDifferentiated(Node target) {
    List<Node> stack = new ArrayList<>(List.of(target));
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (!differentiated.add(node)) continue;
      for (int i = 0; i < node.inputs().size(); i++) {
        Node input = node.inputs().get(i);
        if (wantsGradient(input) && node.op().passesGradient(i)) stack.add(input);
      }
    }
    for (Node node : differentiated) {
      if (aliases(node) && node.shape().size() < root(node).shape().size()) {
        partlyRead.add(root(node));
      }
    }
  }

  /** Groups linear layers by parameters that they share, where one product for all pays. */
  private void shareWeights() {
    Map<Node, List<Node>> sharers = new LinkedHashMap<>();
    for (Node node : order) {
      if (!(node.op() instanceof DenseOp) || !differentiated.contains(node)) continue;
      Node weight = node.inputs().get(1);
      boolean trained =
          differentiated.contains(weight) && root(weight).op() instanceof Leaf.Parameter;
      if (trained && SharedWeight.pays(node)) {
        sharers.computeIfAbsent(weight, w -> new ArrayList<>()).add(node);
      }
    }
    sharers.forEach(
        (weight, layers) -> {
          if (layers.size() < 2) return;
          int rows = 0;
          for (Node layer : layers) rows += layer.shape().rows();
          Tensor inputs = asideBackward(layers, rows * weight.shape().dim(1));
          Tensor gradients = asideBackward(layers, rows * weight.shape().dim(0));
          sharedWeights.put(weight, new SharedWeight(layers, inputs, gradients));
        });
  }

  private Tensor asideBackward(List<Node> layers, int size) {
    Tensor tensor = temporary(size, backwardTime(layers.get(0)));
    use(tensor, backwardTime(layers.get(layers.size() - 1)));
    return tensor;
  }

  @Nullable SharedWeight sharedWeight(Node layer) {
    SharedWeight shared = sharedWeights.get(layer.inputs().get(1));
    return shared != null && shared.has(layer) ? shared : null;
  }

  private boolean wantsGradient(Node node) {
    if (node.differentiable()) return true;
    if (options.has(Optimisation.SKIP_GRADIENTS)) return false;
    Node root = root(node); // what a stopped gradient shows must not get one by this way
    return !root.differentiable() && !(root.op() instanceof Leaf.Parameter);
  }

  private boolean aliases(Node node) {
    return node.op().alias() && options.has(Optimisation.ALIAS_VIEWS);
  }

  private void persistValues() {
    for (Node node : order) {
      if (node.op() instanceof Leaf.Parameter) continue;
      if (node.op() instanceof Leaf || outputs.contains(node)) valueSlot(root(node)).persist();
    }
  }

  /** The node whose memory an alias shows; itself if it is none. */
  private Node root(Node node) {
    Node root = node;
    while (aliases(root)) root = root.inputs().get(0);
    return root;
  }

  private int offset(Node node) {
    int offset = 0;
    for (Node n = node; aliases(n); n = n.inputs().get(0)) offset += n.op().aliasOffset();
    return offset;
  }

  private MemoryPlan.Slot valueSlot(Node root) {
    return valueSlots.computeIfAbsent(root, r -> memory.slot(r.shape().size()));
  }

  private MemoryPlan.Slot gradientSlot(Node root) {
    return gradientSlots.computeIfAbsent(root, r -> memory.slot(r.shape().size()));
  }

  /** The tensor of a node's value, used at a time. */
  Tensor value(Node node, int time) {
    Node root = root(node);
    if (root.op() instanceof Leaf.Parameter parameter) {
      return values.computeIfAbsent(
          node,
          n -> parameter.owner().values().view(parameter.name(), offset(n), n.shape().size()));
    }
    MemoryPlan.Slot slot = valueSlot(root);
    slot.use(time);
    return values.computeIfAbsent(node, n -> slot.view(offset(n), n.shape().size()));
  }

  /** The tensor of a node's gradient, used by its own backward step. */
  Tensor gradient(Node node) {
    if (!differentiated.contains(node)) return temporary(1, forwardTime(node));
    Node root = root(node);
    if (root.op() instanceof Leaf.Parameter parameter) {
      FlatTensor flat = options.gradientsOf(parameter.owner()).values();
      return gradients.computeIfAbsent(
          node, n -> flat.view(parameter.name(), offset(n), n.shape().size()));
    }
    MemoryPlan.Slot slot = gradientSlot(root);
    slot.use(backwardTime(node));
    return gradients.computeIfAbsent(node, n -> slot.view(offset(n), n.shape().size()));
  }

  @Nullable GradientTarget gradientTarget(Node node, int i) {
    List<@Nullable GradientTarget> all = sinks.get(node);
    return all == null ? null : all.get(i);
  }

  private List<@Nullable GradientTarget> sinksOf(Node node) {
    List<@Nullable GradientTarget> made = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.inputs().get(i);
      boolean wanted = differentiated.contains(input) && node.op().passesGradient(i);
      made.add(wanted && !aliases(node) ? sinkInto(input, node) : null);
    }
    return made;
  }

  private GradientTarget sinkInto(Node input, Node writer) {
    Node root = root(input);
    Tensor tensor = gradient(input);
    if (root.op() instanceof Leaf.Parameter) return new GradientTarget(tensor, true);
    gradientSlot(root).use(backwardTime(writer));
    boolean first = written.add(root);
    if (!partlyRead.contains(root)) return new GradientTarget(tensor, !first);
    if (first) {
      Tensor whole = gradientSlot(root).view(0, root.shape().size());
      backward.add(new Step(root, new ZeroKernel(whole, tiles), List.of()));
    }
    return new GradientTarget(tensor, true);
  }

  private static List<Tensor> tensors(@Nullable List<@Nullable GradientTarget> sinks) {
    List<Tensor> tensors = new ArrayList<>();
    if (sinks != null) {
      for (GradientTarget gradientTarget : sinks)
        if (gradientTarget != null) tensors.add(gradientTarget.tensor());
    }
    return tensors;
  }

  boolean differentiated(Node node) {
    return differentiated.contains(node);
  }

  int forwardTime(Node node) {
    return position.getOrDefault(node, 0);
  }

  int backwardTime(Node node) {
    return 2 * order.size() - position.getOrDefault(node, 0);
  }

  Tensor temporary(int size, int time) {
    MemoryPlan.Slot slot = memory.slot(size);
    slot.use(time);
    Tensor tensor = slot.view(0, size);
    temporaries.put(tensor, slot);
    return tensor;
  }

  void use(Tensor temporary, int time) {
    MemoryPlan.Slot slot = temporaries.get(temporary);
    if (slot == null) throw new IllegalStateException("not a temporary tensor");
    slot.use(time);
  }

  ScratchBuffers tiles() {
    return tiles;
  }

  ScratchBuffers productTiles() {
    return productTiles;
  }

  MemoryPlan memory() {
    return memory;
  }

  /** The nodes of the graph that the plan's outputs depend on. */
  List<Node> originals() {
    return originals;
  }

  /** Whether the plan computes a node. */
  boolean computes(Node node) {
    return position.containsKey(node);
  }

  List<Step> forwardSteps() {
    return forward;
  }

  List<Step> backwardSteps() {
    return backward;
  }

  Set<Node> outputs() {
    return outputs;
  }

  PlanOptions options() {
    return options;
  }

  @Nullable Node loss() {
    return loss;
  }
}
