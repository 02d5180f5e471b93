package io.fabula.model.mpdqn;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.weights.ParameterShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The size of an agent with parameterised actions: a value network with relu between its linear
 * layers, and a network that proposes all parameters from the state.
 *
 * @param form how values hang on parameters
 * @param stateSize numbers of an observation, at least 1
 * @param parameterSizes for each action how many real parameters it has, at least one action
 * @param sharedLayers in the split form, how many hidden layers of the state the actions' networks
 *     share; 0 gives each network all of them
 * @param valueHidden units of each hidden layer of the values, at least one
 * @param actorHidden units of each hidden layer of the parameters, at least one
 * @param startingParameters what an untrained agent proposes, on the scale of -1..1: a bias added
 *     after the last layer that is never trained; empty for none
 */
public record MpDqnArchitecture(
    ValueForm form,
    int stateSize,
    List<Integer> parameterSizes,
    int sharedLayers,
    List<Integer> valueHidden,
    List<Integer> actorHidden,
    List<Float> startingParameters) {
  public MpDqnArchitecture {
    parameterSizes = List.copyOf(parameterSizes);
    valueHidden = List.copyOf(valueHidden);
    actorHidden = List.copyOf(actorHidden);
    startingParameters = List.copyOf(startingParameters);
    if (stateSize < 1) {
      throw new IllegalArgumentException("stateSize must be at least 1, got " + stateSize);
    }
    if (parameterSizes.isEmpty() || parameterSizes.stream().anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(
          "parameterSizes must name at least one action, each number from 0, got "
              + parameterSizes);
    }
    requireUnits("valueHidden", valueHidden);
    requireUnits("actorHidden", actorHidden);
    if (sharedLayers < 0
        || sharedLayers >= valueHidden.size()
        || (sharedLayers > 0 && form != ValueForm.SPLIT)) {
      throw new IllegalArgumentException(
          "sharedLayers must be 0, or in the split form below the number of hidden layers "
              + valueHidden.size()
              + ", got "
              + sharedLayers);
    }
    int total = parameterSizes.stream().mapToInt(Integer::intValue).sum();
    if (total < 1) {
      throw new IllegalArgumentException("no action has a parameter, got " + parameterSizes);
    }
    if (!startingParameters.isEmpty() && startingParameters.size() != total) {
      throw new IllegalArgumentException(
          "startingParameters must be " + total + " numbers or none, got " + startingParameters);
    }
  }

  private static void requireUnits(String name, List<Integer> units) {
    if (units.isEmpty() || units.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          name + " must be at least one number from 1, got " + units);
    }
  }

  /**
   * The size that fits a world, without starting parameters.
   *
   * @throws IllegalArgumentException if the world's actions have no parameters of their own
   */
  public static MpDqnArchitecture of(EnvironmentSpec world, ValueForm form, List<Integer> hidden) {
    if (!(world.actions() instanceof ActionSpace.Parameterised space)) {
      throw new IllegalArgumentException(
          "needs actions with real parameters of their own, the world \""
              + world.name()
              + "\" has "
              + world.actions().summary());
    }
    List<Integer> sizes = space.actions().stream().map(each -> each.parameters().size()).toList();
    return new MpDqnArchitecture(
        form, world.observations().size(), sizes, 0, hidden, hidden, List.of());
  }

  /** The same with other starting parameters. */
  public MpDqnArchitecture withStartingParameters(List<Float> values) {
    return new MpDqnArchitecture(
        form, stateSize, parameterSizes, sharedLayers, valueHidden, actorHidden, values);
  }

  /** Number of discrete actions. */
  public int actions() {
    return parameterSizes.size();
  }

  /** Parameters of all actions together. */
  public int parameters() {
    return parameterSizes.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Numbers that the actor puts out: all parameters, and before them scores where there are any.
   */
  public int proposals() {
    return scores() + parameters();
  }

  /**
   * Scores that the actor puts out: one per action in the form of an actor and a critic, else 0.
   */
  public int scores() {
    return form == ValueForm.ACTOR_CRITIC ? actions() : 0;
  }

  /** Values that the value network puts out. */
  int valueOutputs() {
    return form == ValueForm.ACTOR_CRITIC ? 1 : actions();
  }

  /** Where an action's parameters begin among the proposals. */
  public int offset(int action) {
    return scores() + parameterSizes.subList(0, action).stream().mapToInt(Integer::intValue).sum();
  }

  /** For each proposal the action that it belongs to, -1 for scores. */
  int[] owners() {
    int[] owners = new int[proposals()];
    Arrays.fill(owners, 0, scores(), -1);
    int at = scores();
    for (int k = 0; k < actions(); k++) {
      for (int i = 0; i < parameterSizes.get(k); i++) owners[at++] = k;
    }
    return owners;
  }

  /** The tensors of the value network, in order, in PyTorch's layout. */
  List<ParameterShape> valueShapes() {
    List<ParameterShape> all = new ArrayList<>();
    if (form != ValueForm.SPLIT) {
      addLayers(all, "q.layers.", stateSize + proposals(), valueHidden, valueOutputs());
      return all;
    }
    int in = stateSize;
    for (int i = 0; i < sharedLayers; i++) {
      addLinear(all, "q.shared." + i, in, valueHidden.get(i));
      in = valueHidden.get(i);
    }
    List<Integer> own = valueHidden.subList(sharedLayers, valueHidden.size());
    for (int k = 0; k < actions(); k++) {
      addLayers(all, "q." + k + ".layers.", in + parameterSizes.get(k), own, 1);
    }
    return all;
  }

  /** The tensors of the network that proposes parameters, in order, in PyTorch's layout. */
  List<ParameterShape> actorShapes() {
    List<ParameterShape> all = new ArrayList<>();
    addLayers(all, "actor.layers.", stateSize, actorHidden, proposals());
    return all;
  }

  private static void addLayers(
      List<ParameterShape> all, String prefix, int inputs, List<Integer> hidden, int outputs) {
    int in = inputs;
    for (int i = 0; i < hidden.size(); i++) {
      addLinear(all, prefix + i, in, hidden.get(i));
      in = hidden.get(i);
    }
    addLinear(all, prefix + hidden.size(), in, outputs);
  }

  private static void addLinear(List<ParameterShape> all, String name, int in, int out) {
    all.add(new ParameterShape(name + ".weight", List.of(out, in)));
    all.add(new ParameterShape(name + ".bias", List.of(out)));
  }

  /** Whether a tensor belongs to a layer whose outputs are values or parameters. */
  boolean isOutput(String tensor) {
    String layer = tensor.substring(0, tensor.lastIndexOf('.'));
    int last = tensor.startsWith("actor.") ? actorHidden.size() : valueHidden.size() - sharedLayers;
    return !layer.startsWith("q.shared.") && layer.endsWith(".layers." + last);
  }
}
