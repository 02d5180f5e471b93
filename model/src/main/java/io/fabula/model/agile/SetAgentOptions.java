package io.fabula.model.agile;

/**
 * The size of an agent, and variants of it.
 *
 * @param hidden units of all layers, H
 * @param activation of actor and critic
 * @param heads of attention's first layer; more than 1 is not published
 * @param residual what a graph's input is multiplied with before it is added to its output
 * @param lstmLayers layers of the LSTM that summarises
 * @param ownCriticState whether the critic has a state encoder of its own
 * @param ownFeaturesToo whether an action is scored by its own representation behind its relations
 * @param encodesAvailability whether the available actions go through a perceptron first
 */
public record SetAgentOptions(
    int hidden,
    Activation activation,
    int heads,
    double residual,
    int lstmLayers,
    boolean ownCriticState,
    boolean ownFeaturesToo,
    boolean encodesAvailability) {
  /** Between the layers of actor and critic. */
  public enum Activation {
    /** As published for the grid. */
    TANH,
    /** As published for CREATE. */
    RELU
  }

  public SetAgentOptions {
    if (hidden < 1 || heads < 1 || lstmLayers < 1) {
      throw new IllegalArgumentException(
          "hidden, heads and lstmLayers must be at least 1, got %d, %d and %d"
              .formatted(hidden, heads, lstmLayers));
    }
    if (!(residual >= 0)) {
      throw new IllegalArgumentException("residual must be at least 0, got " + residual);
    }
  }

  /** As published, with {@code hidden} units. */
  public static SetAgentOptions published(int hidden, Activation activation) {
    return new SetAgentOptions(hidden, activation, 1, 1, 2, false, false, false);
  }
}
