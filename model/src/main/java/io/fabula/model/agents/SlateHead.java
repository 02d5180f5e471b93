package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;

/**
 * An ordered slate of different candidates, drawn one after the other without replacement
 * (Plackett-Luce): each place among the candidates that are left, in proportion to their first
 * probabilities. Outputs are logits, a distribution holds the log-probabilities of the first place.
 *
 * @implNote The entropy of whole slates has no closed form. What counts as entropy here is the sum
 *     of the entropies of the places' distributions along the chosen slate: its mean over drawn
 *     slates is the entropy.
 * @param candidates number of candidates, or of the largest set of them
 * @param length places of a slate
 */
public record SlateHead(int candidates, int length) implements ActionHead {
  public SlateHead {
    if (length < 1 || candidates < length) {
      throw new IllegalArgumentException(
          "needs 1 <= length <= candidates, got " + length + " and " + candidates);
    }
  }

  @Override
  public int outputs() {
    return candidates;
  }

  @Override
  public int positions() {
    return length;
  }

  @Override
  public int parameters() {
    return 0;
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    boolean fits =
        world.actions() instanceof ActionSpace.Slate slate
            && slate.slateSize() == length
            && slate.candidates() <= candidates;
    if (!fits) {
      throw new IllegalArgumentException(
          CategoricalHead.mismatch("slates of " + length + " out of " + candidates, world));
    }
  }

  @Override
  public void normalise(float[] outputs, int offset) {
    ActionDistribution.logSoftmax(outputs, offset, candidates);
  }

  @Override
  public void even(float[] target, int offset) {
    new CategoricalHead(candidates).even(target, offset);
  }

  @Override
  public void sample(
      float[] distribution, int offset, RandomStream random, Choices target, int row) {
    float[] left = left(distribution, offset);
    for (int place = 0; place < length; place++) {
      if (place > 0) ActionDistribution.logSoftmax(left, 0, candidates);
      int chosen = ActionDistribution.sample(left, 0, candidates, random);
      target.setPosition(row, place, chosen);
      left[chosen] = EXCLUDED;
    }
  }

  @Override
  public void mode(float[] distribution, int offset, Choices target, int row) {
    float[] left = left(distribution, offset);
    for (int place = 0; place < length; place++) {
      int chosen = ActionDistribution.mode(left, 0, candidates);
      target.setPosition(row, place, chosen);
      left[chosen] = EXCLUDED;
    }
  }

  @Override
  public float logProbability(float[] distribution, int offset, Choices choices, int row) {
    float[] left = left(distribution, offset);
    double sum = 0;
    for (int place = 0; place < length; place++) {
      if (place > 0) ActionDistribution.logSoftmax(left, 0, candidates);
      sum += left[choices.position(row, place)];
      left[choices.position(row, place)] = EXCLUDED;
    }
    return (float) sum;
  }

  @Override
  public double entropy(float[] distribution, int offset, Choices choices, int row) {
    float[] left = left(distribution, offset);
    double sum = 0;
    for (int place = 0; place < length; place++) {
      if (place > 0) ActionDistribution.logSoftmax(left, 0, candidates);
      sum += ActionDistribution.entropy(left, 0, candidates);
      left[choices.position(row, place)] = EXCLUDED;
    }
    return sum;
  }

  @Override
  public double gradient(
      float[] distribution,
      int offset,
      Choices choices,
      int row,
      double byLogProbability,
      double byEntropy) {
    float[] left = left(distribution, offset);
    double[] sum = new double[candidates];
    double total = 0;
    for (int place = 0; place < length; place++) {
      if (place > 0) ActionDistribution.logSoftmax(left, 0, candidates);
      int chosen = choices.position(row, place);
      double[] probs = ActionDistribution.probabilities(left, 0, candidates);
      double entropy = ActionDistribution.entropy(left, 0, probs);
      total += entropy;
      for (int j = 0; j < candidates; j++) {
        double logProb = left[j];
        double hit = j == chosen ? 1 : 0;
        sum[j] += byLogProbability * (hit - probs[j]) - byEntropy * probs[j] * (logProb + entropy);
      }
      left[chosen] = EXCLUDED;
    }
    for (int j = 0; j < candidates; j++) distribution[offset + j] = (float) sum[j];
    return total;
  }

  private float[] left(float[] distribution, int offset) {
    float[] left = new float[candidates];
    System.arraycopy(distribution, offset, left, 0, candidates);
    return left;
  }

  @Override
  public Action action(Choices choices, int row, ActionSet available) {
    int[] items = new int[length];
    for (int i = 0; i < length; i++) items[i] = available.ids()[choices.position(row, i)];
    return Action.slate(items);
  }
}
