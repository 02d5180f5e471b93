package io.fabula.model.simulator;

import io.fabula.model.training.DivergedException;
import io.fabula.model.training.FiniteCheck;
import java.util.List;

/**
 * One simulated course of events of {@code T} steps. The arrays must not be changed.
 *
 * <p>The simulated end of an episode never stops a course: {@link #terminalProbabilities} says how
 * likely each frame was the last.
 */
public final class SimulatedSample {
  private static final FiniteCheck FINITE =
      new FiniteCheck(List.of("learning_rate of the simulator's training"));

  private final float[] bottleneck;
  private final byte[] frames;
  private final float[] rewards;
  private final float[] terminalProbabilities;
  private final int[] actions;
  private final float[] logProbabilities;
  private final float[] values;
  private final float[] agentStates;
  private final float[] environmentStates;

  SimulatedSample(
      float[] bottleneck,
      byte[] frames,
      float[] rewards,
      float[] terminalProbabilities,
      int[] actions,
      float[] logProbabilities,
      float[] values,
      float[] agentStates,
      float[] environmentStates) {
    this.bottleneck = bottleneck;
    this.frames = frames;
    this.rewards = rewards;
    this.terminalProbabilities = terminalProbabilities;
    this.actions = actions;
    this.logProbabilities = logProbabilities;
    this.values = values;
    this.agentStates = agentStates;
    this.environmentStates = environmentStates;
  }

  /**
   * Requires all numbers to be finite.
   *
   * @param sample its number, for the message
   * @throws DivergedException naming what is not; the simulator's training went wrong
   */
  public void requireFinite(long sample) {
    String where = "sample " + sample;
    FINITE.numbers(where, "bottleneck", bottleneck);
    FINITE.numbers(where, "rewards", rewards);
    FINITE.numbers(where, "terminal probabilities", terminalProbabilities);
    FINITE.numbers(where, "log-probabilities", logProbabilities);
    FINITE.numbers(where, "values", values);
    FINITE.numbers(where, "agent's states", agentStates);
    FINITE.numbers(where, "environment's states", environmentStates);
  }

  /** What the course started from, length 1. */
  public float[] bottleneck() {
    return bottleneck;
  }

  /** Frames as the agent saw them, {@code [T, row, column, channel]}, 0..255, truncated. */
  public byte[] frames() {
    return frames;
  }

  /** Expected rewards, {@code [T]}, in the units of the recording. */
  public float[] rewards() {
    return rewards;
  }

  /** Probability that the frame ends the episode, {@code [T]}. */
  public float[] terminalProbabilities() {
    return terminalProbabilities;
  }

  /** The agent's most probable action after seeing the frame, {@code [T]}. */
  public int[] actions() {
    return actions;
  }

  /** Log-probabilities of all actions in nats, {@code [T, action]}. */
  public float[] logProbabilities() {
    return logProbabilities;
  }

  /** The agent's expected return, {@code [T]}. */
  public float[] values() {
    return values;
  }

  /** The agent's state after seeing the frame, {@code [T, hidden]}. */
  public float[] agentStates() {
    return agentStates;
  }

  /** Deterministic state of the simulated environment, {@code [T, width]}. */
  public float[] environmentStates() {
    return environmentStates;
  }
}
