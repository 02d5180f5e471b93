package io.fabula.model.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds functions of single elements that feed only each other: computed together, tile by tile,
 * what lies between never travels through memory.
 */
final class Chains extends Rewriting {
  /** Tiles of values and gradients of so many functions stay in the first two caches. */
  private static final int LONGEST = 8;

  private final Map<Node, List<Node>> chains = new HashMap<>();

  Chains(List<Node> order, Set<Node> outputs) {
    super(order, outputs);
    Map<Node, Node> ends = new HashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (!elementwise(node) || ends.containsKey(node)) continue;
      List<Node> members = new ArrayList<>(List.of(node));
      for (int k = 0; k < members.size(); k++) {
        for (Node input : members.get(k).inputs()) {
          boolean joins =
              elementwise(input)
                  && interior(input)
                  && input.shape().equals(node.shape())
                  && !members.contains(input)
                  && members.size() < LONGEST;
          if (joins) members.add(input);
        }
      }
      for (Node member : members) ends.put(member, node);
      members.sort(Comparator.comparingInt(Node::id));
      if (members.size() > 1) chains.put(node, members);
    }
  }

  private static boolean elementwise(Node node) {
    return node.op() instanceof UnaryOp || node.op() instanceof BinaryOp;
  }

  @Override
  Node rewrite(Node node) {
    List<Node> members = chains.get(node);
    return members == null ? super.rewrite(node) : joined(node, members);
  }

  /** The inputs are in the order in which the backward pass reaches them. */
  private Node joined(Node end, List<Node> members) {
    List<Node> inputs = new ArrayList<>();
    Map<Node, Integer> places = new HashMap<>();
    for (int i = 0; i < members.size(); i++) places.put(members.get(i), i);
    List<ChainOp.Link> links = new ArrayList<>();
    for (int i = members.size() - 1; i >= 0; i--) {
      Node member = members.get(i);
      int[] from = new int[member.inputs().size()];
      for (int k = 0; k < from.length; k++) {
        Node input = member.inputs().get(k);
        Integer place = places.get(input);
        from[k] = place != null ? place : ChainOp.input(inputs.size());
        if (place == null) inputs.add(input);
      }
      links.add(0, ChainOp.Link.of(member.op(), from));
    }
    return replacement(end, new ChainOp(links), inputs);
  }
}
