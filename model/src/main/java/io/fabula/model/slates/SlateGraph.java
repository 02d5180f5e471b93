package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.Shaping;
import io.fabula.model.slates.CandidateRelations.Related;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.model.slates.SlateArchitecture.Kind;
import org.jspecify.annotations.Nullable;

/** Builds an agent's networks into a graph. */
final class SlateGraph {
  /** Stands for the slot where each member of a group fills a slot of its own. */
  static final int OWN_SLOT = -1;

  private final SlateArchitecture agent;
  private final Graph graph;
  private final SlateLayers layers;
  private final CandidateRelations relations;

  SlateGraph(SlateArchitecture agent, Graph graph, SlateWeights weights) {
    this.agent = agent;
    this.graph = graph;
    layers = new SlateLayers(graph, name -> weights.node(graph, name));
    relations = new CandidateRelations(agent, layers);
  }

  SlateLayers layers() {
    return layers;
  }

  /**
   * Codes of users.
   *
   * @param users [rows, inputs]
   * @return [rows, code]
   */
  Node users(Node users) {
    SlateArchitecture.UserView view = agent.user();
    if (view.steps() == 0) return users;
    int rows = users.shape().dim(0);
    Node steps = Shaping.reshape(users, rows, view.steps(), view.width());
    return layers.encode(view.encoder(), "observation", Shaping.permute(steps, 1, 0, 2));
  }

  /** Codes of items, along the last axis. */
  Node items(Node features) {
    return layers.linear("action", features);
  }

  /** The code of an empty slate, [rows, code]: zero. */
  Node emptySlate(int rows) {
    int code = SlateArchitecture.CODE;
    return graph.constant(new float[rows * code], rows, code);
  }

  /**
   * The code of a slate so far.
   *
   * @param items features [positions, rows, itemSize], at least one position
   */
  Node slate(Node items) {
    return layers.encode(agent.slate(), "slate", items(items));
  }

  /**
   * The state of a slate so far, for agents that read it by a GRU.
   *
   * @param item features of the last item [rows, itemSize]
   * @param before the state before it [rows, hidden], zero for an empty slate
   * @return [rows, hidden]
   */
  Node slateState(Node item, Node before) {
    return layers.state("slate", items(item), before);
  }

  /** The code of a slate whose {@link #slateState state} is known, [rows, code]. */
  Node slateOf(Node state) {
    return layers.encoded("slate", state);
  }

  /** The codes of all beginnings of slates, [positions, rows, code]. */
  Node slates(Node items) {
    return layers.encodeBeginnings(agent.slate(), "slate", items(items));
  }

  /** The code of which items are available, [rows, code] of [rows, trainItems]. */
  Node availability(Node available) {
    return layers.linear("mask", available);
  }

  /**
   * What values are computed from.
   *
   * @param groups of decisions with the same candidates
   * @param members decisions of a group
   * @param user codes [rows, code]
   * @param items codes [groups, candidates, code]; null for mask agents
   * @param slate codes [rows, code]; null for agents that do not see the slate
   * @param edges [rows, candidates, candidates], normalised for convolutions; null without a graph
   * @param availability codes [rows, code], or null
   */
  record Decisions(
      int groups,
      int members,
      Node user,
      @Nullable Node items,
      @Nullable Node slate,
      @Nullable Node edges,
      @Nullable Node availability) {}

  /**
   * Values, and attention where there is any.
   *
   * @param values [rows, choices]
   * @param attention of the graph's second layer [rows, candidates, candidates], or null
   */
  record Valued(Node values, @Nullable Node attention) {}

  /**
   * The values of all choices.
   *
   * @param slot whose value network is used, or {@link #OWN_SLOT}; read only by agents that have
   *     several
   */
  Valued values(Decisions in, int slot) {
    if (agent.masks()) return new Valued(masked(in), null);
    Seen all = seen(in);
    return new Valued(judged(all.features(), in, slot), all.attention());
  }

  /**
   * The values of choices that were made, each in its own slot: value networks compute no others.
   *
   * @param taken which choice of each decision, [rows]
   * @return [rows]
   */
  Node valuesOf(Decisions in, Node taken) {
    if (agent.masks()) return Selection.pick(masked(in), taken);
    Node values = judged(seen(in).features().only(taken), in, OWN_SLOT);
    return Shaping.reshape(values, values.shape().size());
  }

  private record Seen(CandidateFeatures features, @Nullable Node attention) {}

