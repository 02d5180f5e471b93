package io.fabula.model.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first step of a compilation: the part of a graph that some nodes depend on, with nodes
 * replaced by cheaper ones of the same value as the options allow. Knows nothing of memory.
 */
final class RewrittenGraph {
  private final List<Node> originals;
  private final Map<Node, Node> standIns = new HashMap<>();
  private final Set<Node> outputs = new LinkedHashSet<>();
  private final List<Node> order;
  private final @Nullable Node loss;

  /**
   * @param loss whose gradients will be wanted, if any
   * @param outputs further nodes whose values will be read
   */
  RewrittenGraph(PlanOptions options, @Nullable Node loss, List<Node> outputs) {
    Set<Node> asked = new LinkedHashSet<>(outputs);
    if (loss != null) asked.add(loss);
    originals = inOrder(asked);
    for (Node node : originals) standIns.put(node, node);
    rewrite(asked, (nodes, read) -> new Fusions(nodes, read, options));
    boolean named = options.checkFinite(); // messages are about the nodes of the graph
    if (options.has(Optimisation.FUSE_CHAINS) && !named) rewrite(asked, Chains::new);
    this.loss = loss == null ? null : standIn(loss);
    for (Node node : asked) this.outputs.add(standIn(node));
    order = inOrder(this.outputs);
  }

  /** Replaces nodes by others of the same value, all that is asked for being kept. */
  private void rewrite(
      Set<Node> asked, BiFunction<List<Node>, Set<Node>, ? extends Rewriting> make) {
    Set<Node> read = new LinkedHashSet<>();
    for (Node node : asked) read.add(standIn(node));
    Rewriting pass = make.apply(inOrder(read), read);
    pass.run();
    standIns.replaceAll((original, standIn) -> pass.of(standIn));
  }

  /** Some nodes and all that they depend on, in the order of construction. */
  private static List<Node> inOrder(Collection<Node> roots) {
    Set<Node> seen = new HashSet<>();
    List<Node> stack = new ArrayList<>(roots);
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (seen.add(node)) stack.addAll(node.inputs());
    }
    List<Node> all = new ArrayList<>(seen);
    all.sort(Comparator.comparingInt(Node::id));
    return List.copyOf(all);
  }

  /** The nodes of the graph that the outputs depend on, before anything was replaced. */
  List<Node> originals() {
    return originals;
  }

  /** What is computed for a node of the graph; a node that is skipped stands for itself. */
  Node standIn(Node original) {
    return standIns.getOrDefault(original, original);
  }

  /** What is computed, in the order of construction: a node comes after all that it depends on. */
  List<Node> order() {
    return order;
  }

  /** What stands for all that will be read, the loss among it. */
  Set<Node> outputs() {
    return outputs;
  }

  /** What stands for the loss. */
  @Nullable Node loss() {
    return loss;
  }
}
