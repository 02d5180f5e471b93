package io.fabula.model.agile;

import io.fabula.model.sets.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The published agents and one of ours, each by what it scores an action from and what it knows of
 * the set.
 */
public enum SetAgent {
  /** Relates all available actions by graph attention. */
  AGILE("AGILE", Scores.RELATIONS, Context.RELATIONS, Nodes.STATE_AND_ACTION, Relation.ATTENTION),

  /** Scores each action alone, and never sees the set. */
  UTILITY("Utility policy", Scores.ACTIONS, Context.NONE, Nodes.NONE, Relation.ATTENTION),

  /** One output for each known action, those that are not available excluded. */
  MASK_OUTPUT("Mask-Output", Scores.CATALOGUE, Context.NONE, Nodes.NONE, Relation.ATTENTION),

  /** The same, and sees which actions are available. */
  MASK_INPUT_OUTPUT(
      "Mask-Input-Output", Scores.CATALOGUE, Context.AVAILABILITY, Nodes.NONE, Relation.ATTENTION),

  /** Scores each action alone beside a summary of the set by graph attention. */
  SUMMARY_GAT(
      "Summary-GAT", Scores.ACTIONS, Context.RELATIONS, Nodes.STATE_AND_ACTION, Relation.ATTENTION),

  /** The same with a summary by an LSTM, which feels the order of the set. */
  SUMMARY_LSTM(
      "Summary-LSTM", Scores.ACTIONS, Context.LSTM, Nodes.STATE_AND_ACTION, Relation.ATTENTION),

  /** The same with a summary by a deep set. */
  SUMMARY_DEEP_SET(
      "Summary-Deep-Set",
      Scores.ACTIONS,
      Context.DEEP_SET,
      Nodes.STATE_AND_ACTION,
      Relation.ATTENTION),

  /** AGILE with graph convolutions: all other actions count alike. */
  AGILE_GCN(
      "AGILE-GCN",
      Scores.RELATIONS,
      Context.RELATIONS,
      Nodes.STATE_AND_ACTION,
      Relation.CONVOLUTION),

  /** AGILE whose relations know the actions only, not the state. */
  AGILE_ONLY_ACTION(
      "AGILE-Only-Action", Scores.RELATIONS, Context.RELATIONS, Nodes.ACTION, Relation.ATTENTION),

  /**
   * AGILE with dynamic attention, by which each action may rank the others its own way. Not
   * published: ours.
   */
  AGILE_GATV2(
      "AGILE-GATv2 (ours)",
      Scores.RELATIONS,
      Context.RELATIONS,
      Nodes.STATE_AND_ACTION,
      Relation.DYNAMIC_ATTENTION);

  /** What an action's score is computed from. */
  public enum Scores {
    /** Its relations to the other actions. */
    RELATIONS,
    /** Its own representation. */
    ACTIONS,
    /** Its number in the catalogue: a fixed output. */
    CATALOGUE
  }

  /** What policy and value know of the set as a whole. */
  public enum Context {
    /** Nothing. */
    NONE,
    /** Which actions of the catalogue are available. */
    AVAILABILITY,
    /** The mean of the related actions. */
    RELATIONS,
    /** A deep set's summary. */
    DEEP_SET,
    /** An LSTM's summary. */
    LSTM
  }

  /** What a node of the graph is made of. */
  public enum Nodes {
    /** There is no graph. */
    NONE,
    /** The state and an action. */
    STATE_AND_ACTION,
    /** An action alone. */
    ACTION
  }

  /** The agents of the publication. */
  public static final List<SetAgent> PUBLISHED =
      Arrays.stream(values()).filter(each -> each != AGILE_GATV2).toList();

  private final String title;
  private final Scores scores;
  private final Context context;
  private final Nodes nodes;
  private final Relation relation;

  SetAgent(String title, Scores scores, Context context, Nodes nodes, Relation relation) {
    this.title = title;
    this.scores = scores;
    this.context = context;
    this.nodes = nodes;
    this.relation = relation;
  }

  /** As in the publication. */
  public String title() {
    return title;
  }

  /** In settings and files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The agent of that {@link #id}. */
  public static Optional<SetAgent> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** What an action's score is computed from. */
  public Scores scores() {
    return scores;
  }

  /** What policy and value know of the set. */
  public Context context() {
    return context;
  }

  /** What a node of the graph is made of. */
  public Nodes nodes() {
    return nodes;
  }

  /** How actions are related, where they are. */
  public Relation relation() {
    return relation;
  }

  /** Whether the policy hangs on which other actions are available. */
  public boolean seesSet() {
    return context != Context.NONE || scores == Scores.RELATIONS;
  }

  /** Whether there are weights of attention to look at. */
  public boolean attends() {
    return context == Context.RELATIONS && relation != Relation.CONVOLUTION;
  }

  /** Whether it can play with actions that were never available in its training. */
  public boolean playsUnseenActions() {
    return scores != Scores.CATALOGUE;
  }
}
