package io.fabula.model.gru;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.weights.ParameterShape;
import java.util.List;

/**
 * The size of an actor-critic with memory: {@code tanh} of a linear layer over the observation, a
 * GRU, and linear layers for policy and value over its state.
 *
 * @param observations what the world shows
 * @param actions what can be done there, always the same actions
 * @param embedding units of the first layer, at least 1
 * @param memory units of the GRU, at least 1
 */
public record GruArchitecture(
    ObservationSpace observations, ActionSpace.Discrete actions, int embedding, int memory) {
  static final String EMBEDDING = "embedding";
  static final String GRU = "gru";
  static final String ACTOR = "actor";
  static final String CRITIC = "critic";

  private static final int GATES = 3;

  public GruArchitecture {
    if (embedding < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "embedding and memory must be at least 1, got %d and %d".formatted(embedding, memory));
    }
  }

  /**
   * An agent for a world.
   *
   * @throws IllegalArgumentException if its actions vary or have parameters
   */
  public static GruArchitecture of(EnvironmentSpec world, int embedding, int memory) {
    if (!(world.actions() instanceof ActionSpace.Discrete discrete)) {
      throw new IllegalArgumentException(
          "needs fixed actions, \"%s\" has %s".formatted(world.name(), world.actions().summary()));
    }
    return new GruArchitecture(world.observations(), discrete, embedding, memory);
  }

  /** Numbers of a row of input. */
  public int inputSize() {
    return observations.size();
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent was made for
   */
  public void requireFits(EnvironmentSpec world) {
    if (!world.observations().equals(observations) || !world.actions().equals(actions)) {
      throw new IllegalArgumentException(
          "the agent sees %s and chooses %s, the world \"%s\" has %s and %s"
              .formatted(
                  observations.summary(),
                  actions.summary(),
                  world.name(),
                  world.observations().summary(),
                  world.actions().summary()));
    }
  }

  /** Every parameter tensor in order, with PyTorch's names and shapes. */
  public List<ParameterShape> parameters() {
    return List.of(
        new ParameterShape(EMBEDDING + ".weight", List.of(embedding, inputSize())),
        new ParameterShape(EMBEDDING + ".bias", List.of(embedding)),
        new ParameterShape(GRU + ".weight_ih_l0", List.of(GATES * memory, embedding)),
        new ParameterShape(GRU + ".weight_hh_l0", List.of(GATES * memory, memory)),
        new ParameterShape(GRU + ".bias_ih_l0", List.of(GATES * memory)),
        new ParameterShape(GRU + ".bias_hh_l0", List.of(GATES * memory)),
        new ParameterShape(ACTOR + ".weight", List.of(actions.count(), memory)),
        new ParameterShape(ACTOR + ".bias", List.of(actions.count())),
        new ParameterShape(CRITIC + ".weight", List.of(1, memory)),
        new ParameterShape(CRITIC + ".bias", List.of(1)));
  }

  /**
   * Numbers that enter a unit of a tensor's layer, by which its first values are bounded; the
   * memory for all of the GRU's, as PyTorch does.
   */
  int fanIn(String parameter) {
    return parameter.startsWith(EMBEDDING) ? inputSize() : memory;
  }
}