  /** What value networks see of each candidate. */
  private Seen seen(Decisions in) {
    Node items = present(in.items());
    int candidates = agent.candidates();
    CandidateFeatures seen = new CandidateFeatures(in.groups(), in.members(), candidates);
    if (agent.skips()) seen.ofDecision(in.user());
    Node attention = null;
    SetView set = agent.set();
    if (set.isBlind()) {
      seen.ofCandidate(items);
    } else {
      CandidateFeatures nodes = nodes(in, items);
      @Nullable Related related = relations.of("graph.", nodes, in.edges());
      if (related != null) attention = related.attention();
      if (set.relational() && related != null) {
        if (!set.residual()) seen.ofBoth(related.nodes());
        else seen.ofSum(related.nodes(), nodes, (float) set.residualScale());
      } else {
        seen.ofCandidate(items);
      }
      if (set.summary() != Summary.NONE) {
        Related summarised =
            set.twin() ? relations.of("summary_graph.", nodes, in.edges()) : related;
        seen.ofDecision(summary(nodes, summarised));
      }
    }
    if (agent.skips() && agent.seesSlate()) seen.ofDecision(present(in.slate()));
    return new Seen(seen, attention);
  }

  private static Node present(@Nullable Node node) {
    if (node == null) throw new IllegalArgumentException("an input is missing");
    return node;
  }

  private Node judged(CandidateFeatures seen, Decisions in, int slot) {
    int rows = in.groups() * in.members();
    if (!agent.separateValues()) return judged("q.", seen, rows);
    if (slot != OWN_SLOT) return judged("q." + slot + ".", seen, rows);
    Node[] each = new Node[in.members()];
    for (int m = 0; m < each.length; m++) {
      Node values = judged("q." + m + ".", seen.member(m), in.groups());
      each[m] = Shaping.reshape(values, in.groups(), 1, seen.candidates());
    }
    return Shaping.reshape(Shaping.concat(1, each), rows, seen.candidates());
  }

  private Node judged(String network, CandidateFeatures seen, int rows) {
    // in groups, so that what follows the sum is computed with it
    Node first =
        seen.grouped(
            layers.weight(network + "dense0.weight"), layers.weight(network + "dense0.bias"));
    return Shaping.reshape(layers.behindFirst(network, first), rows, seen.candidates());
  }

  private Node masked(Decisions in) {
    Node seen = in.user();
    if (agent.kind() == Kind.MASK_INPUT_OUTPUT) {
      seen = Shaping.concat(1, seen, present(in.availability()));
    }
    return layers.perceptron("q.", Shaping.concat(1, seen, present(in.slate())));
  }

  private CandidateFeatures nodes(Decisions in, Node items) {
    SetView set = agent.set();
    CandidateFeatures raw = new CandidateFeatures(in.groups(), in.members(), agent.candidates());
    if (!set.itemsAlone()) raw.ofDecision(in.user());
    raw.ofCandidate(items);
    if (!set.itemsAlone() && set.slateInNodes() && agent.seesSlate()) {
      raw.ofDecision(present(in.slate()));
    }
    if (set.before() == SetView.Mapping.NONE) return raw;
    Node first = raw.dense(layers.weight("pre.0.weight"), layers.weight("pre.0.bias"));
    Node mapped =
        set.before() == SetView.Mapping.LINEAR
            ? first
            : layers.linear("pre.2", Elementwise.relu(first));
    return new CandidateFeatures(in.groups(), in.members(), agent.candidates()).ofBoth(mapped);
  }

  /** The mean of a graph's nodes with its input. */
  private Node mean(CandidateFeatures nodes, @Nullable Related related) {
    if (related == null) throw new IllegalStateException("there is no graph");
    SetView set = agent.set();
    Node mean = related.mean().value();
    if (!set.residual()) return mean;
    Node input = nodes.mean();
    double scale = set.residualScale();
    return Arithmetic.add(mean, scale == 1 ? input : Elementwise.scale(input, (float) scale));
  }

  private Node summary(CandidateFeatures nodes, @Nullable Related related) {
    SetView set = agent.set();
    Node raw =
        switch (set.summary()) {
          case NONE -> throw new IllegalStateException("there is no summary");
          case NODES -> {
            Node mean = mean(nodes, related);
            yield set.summing() ? Elementwise.scale(mean, agent.candidates()) : mean;
          }
          case LSTM -> layers.lstm("summary.", Shaping.permute(nodes.joined(), 1, 0, 2));
          case DEEP_SET -> layers.deepSet("summary.", nodes.joined());
        };
    return switch (set.after()) {
      case NONE -> raw;
      case LINEAR -> layers.linear("post.0", raw);
      case PERCEPTRON -> layers.rectified("post", raw);
    };
  }
}
