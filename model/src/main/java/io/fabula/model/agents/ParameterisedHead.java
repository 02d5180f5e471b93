package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One of some actions, or one entry of a set, with the parameters that belong to it. Outputs are
 * {@code count} logits and then two numbers for each real parameter, a logit for each number that a
 * whole one can be; a distribution holds log-probabilities and the densities' two numbers. Only the
 * parameters of the chosen action count in its probability; in the entropy each action's parameters
 * count by the action's probability.
 *
 * @param count number of actions, or of the entries of the largest set
 * @param ranges all parameters, in the order of the outputs
 * @param owned for each action the indices of its parameters among {@code ranges}, in its order;
 *     one list alone for all actions if they share theirs
 * @param density how real parameters are distributed
 * @param parametersEntropy what the entropy of parameters is multiplied with, beside that of the
 *     choice; 1 for the entropy of both together
 */
public record ParameterisedHead(
    int count,
    List<Parameter> ranges,
    List<List<Integer>> owned,
    ParameterDensity density,
    double parametersEntropy)
    implements ActionHead {
  /** With the entropy of choice and parameters together. */
  public ParameterisedHead(
      int count, List<Parameter> ranges, List<List<Integer>> owned, ParameterDensity density) {
    this(count, ranges, owned, density, 1);
  }

  public ParameterisedHead {
    ranges = List.copyOf(ranges);
    owned = owned.stream().map(List::copyOf).toList();
    if (count < 1) throw new IllegalArgumentException("count must be at least 1, got " + count);
    if (density == ParameterDensity.CATEGORICAL) {
      throw new IllegalArgumentException("whole parameters are categorical by themselves");
    }
    if (!(parametersEntropy >= 0)) {
      throw new IllegalArgumentException(
          "parametersEntropy must be at least 0, got " + parametersEntropy);
    }
    if (owned.size() != count && owned.size() != 1) {
      throw new IllegalArgumentException(
          "needs parameters for each of " + count + " actions, got " + owned.size());
    }
    for (List<Integer> each : owned) {
      for (int slot : each) {
        if (slot < 0 || slot >= ranges.size()) {
          throw new IllegalArgumentException("there is no parameter " + slot);
        }
      }
    }
  }

  /** The head of a space in which each action has parameters of its own. */
  public static ParameterisedHead of(ActionSpace.Parameterised space, ParameterDensity density) {
    List<Parameter> ranges = new ArrayList<>();
    List<List<Integer>> owned = new ArrayList<>();
    for (ActionSpace.ParameterisedAction each : space.actions()) {
      List<Integer> own = new ArrayList<>();
      for (Parameter parameter : each.parameters()) {
        own.add(ranges.size());
        ranges.add(parameter);
      }
      owned.add(own);
    }
    return new ParameterisedHead(space.count(), ranges, owned, density);
  }

  /** The head of sets whose entries share their parameters. */
  public static ParameterisedHead of(ActionSpace.VariableSet space, ParameterDensity density) {
    List<Integer> shared = new ArrayList<>();
    for (int i = 0; i < space.parameters().size(); i++) shared.add(i);
    return new ParameterisedHead(
        CategoricalHead.largest(space), space.parameters(), List.of(shared), density);
  }

  /** The same with another weight of the parameters' entropy. */
  public ParameterisedHead withParametersEntropy(double value) {
    return new ParameterisedHead(count, ranges, owned, density, value);
  }

  private List<Integer> slots(int action) {
    return owned.get(owned.size() == 1 ? 0 : action);
  }

  private ParameterDensity density(int slot) {
    return density.of(ranges.get(slot));
  }

  private int at(int offset, int slot) {
    int at = offset + count;
    for (int i = 0; i < slot; i++) at += density(i).outputs(ranges.get(i));
    return at;
  }

  @Override
  public int outputs() {
    return at(0, ranges.size());
  }

  @Override
  public int positions() {
    return 1;
  }

  @Override
  public int parameters() {
    return owned.stream().mapToInt(List::size).max().orElse(0);
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    boolean fits =
        (world.actions() instanceof ActionSpace.Parameterised space
                && equals(of(space, density).withParametersEntropy(parametersEntropy)))
            || (world.actions() instanceof ActionSpace.VariableSet set
                && equals(of(set, density).withParametersEntropy(parametersEntropy)));
    if (!fits) {
      throw new IllegalArgumentException(
          CategoricalHead.mismatch(
              count + " actions with " + ranges.size() + " parameters", world));
    }
  }

  @Override
  public void normalise(float[] outputs, int offset) {
    ActionDistribution.logSoftmax(outputs, offset, count);
    for (int i = 0; i < ranges.size(); i++) {
      density(i).normalise(outputs, at(offset, i), ranges.get(i));
    }
  }

  @Override
  public void even(float[] target, int offset) {
    new CategoricalHead(count).even(target, offset);
    for (int i = 0; i < ranges.size(); i++) {
      density(i).even(target, at(offset, i), ranges.get(i));
    }
  }

  @Override
  public void sample(
      float[] distribution, int offset, RandomStream random, Choices target, int row) {
    int action = ActionDistribution.sample(distribution, offset, count, random);
    target.setPosition(row, 0, action);
    List<Integer> slots = slots(action);
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.get(i);
      Parameter range = ranges.get(slot);
      target.setParameter(
          row, i, density(slot).sample(distribution, at(offset, slot), range, random));
    }
  }

  @Override
  public void mode(float[] distribution, int offset, Choices target, int row) {
    int action = ActionDistribution.mode(distribution, offset, count);
    target.setPosition(row, 0, action);
    List<Integer> slots = slots(action);
    for (int i = 0; i < slots.size(); i++) {
      target.setParameter(row, i, mode(distribution, offset, slots.get(i)));
    }
  }

  private float mode(float[] distribution, int offset, int slot) {
    return density(slot).mode(distribution, at(offset, slot), ranges.get(slot));
  }

  @Override
  public float logProbability(float[] distribution, int offset, Choices choices, int row) {
    int action = choices.position(row, 0);
    double sum = distribution[offset + action];
    List<Integer> slots = slots(action);
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.get(i);
      int at = at(offset, slot);
      sum += density(slot).logDensity(distribution, at, choices.parameter(row, i));
    }
    return (float) sum;
  }

  @Override
  public double entropy(float[] distribution, int offset, Choices choices, int row) {
    double[] probs = ActionDistribution.probabilities(distribution, offset, count);
    double[] conditional = conditional(distribution, offset);
    return joint(ActionDistribution.entropy(distribution, offset, probs), probs, conditional);
  }

  private static double joint(double entropy, double[] probs, double[] conditional) {
    double sum = entropy;
    for (int j = 0; j < probs.length; j++) sum += probs[j] * conditional[j];
    return sum;
  }

  /** The entropy of each action's parameters. */
  private double[] conditional(float[] distribution, int offset) {
    double[] all = new double[count];
    if (owned.size() == 1) {
      Arrays.fill(all, parameterEntropy(distribution, offset, 0));
    } else {
      for (int j = 0; j < count; j++) all[j] = parameterEntropy(distribution, offset, j);
    }
    return all;
  }

  private double parameterEntropy(float[] distribution, int offset, int action) {
    double sum = 0;
    for (int slot : slots(action)) {
      sum += density(slot).entropy(distribution, at(offset, slot), ranges.get(slot));
    }
    return parametersEntropy * sum;
  }

  @Override
  public double gradient(
      float[] distribution,
      int offset,
      Choices choices,
      int row,
      double byLogProbability,
      double byEntropy) {
    int chosen = choices.position(row, 0);
    double[] probs = ActionDistribution.probabilities(distribution, offset, count);
    double entropy = ActionDistribution.entropy(distribution, offset, probs);
    double[] conditional = conditional(distribution, offset);
    double mean = 0;
    double[] shares = new double[ranges.size()];
    for (int j = 0; j < count; j++) {
      mean += probs[j] * conditional[j];
      for (int slot : slots(j)) shares[slot] += probs[j];
    }
    for (int j = 0; j < count; j++) {
      double logProb = distribution[offset + j];
      double hit = j == chosen ? 1 : 0;
      double entropyByLogit = probs[j] * (conditional[j] - mean - (logProb + entropy));
      distribution[offset + j] =
          (float) (byLogProbability * (hit - probs[j]) + byEntropy * entropyByLogit);
    }
    List<Integer> slots = slots(chosen);
    for (int slot = 0; slot < ranges.size(); slot++) {
      int i = slots.indexOf(slot);
      float x = i < 0 ? mode(distribution, offset, slot) : choices.parameter(row, i);
      density(slot)
          .gradient(
              distribution,
              at(offset, slot),
              ranges.get(slot),
              x,
              i < 0 ? 0 : byLogProbability,
              byEntropy * parametersEntropy * shares[slot]);
    }
    return joint(entropy, probs, conditional);
  }

  @Override
  public Action action(Choices choices, int row, ActionSet available) {
    int action = choices.position(row, 0);
    List<Integer> slots = slots(action);
    float[] values = new float[slots.size()];
    for (int i = 0; i < values.length; i++) {
      int slot = slots.get(i);
      values[i] = density(slot).value(choices.parameter(row, i), ranges.get(slot));
    }
    return Action.of(available.ids()[action], values);
  }
}
