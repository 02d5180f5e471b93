package io.fabula.model.simulator;

import java.util.List;
import java.util.function.Function;

/**
 * The terms of the training loss, weighted except for the last two: the first six per step and
 * window, the last two per window.
 *
 * @param <T> what stands for a term: a node, its values, or their mean
 * @param divergence between posterior and prior
 * @param update length of the environment state's change
 * @param image squared error of the frame
 * @param reward squared error of the reward
 * @param terminal cross-entropy of the terminal flag
 * @param agentState squared error of the agent's state
 * @param agentStart squared error of the agent's first state
 * @param firstAction cross-entropy of the first action
 */
record SimulatorTerms<T>(
    T divergence,
    T update,
    T image,
    T reward,
    T terminal,
    T agentState,
    T agentStart,
    T firstAction) {

  List<T> list() {
    return List.of(
        divergence, update, image, reward, terminal, agentState, agentStart, firstAction);
  }

  <R> SimulatorTerms<R> map(Function<T, R> f) {
    return new SimulatorTerms<>(
        f.apply(divergence),
        f.apply(update),
        f.apply(image),
        f.apply(reward),
        f.apply(terminal),
        f.apply(agentState),
        f.apply(agentStart),
        f.apply(firstAction));
  }
}
