package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;

/**
 * What a policy network's outputs mean: a distribution over the actions that are available. A row
 * of raw outputs becomes a row of the same length that describes the {@linkplain #normalise
 * distribution}; the rest reads that.
 *
 * <p>Where sets of actions vary, position {@code j} means the {@code j}-th available action, and
 * rows are as long as the largest set. The network gives positions behind the end of a set an
 * output of {@link #EXCLUDED}: their probability is exactly 0, they are never chosen, and no
 * gradient flows through them.
 */
public sealed interface ActionHead permits CategoricalHead, ParameterisedHead, SlateHead {
  /** The raw output of a position that does not exist or is forbidden. */
  float EXCLUDED = (float) -9e15;

  /** Raw outputs per decision. */
  int outputs();

  /** Positions per choice: 1, or the length of a slate. */
  int positions();

  /** Real parameters per choice, at most; 0 for none. */
  int parameters();

  /**
   * Checks that the choices are those of a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the head chooses
   */
  void requireFits(EnvironmentSpec world);

  /** Replaces raw outputs by the distribution, in place. */
  void normalise(float[] outputs, int offset);

  /** Writes the distribution in which all is alike. */
  void even(float[] target, int offset);

  /** Draws a choice into {@code target}. */
  void sample(float[] distribution, int offset, RandomStream random, Choices target, int row);

  /** The most likely choice, the first of several, into {@code target}. */
  void mode(float[] distribution, int offset, Choices target, int row);

  /** Logarithm of a choice's probability, times the density of its parameters (nats). */
  float logProbability(float[] distribution, int offset, Choices choices, int row);

  /** Entropy of the distribution (nats); of slates see {@link SlateHead}. */
  double entropy(float[] distribution, int offset, Choices choices, int row);

  /**
   * Replaces a distribution by the derivatives of a loss with respect to the raw outputs.
   *
   * @param byLogProbability derivative of the loss with respect to {@link #logProbability}
   * @param byEntropy derivative of the loss with respect to {@link #entropy}
   * @return the {@link #entropy} of the distribution that was replaced
   */
  double gradient(
      float[] distribution,
      int offset,
      Choices choices,
      int row,
      double byLogProbability,
      double byEntropy);

  /** The action that a choice means where {@code available} is available. */
  Action action(Choices choices, int row, ActionSet available);
}
