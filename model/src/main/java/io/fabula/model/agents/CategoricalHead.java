package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;

/**
 * One of some actions without parameters, or one entry of a set; outputs are logits, a distribution
 * holds log-probabilities.
 *
 * @param count number of actions, or of the entries of the largest set
 */
public record CategoricalHead(int count) implements ActionHead {
  public CategoricalHead {
    if (count < 1) throw new IllegalArgumentException("count must be at least 1, got " + count);
  }

  @Override
  public int outputs() {
    return count;
  }

  @Override
  public int positions() {
    return 1;
  }

  @Override
  public int parameters() {
    return 0;
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    boolean fits =
        (world.actions() instanceof ActionSpace.Discrete all && all.count() == count)
            || (world.actions() instanceof ActionSpace.VariableSet set
                && set.parameters().isEmpty()
                && largest(set) <= count);
    if (!fits) throw new IllegalArgumentException(mismatch(count + " actions", world));
  }

  static int largest(ActionSpace.VariableSet set) {
    return set.setSize() > 0 ? set.setSize() : set.catalogue();
  }

  static String mismatch(String chosen, EnvironmentSpec world) {
    return "the agent chooses among "
        + chosen
        + ", the world \""
        + world.name()
        + "\" has "
        + world.actions().summary();
  }

  @Override
  public void normalise(float[] outputs, int offset) {
    ActionDistribution.logSoftmax(outputs, offset, count);
  }

  @Override
  public void even(float[] target, int offset) {
    float each = (float) -StrictMath.log(count);
    for (int i = 0; i < count; i++) target[offset + i] = each;
  }

  @Override
  public void sample(
      float[] distribution, int offset, RandomStream random, Choices target, int row) {
    target.setPosition(row, 0, ActionDistribution.sample(distribution, offset, count, random));
  }

  @Override
  public void mode(float[] distribution, int offset, Choices target, int row) {
    target.setPosition(row, 0, ActionDistribution.mode(distribution, offset, count));
  }

  @Override
  public float logProbability(float[] distribution, int offset, Choices choices, int row) {
    return distribution[offset + choices.position(row, 0)];
  }

  @Override
  public double entropy(float[] distribution, int offset, Choices choices, int row) {
    return ActionDistribution.entropy(distribution, offset, count);
  }

  @Override
  public double gradient(
      float[] distribution,
      int offset,
      Choices choices,
      int row,
      double byLogProbability,
      double byEntropy) {
    return ActionDistribution.gradient(
        distribution, offset, count, choices.position(row, 0), byLogProbability, byEntropy);
  }

  @Override
  public Action action(Choices choices, int row, ActionSet available) {
    return Action.of(available.ids()[choices.position(row, 0)]);
  }
}
