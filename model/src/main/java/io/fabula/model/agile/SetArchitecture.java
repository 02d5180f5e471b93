package io.fabula.model.agile;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.ParameterisedHead;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.Perceptron;
import io.fabula.model.sets.RelationBlock;
import io.fabula.model.sets.SetSummary;
import io.fabula.model.sets.StartingValues;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent for a world whose set of actions changes: which parts it has, and their size.
 *
 * @param observations what the world shows
 * @param actions what exists, and how it is described
 * @param agent what the agent knows of the set
 * @param options its size
 * @param places most actions that can be available at a time
 * @param parametersEntropy how much the entropy of parameters counts beside that of the choice
 */
public record SetArchitecture(
    ObservationSpace observations,
    ActionSpace.VariableSet actions,
    SetAgent agent,
    SetAgentOptions options,
    int places,
    double parametersEntropy) {
  private static final double TRUNK_GAIN = Math.sqrt(2);
  private static final double OUTPUT_GAIN = 0.01;
  private static final float BRIGHTEST = 255;

  static final String ACTION = "action_linear";
  static final String OUTPUT = "output";
  static final String VALUE = "critic_linear";
  static final String ALPHA = "beta.alpha";
  static final String BETA = "beta.beta";
  static final String CHOICES = "choices";

  public SetArchitecture {
    if (places < 1) throw new IllegalArgumentException("places must be at least 1, got " + places);
    if (actions.parameters().stream().map(Parameter::whole).distinct().count() > 1) {
      throw new IllegalArgumentException("parameters must be all real or all whole");
    }
    if (agent.scores() != SetAgent.Scores.CATALOGUE && actions.representationSize() == 0) {
      throw new IllegalArgumentException(
          agent.title() + " needs actions that are described by numbers");
    }
  }

  /**
   * An agent for a world.
   *
   * @throws IllegalArgumentException if the world's actions are always the same
   */
  public static SetArchitecture of(EnvironmentSpec world, SetAgent agent, SetAgentOptions options) {
    if (!(world.actions() instanceof ActionSpace.VariableSet set)) {
      throw new IllegalArgumentException(
          "%s chooses from sets that change, the world \"%s\" has %s"
              .formatted(agent.title(), world.name(), world.actions().summary()));
    }
    int places = set.setSize() > 0 ? set.setSize() : set.catalogue();
    return new SetArchitecture(world.observations(), set, agent, options, places, 1);
  }

  /** The same for sets of up to {@code value} actions; the tensors are the same, too. */
  public SetArchitecture withPlaces(int value) {
    return new SetArchitecture(observations, actions, agent, options, value, parametersEntropy);
  }

  /** The same with another weight of the parameters' entropy. */
  public SetArchitecture withParametersEntropy(double value) {
    return new SetArchitecture(observations, actions, agent, options, places, value);
  }

  /** What the outputs mean. */
  public ActionHead head() {
    if (actions.parameters().isEmpty()) return new CategoricalHead(places);
    ActionSpace.VariableSet sized =
        new ActionSpace.VariableSet(
            actions.catalogue(), places, actions.representationSize(), actions.parameters());
    return ParameterisedHead.of(sized, ParameterDensity.BETA)
        .withParametersEntropy(parametersEntropy);
  }

  /** Whether parameters are whole numbers, each of which has an output. */
  boolean wholeParameters() {
    return actions.parameters().stream().anyMatch(Parameter::whole);
  }

  /** Whether sets may be smaller than there are places, so that padding must be excluded. */
  boolean padded() {
    return actions.setSize() != places;
  }

  private boolean described() {
    return agent.scores() != SetAgent.Scores.CATALOGUE || agent.nodes() != SetAgent.Nodes.NONE;
  }

  private boolean availability() {
    return agent.context() == SetAgent.Context.AVAILABILITY;
  }

  /** Where each piece of a row of input begins, and how long the row is. */
  record Layout(int described, int taken, int ids, int availability, int width) {}

  /**
   * A row of input: the observation; the representations of all places; 1 for each place that is
   * taken; the ids, for agents with fixed outputs; for agents that see it, 1 for each available
   * action of the catalogue.
   */
  Layout layout() {
    int described = observations.size();
    int taken = described + (described() ? places * actions.representationSize() : 0);
    int ids = taken + places;
    int availability = ids + (agent.scores() == SetAgent.Scores.CATALOGUE ? places : 0);
    int width = availability + (availability() ? actions.catalogue() : 0);
    return new Layout(described, taken, ids, availability, width);
  }

  /** What stored observations are multiplied with to lie within 0..1 where they are bytes. */
  float scale() {
    if (observations instanceof ObservationSpace.Grid grid) return 1f / (grid.symbols() - 1);
    return observations.byteValued() ? 1 / BRIGHTEST : 1;
  }

  StateEncoder encoder() {
    return new StateEncoder("state_encoder", observations, options.hidden());
  }

  StateEncoder criticEncoder() {
    return new StateEncoder("critic_state_encoder", observations, options.hidden());
  }

  /** State and action to a node of the graph that scores. */
  Perceptron actionNodes() {
    return Perceptron.of("action_nodes", 2 * options.hidden(), options.hidden(), options.hidden());
  }

  /** State and action to a node of the graph that summarises. */
  Perceptron summaryNodes() {
    return Perceptron.of("summary_nodes", 2 * options.hidden(), options.hidden(), options.hidden());
  }

  RelationBlock actionGraph() {
    return graph("action_graph");
  }

  RelationBlock summaryGraph() {
    return graph("summary_graph");
  }

  private RelationBlock graph(String name) {
    int h = options.hidden();
    return new RelationBlock(name, agent.relation(), h, h, h, options.heads(), options.residual());
  }

  SetSummary summary() {
    int h = options.hidden();
    return agent.context() == SetAgent.Context.LSTM
        ? SetSummary.lstm("summary", h, h, h, options.lstmLayers())
        : SetSummary.deepSet("summary", h, h, h);
  }

  Perceptron availabilityEncoder() {
    return Perceptron.of(
        "availability_encoder", actions.catalogue(), options.hidden(), options.hidden());
  }

  Perceptron utility() {
    boolean both = options.ownFeaturesToo() && agent.scores() == SetAgent.Scores.RELATIONS;
    int h = options.hidden();
    return Perceptron.of("utility", both ? 3 * h : 2 * h, h, 1);
  }

  /** Numbers that actor and critic read. */
  private int trunkInputs() {
    int h = options.hidden();
    return switch (agent.context()) {
      case NONE -> h;
      case AVAILABILITY -> h + (options.encodesAvailability() ? h : actions.catalogue());
      case RELATIONS, DEEP_SET, LSTM -> 2 * h;
    };
  }

  /** Every trained tensor in order. */
  public List<NetworkTensor> tensors() {
    int h = options.hidden();
    List<NetworkTensor> all = new ArrayList<>(encoder().tensors());
    if (options.ownCriticState()) all.addAll(criticEncoder().tensors());
    if (described()) all.addAll(Perceptron.linear(ACTION, actions.representationSize(), h));
    boolean state = agent.nodes() == SetAgent.Nodes.STATE_AND_ACTION;
    if (agent.scores() == SetAgent.Scores.RELATIONS) {
      if (state) all.addAll(actionNodes().tensors());
      all.addAll(actionGraph().tensors());
    }
    switch (agent.context()) {
      case NONE -> {}
      case AVAILABILITY -> {
        if (options.encodesAvailability()) all.addAll(availabilityEncoder().tensors());
      }
      case RELATIONS -> {
        if (state) all.addAll(summaryNodes().tensors());
        all.addAll(summaryGraph().tensors());
      }
      case DEEP_SET, LSTM -> {
        if (state) all.addAll(summaryNodes().tensors());
        all.addAll(summary().tensors());
      }
    }
    StartingValues trunk = StartingValues.orthogonal(TRUNK_GAIN);
    for (String name : List.of("actor", "critic")) {
      all.addAll(linear(name + ".0", trunkInputs(), h, trunk));
      all.addAll(linear(name + ".2", h, h, trunk));
    }
    all.addAll(linear(VALUE, h, 1, trunk));
    if (agent.scores() == SetAgent.Scores.CATALOGUE) {
      all.addAll(linear(OUTPUT, h, actions.catalogue(), StartingValues.orthogonal(OUTPUT_GAIN)));
    } else {
      all.addAll(utility().tensors());
    }
    int parameters = actions.parameters().size();
    if (wholeParameters()) {
      int choices = actions.parameters().stream().mapToInt(Parameter::choices).sum();
      all.addAll(linear(CHOICES, h, choices, StartingValues.orthogonal(OUTPUT_GAIN)));
    } else if (parameters > 0) {
      all.addAll(linear(ALPHA, h, parameters, StartingValues.orthogonal(1)));
      all.addAll(linear(BETA, h, parameters, StartingValues.orthogonal(1)));
    }
    return List.copyOf(all);
  }

  private static List<NetworkTensor> linear(String name, int in, int out, StartingValues start) {
    return Perceptron.linear(name, in, out, start, StartingValues.ZERO);
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent was made for
   */
  public void requireFits(EnvironmentSpec world) {
    if (!world.observations().equals(observations)) {
      throw new IllegalArgumentException(
          "the agent sees %s, the world \"%s\" shows %s"
              .formatted(observations.summary(), world.name(), world.observations().summary()));
    }
    boolean fits =
        world.actions() instanceof ActionSpace.VariableSet set
            && set.catalogue() == actions.catalogue()
            && set.representationSize() == actions.representationSize()
            && set.parameters().equals(actions.parameters())
            && set.setSize() <= places;
    if (!fits) {
      throw new IllegalArgumentException(
          "the agent chooses up to %d out of %d actions, the world \"%s\" has %s"
              .formatted(places, actions.catalogue(), world.name(), world.actions().summary()));
    }
  }
}
