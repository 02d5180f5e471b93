package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import io.fabula.model.slates.SlateArchitecture.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one pass over a batch of transitions. In a cascade a transition is a group of
 * decisions: member j has the first j items in its slate. Ahead of the transitions, member 0 is the
 * next state with an empty slate.
 */
final class BatchInputs {
  private final SlateArchitecture agent;
  private final int batch;
  private final boolean ahead;
  private final int members;
  private final Edges edges;
  private final Node users;
  private final @Nullable Node nextUsers;
  private final @Nullable Node items;
  private final @Nullable Node chosen;
  private final @Nullable Node edgeNode;
  private final @Nullable Node available;
  private final SlateGraph.Decisions decisions;
  private final float[] itemValues;
  private final float[] chosenValues;
  private final float[] edgeValues;
  private final float[] availableValues;

  BatchInputs(SlateArchitecture agent, Graph graph, SlateGraph layers, int batch, boolean ahead) {
    this.agent = agent;
    this.batch = batch;
    this.ahead = ahead;
    boolean cascade = agent.kind() != Kind.TOP_VALUES;
    members = cascade ? agent.slateSize() : 1;
    edges = new Edges(agent);
    int n = agent.candidates();
    int rows = batch * members;
    users = graph.input("users", batch, agent.user().inputs());
    nextUsers = ahead ? graph.input("next users", batch, agent.user().inputs()) : null;
    items = agent.masks() ? null : graph.input("candidates", batch, n, agent.itemSize());
    chosen = agent.seesSlate() ? graph.input("chosen", members - 1, batch, agent.itemSize()) : null;
    edgeNode = edges.used() ? graph.input("edges", rows, n, n) : null;
    available =
        agent.kind() == Kind.MASK_INPUT_OUTPUT
            ? graph.input("available", batch, agent.trainItems())
            : null;
    decisions =
        new SlateGraph.Decisions(
            batch,
            members,
            userCodes(layers),
            items == null ? null : layers.items(items),
            chosen == null ? null : slateCodes(layers, chosen),
            edgeNode,
            available == null ? null : forMembers(layers.availability(available)));
    itemValues = new float[items == null ? 0 : batch * n * agent.itemSize()];
    chosenValues = new float[chosen == null ? 0 : (members - 1) * batch * agent.itemSize()];
    edgeValues = new float[edgeNode == null ? 0 : rows * edges.size()];
    availableValues = new float[available == null ? 0 : batch * agent.trainItems()];
  }

  SlateGraph.Decisions decisions() {
    return decisions;
  }

  private Node userCodes(SlateGraph layers) {
    int size = agent.user().size();
    if (nextUsers == null) return forMembers(layers.users(users));
    Node next = layers.users(nextUsers);
    if (members == 1) return next;
    Node now = Shaping.reshape(layers.users(users), batch, 1, size);
    Node first = Shaping.reshape(next, batch, 1, size);
    Node all = Shaping.concat(1, first, Shaping.broadcast(now, batch, members - 1, size));
    return Shaping.reshape(all, batch * members, size);
  }

  private Node forMembers(Node codes) {
    int width = codes.shape().last();
    if (members == 1) return codes;
    Node one = Shaping.reshape(codes, batch, 1, width);
    return Shaping.reshape(Shaping.broadcast(one, batch, members, width), batch * members, width);
  }

  private Node slateCodes(SlateGraph layers, Node slates) {
    int code = SlateArchitecture.CODE;
    Node empty = Shaping.reshape(layers.emptySlate(batch), 1, batch, code);
    Node all = Shaping.concat(0, empty, layers.slates(slates));
    return Shaping.reshape(Shaping.permute(all, 1, 0, 2), batch * members, code);
  }

  /** Sets all inputs of a plan from a batch. */
  void set(Plan plan, SlateBatch from, ItemFeatures features, int[] outputs) {
    if (plan.has(users)) plan.set(users, from.users(), 0);
    if (ahead && nextUsers != null) plan.set(nextUsers, from.nextUsers(), 0);
    int n = agent.candidates();
    if (items != null) {
      for (int i = 0; i < batch * n; i++) {
        features.copy(from.candidates()[i], itemValues, i * features.size());
      }
      plan.set(items, itemValues, 0);
    }
    if (chosen != null) {
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < members - 1; j++) {
          int id = from.candidates()[b * n + from.slates()[b * agent.slateSize() + j]];
          features.copy(id, chosenValues, (j * batch + b) * features.size());
        }
      }
      plan.set(chosen, chosenValues, 0);
    }
    if (edgeNode != null) setEdges(plan, from, edgeNode);
    if (available != null) {
      Arrays.fill(availableValues, 0);
      for (int i = 0; i < batch * n; i++) {
        availableValues[i / n * agent.trainItems() + outputs[from.candidates()[i]]] = 1;
      }
      plan.set(available, availableValues, 0);
    }
  }

  private void setEdges(Plan plan, SlateBatch from, Node node) {
    boolean[] taken = new boolean[agent.candidates()];
    for (int b = 0; b < batch; b++) {
      Arrays.fill(taken, false);
      for (int j = 0; j < members; j++) {
        if (j > 0) taken[from.slates()[b * agent.slateSize() + j - 1]] = true;
        edges.write(taken, 0, edgeValues, (b * members + j) * edges.size());
      }
    }
    plan.set(node, edgeValues, 0);
  }
}
