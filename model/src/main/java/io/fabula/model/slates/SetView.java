package io.fabula.model.slates;

import java.util.Objects;

/**
 * What an agent's values see of the set of candidates beyond the one that is valued.
 *
 * @param graph layers over the candidates
 * @param summary what stands for the whole set
 * @param relational whether a candidate stands by its node after the graph; else by its own code
 * @param itemsAlone whether nodes are the candidates' codes alone, without user and slate so far
 * @param hidden width inside graphs and summaries, at least 1
 * @param outputSize width of a graph's nodes where nothing is added to them, at least 1
 * @param heads attention heads of the first layer, at least 1
 * @param summing whether a summary of nodes is their sum, not their mean
 * @param hideChosen whether candidates already in the slate leave the graph
 * @param selfOnly whether nodes see only themselves
 * @param twin whether the summary has a graph of its own
 * @param slateInNodes whether nodes hold the code of the slate so far
 * @param before layers between nodes and graph
 * @param after layers behind the summary
 * @param residual whether the graph's input is added to its output
 * @param residualScale factor of what is added
 */
public record SetView(
    Graph graph,
    Summary summary,
    boolean relational,
    boolean itemsAlone,
    int hidden,
    int outputSize,
    int heads,
    boolean summing,
    boolean hideChosen,
    boolean selfOnly,
    boolean twin,
    boolean slateInNodes,
    Mapping before,
    Mapping after,
    boolean residual,
    double residualScale) {
  /** Nothing: each candidate is valued on its own. */
  public static final SetView NOTHING = of(Graph.NONE, Summary.NONE, false, false);

  /** Graph attention in nodes and summary, as published: AGILE. */
  public static final SetView AGILE = of(Graph.ATTENTION, Summary.NODES, true, false);

  /** Layers over the candidates. */
  public enum Graph {
    NONE,
    ATTENTION,
    CONVOLUTION
  }

  /** What stands for the whole set. */
  public enum Summary {
    NONE,
    /** Mean or sum of the graph's nodes. */
    NODES,
    LSTM,
    DEEP_SET
  }

  /** Layers for each vector. */
  public enum Mapping {
    NONE,
    LINEAR,
    /** Linear, relu, linear. */
    PERCEPTRON
  }

  public SetView {
    Objects.requireNonNull(graph, "graph");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    if (hidden < 1) throw new IllegalArgumentException("hidden must be at least 1, got " + hidden);
    if (outputSize < 1) {
      throw new IllegalArgumentException("outputSize must be at least 1, got " + outputSize);
    }
    if (heads < 1) throw new IllegalArgumentException("heads must be at least 1, got " + heads);
    if (graph == Graph.NONE && (relational || summary == Summary.NODES)) {
      throw new IllegalArgumentException(
          "relational nodes and summaries of nodes need a graph, got none");
    }
    if (twin && !(relational && summary == Summary.NODES)) {
      throw new IllegalArgumentException(
          "twin graphs need relational nodes and a summary of nodes");
    }
  }

  /** The published sizes: mean summaries, chosen candidates hidden, a perceptron behind graphs. */
  public static SetView of(Graph graph, Summary summary, boolean relational, boolean itemsAlone) {
    Mapping after = summary == Summary.NODES ? Mapping.PERCEPTRON : Mapping.NONE;
    return new SetView(
        graph,
        summary,
        relational,
        itemsAlone,
        64,
        64,
        1,
        false,
        true,
        false,
        false,
        true,
        Mapping.NONE,
        after,
        true,
        1);
  }

  /** Whether nothing of the set is seen. */
  public boolean isBlind() {
    return graph == Graph.NONE && summary == Summary.NONE;
  }

  /** The width of a node before the graph. */
  int nodeSize(SlateArchitecture agent) {
    if (before != Mapping.NONE) return hidden;
    return rawNodeSize(agent);
  }

  int rawNodeSize(SlateArchitecture agent) {
    int codes = SlateArchitecture.CODE;
    if (itemsAlone) return codes;
    return agent.user().size() + codes + (slateInNodes && agent.seesSlate() ? codes : 0);
  }

  /** The width of a node after the graph. */
  int relationalSize(SlateArchitecture agent) {
    return residual ? nodeSize(agent) : outputSize;
  }

  /** The width of what the values see of the whole set; 0 for nothing. */
  int summarySize(SlateArchitecture agent) {
    int raw =
        switch (summary) {
          case NONE -> 0;
          case NODES -> relationalSize(agent);
          case LSTM, DEEP_SET -> nodeSize(agent);
        };
    return raw == 0 || after == Mapping.NONE ? raw : hidden;
  }
}
