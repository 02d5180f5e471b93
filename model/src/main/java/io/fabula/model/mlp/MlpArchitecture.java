package io.fabula.model.mlp;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.ParameterisedHead;
import io.fabula.model.agents.SlateHead;
import io.fabula.model.weights.ParameterShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of a perceptron actor-critic: two towers of linear layers with tanh between them, one
 * for the policy and one for the value, without shared parameters.
 *
 * <p>In worlds with fixed actions the policy's tower ends in a linear layer of as many outputs as
 * the {@linkplain #head() head} has. Where sets of actions vary, each available action is scored by
 * {@code score(tanh(features + action(representation)))}: the same parameters for every action, in
 * any order and number.
 *
 * @param observations what the world shows
 * @param actions what can be done there
 * @param hidden units of each hidden layer, at least one
 * @param density how real parameters of actions are distributed, where there are any
 */
public record MlpArchitecture(
    ObservationSpace observations,
    ActionSpace actions,
    List<Integer> hidden,
    ParameterDensity density) {
  private static final float BRIGHTEST = 255;

  public MlpArchitecture {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty() || hidden.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("hidden must be numbers from 1, got " + hidden);
    }
    boolean described =
        !(actions instanceof ActionSpace.VariableSet set && set.representationSize() == 0)
            && !(actions instanceof ActionSpace.Slate slate && slate.representationSize() == 0);
    if (!described) {
      throw new IllegalArgumentException("actions of a set need a representation to be scored by");
    }
  }

  /** An agent for a world, with Beta distributions where actions have real parameters. */
  public static MlpArchitecture of(EnvironmentSpec world, int... hidden) {
    List<Integer> units = new ArrayList<>();
    for (int each : hidden) units.add(each);
    return new MlpArchitecture(world.observations(), world.actions(), units, ParameterDensity.BETA);
  }

  /** What the policy's outputs mean. */
  public ActionHead head() {
    if (actions instanceof ActionSpace.Discrete discrete) {
      return new CategoricalHead(discrete.count());
    }
    if (actions instanceof ActionSpace.Parameterised space) {
      return ParameterisedHead.of(space, density);
    }
    if (actions instanceof ActionSpace.Slate slate) {
      return new SlateHead(slate.candidates(), slate.slateSize());
    }
    ActionSpace.VariableSet set = (ActionSpace.VariableSet) actions;
    return set.parameters().isEmpty()
        ? new CategoricalHead(candidates())
        : ParameterisedHead.of(set, density);
  }

  /** Entries of the largest set of actions; 0 where actions are fixed. */
  public int candidates() {
    if (actions instanceof ActionSpace.Slate slate) return slate.candidates();
    if (!(actions instanceof ActionSpace.VariableSet set)) return 0;
    return set.setSize() > 0 ? set.setSize() : set.catalogue();
  }

  /** Numbers that describe one entry of a set; 0 where actions are fixed. */
  public int representation() {
    if (actions instanceof ActionSpace.Slate slate) return slate.representationSize();
    return actions instanceof ActionSpace.VariableSet set ? set.representationSize() : 0;
  }

  /**
   * Numbers of one row of input: the observation, then the representations of all candidates, then
   * for each candidate 1 if it exists.
   */
  public int inputSize() {
    return observations.size() + candidates() * (representation() + 1);
  }

  /** What stored observations are multiplied with to lie within 0..1 where they are bytes. */
  float scale() {
    if (observations instanceof ObservationSpace.Grid grid) return 1f / (grid.symbols() - 1);
    return observations.byteValued() ? 1 / BRIGHTEST : 1;
  }

  /** Real parameters of an action that all entries of a set share. */
  int sharedParameters() {
    return actions instanceof ActionSpace.VariableSet set ? set.parameters().size() : 0;
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent was made for
   */
  public void requireFits(EnvironmentSpec world) {
    if (!world.observations().equals(observations)) {
      throw new IllegalArgumentException(
          "the agent sees "
              + observations.summary()
              + ", the world \""
              + world.name()
              + "\" shows "
              + world.observations().summary());
    }
    if (!world.actions().equals(actions)) {
      throw new IllegalArgumentException(
          "the agent chooses "
              + actions.summary()
              + ", the world \""
              + world.name()
              + "\" has "
              + world.actions().summary());
    }
  }

  /** Every parameter tensor in order, with PyTorch's names and shapes. */
  public List<ParameterShape> parameters() {
    List<ParameterShape> all = new ArrayList<>();
    int width = addTower(all, "actor");
    if (candidates() == 0) {
      addLinear(all, layer("actor", hidden.size()), width, head().outputs());
    } else {
      addLinear(all, "action", representation(), width);
      addLinear(all, "score", width, 1);
      if (sharedParameters() > 0) {
        addLinear(all, "parameters", width, head().outputs() - candidates());
      }
    }
    addTower(all, "critic");
    addLinear(all, layer("critic", hidden.size()), width, 1);
    return List.copyOf(all);
  }

  /** The name of layer {@code i} of a tower: every second module is a tanh. */
  static String layer(String tower, int i) {
    return tower + "." + 2 * i;
  }

  private int addTower(List<ParameterShape> all, String tower) {
    int in = observations.size();
    for (int i = 0; i < hidden.size(); i++) {
      addLinear(all, layer(tower, i), in, hidden.get(i));
      in = hidden.get(i);
    }
    return in;
  }

  private static void addLinear(List<ParameterShape> all, String name, int in, int out) {
    all.add(new ParameterShape(name + ".weight", List.of(out, in)));
    all.add(new ParameterShape(name + ".bias", List.of(out)));
  }
}
