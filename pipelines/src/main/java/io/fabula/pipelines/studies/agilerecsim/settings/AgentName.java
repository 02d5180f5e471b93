package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.model.slates.SlateArchitecture.Kind;
import java.util.Locale;

/** The agents of Jain et al. (2022) that learn values, by what they see of the set. */
public enum AgentName {
  AGILE(Kind.CASCADE, Graph.ATTENTION, Summary.NODES, true, false),
  UTILITY(Kind.CASCADE, Graph.NONE, Summary.NONE, false, false),
  /** As {@link #UTILITY}, with a value network for each position of the slate. */
  SEPARATE(Kind.CASCADE, Graph.NONE, Summary.NONE, false, false),
  MASK_OUTPUT(Kind.MASK_OUTPUT, Graph.NONE, Summary.NONE, false, false),
  MASK_INPUT_OUTPUT(Kind.MASK_INPUT_OUTPUT, Graph.NONE, Summary.NONE, false, false),
  DQN(Kind.TOP_VALUES, Graph.NONE, Summary.NONE, false, false),
  SUMMARY_GAT(Kind.CASCADE, Graph.ATTENTION, Summary.NODES, false, false),
  SUMMARY_LSTM(Kind.CASCADE, Graph.NONE, Summary.LSTM, false, false),
  SUMMARY_DEEP_SET(Kind.CASCADE, Graph.NONE, Summary.DEEP_SET, false, false),
  AGILE_GCN(Kind.CASCADE, Graph.CONVOLUTION, Summary.NODES, true, false),
  AGILE_ONLY_ACTION(Kind.CASCADE, Graph.ATTENTION, Summary.NODES, true, true),
  /** Learns nothing; uniformly random slates. */
  RANDOM(Kind.CASCADE, Graph.NONE, Summary.NONE, false, false);

  private final Kind kind;
  private final Graph graph;
  private final Summary summary;
  private final boolean relational;
  private final boolean itemsAlone;

  AgentName(Kind kind, Graph graph, Summary summary, boolean relational, boolean itemsAlone) {
    this.kind = kind;
    this.graph = graph;
    this.summary = summary;
    this.relational = relational;
    this.itemsAlone = itemsAlone;
  }

  /** How slates are made of values. */
  public Kind kind() {
    return kind;
  }

  Graph graph() {
    return graph;
  }

  Summary summary() {
    return summary;
  }

  boolean relational() {
    return relational;
  }

  boolean itemsAlone() {
    return itemsAlone;
  }

  /** Whether values depend on what else is on offer. */
  public boolean seesSets() {
    return graph != Graph.NONE || summary != Summary.NONE;
  }

  /** Whether the agent's outputs are tied to the training items. */
  public boolean masks() {
    return kind == Kind.MASK_OUTPUT || kind == Kind.MASK_INPUT_OUTPUT;
  }

  /** The name in settings, tables and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
