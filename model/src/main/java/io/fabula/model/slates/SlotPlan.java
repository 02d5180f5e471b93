package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all choices for a slot of the slates of some users with the same candidates. What
 * depends on weights, candidates or users alone is computed when these change, not for each slot.
 */
final class SlotPlan implements AutoCloseable {
  private final Plan plan;
  private final Node users;
  private final @Nullable Node items;
  private final @Nullable Node slate;
  private final @Nullable Node edgeNode;
  private final @Nullable Node available;
  private final Node values;
  private final @Nullable Node attention;

  /**
   * @param rows users
   * @param slot 0 for the first; any other for all whose value network is the same
   * @param explaining whether attention will be read
   */
  SlotPlan(SlateNetwork network, int rows, int slot, boolean explaining) {
    SlateArchitecture agent = network.architecture();
    Graph graph = new Graph();
    SlateGraph layers = new SlateGraph(agent, graph, network.weights().frozen());
    int n = agent.candidates();
    users = graph.input("users", rows, agent.user().inputs());
    items = agent.masks() ? null : graph.input("candidates", 1, n, agent.itemSize());
    slate = agent.seesSlate() ? graph.input("slate", rows, SlateArchitecture.CODE) : null;
    edgeNode = new Edges(agent).used() ? graph.input("edges", rows, n, n) : null;
    Node availability = null;
    Node available = null;
    if (agent.kind() == SlateArchitecture.Kind.MASK_INPUT_OUTPUT) {
      available = graph.input("available", 1, agent.trainItems());
      availability =
          Shaping.broadcast(layers.availability(available), rows, SlateArchitecture.CODE);
    }
    this.available = available;
    SlateGraph.Valued valued =
        layers.values(
            new SlateGraph.Decisions(
                1,
                rows,
                layers.users(users),
                items == null ? null : layers.items(items),
                slate,
                edgeNode,
                availability),
            slot);
    values = valued.values();
    attention = explaining ? valued.attention() : null;
    List<Node> outputs = new ArrayList<>(List.of(values));
    if (attention != null) outputs.add(attention);
    plan = Plan.incremental(outputs.toArray(new Node[0]));
  }

  /**
   * Sets what slates are made of.
   *
   * @param candidateItems features [candidates, itemSize]
   * @param availability [trainItems], 1 for those among the candidates
   */
  void offer(float[] candidateItems, float[] availability) {
    if (items != null) plan.set(items, candidateItems, 0);
    if (available != null) plan.set(available, availability, 0);
  }

  /** Sets for whom slates are made, [rows, inputs]. */
  void watch(float[] userValues) {
    plan.set(users, userValues, 0);
  }

  /**
   * Computes values.
   *
   * @param slateCodes [rows, code]
   * @param edges [rows, candidates, candidates]
   * @param target [rows, choices]
   */
  void run(float[] slateCodes, float[] edges, float[] target) {
    if (slate != null) plan.set(slate, slateCodes, 0);
    if (edgeNode != null) plan.set(edgeNode, edges, 0);
    plan.forward();
    plan.get(values, target, 0);
  }

  boolean hasAttention() {
    return attention != null;
  }

  void attention(float[] target) {
    if (attention != null) plan.get(attention, target, 0);
  }

  List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
  }
}
