package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of all choices for one slot of the slates of some users with the same candidates. */
final class SlotPlan implements AutoCloseable {
  private final Plan plan;
  private final Node users;
  private final @Nullable Node items;
  private final @Nullable Node chosen;
  private final @Nullable Node edgeNode;
  private final @Nullable Node available;
  private final Node values;
  private final @Nullable Node attention;
  private final int slot;

  /**
   * @param rows users
   * @param slot 0 for the first
   * @param explaining whether attention will be read
   */
  SlotPlan(SlateNetwork network, int rows, int slot, boolean explaining) {
    this.slot = slot;
    SlateArchitecture agent = network.architecture();
    Graph graph = new Graph();
    SlateGraph layers = new SlateGraph(agent, graph, network.weights().frozen());
    users = graph.input("users", rows, agent.user().inputs());
    Node items = null;
    Node codes = null;
    if (!agent.masks()) {
      items = graph.input("candidates", 1, agent.candidates(), agent.itemSize());
      codes = layers.items(items);
    }
    this.items = items;
    Node chosen = null;
    Node slate = null;
    if (agent.seesSlate()) {
      slate = layers.emptySlate(rows);
      if (slot > 0) {
        chosen = graph.input("chosen", slot, rows, agent.itemSize());
        slate = layers.slate(chosen);
      }
    }
    this.chosen = chosen;
    edgeNode =
        new Edges(agent).used()
            ? graph.input("edges", rows, agent.candidates(), agent.candidates())
            : null;
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
                1, rows, layers.users(users), codes, slate, edgeNode, availability),
            slot);
    values = valued.values();
    attention = explaining ? valued.attention() : null;
    List<Node> outputs = new ArrayList<>(List.of(values));
    if (attention != null) outputs.add(attention);
    plan = Plan.forward(outputs.toArray(new Node[0]));
  }

  /**
   * Computes values.
   *
   * @param chosenItems features [slot, rows, itemSize], read from slot 1 on
   */
  void run(
      float[] userValues,
      float[] candidateItems,
      float[] chosenItems,
      float[] edges,
      float[] availability,
      float[] target) {
    plan.set(users, userValues, 0);
    if (items != null) plan.set(items, candidateItems, 0);
    if (chosen != null && slot > 0) plan.set(chosen, chosenItems, 0);
    if (edgeNode != null) plan.set(edgeNode, edges, 0);
    if (available != null) plan.set(available, availability, 0);
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
