package io.fabula.envs;

/**
 * A world that knows which episode it plays next, so that there is always something to observe and
 * to do. {@link VectorEnvironment} steps many of them and begins their episodes; any {@link
 * Environment} becomes one there. Worlds that order their levels by a rule of their own implement
 * this.
 *
 * <p>After a step, {@link #reward}, {@link #terminated}, {@link #truncated}, {@link #completed} and
 * {@link #previousEpisodeSeed} speak of that step until the next one, whatever begins in between.
 *
 * <p>An instance belongs to one thread at a time and shares no changing state with others.
 */
public interface AutoResetWorld {
  /** What can be observed, done and earned here. */
  EnvironmentSpec spec();

  /**
   * Takes one step. If it ended the episode, {@link #beginEpisode} must be called before the next.
   *
   * @param actions a batch of the space of {@link #spec}
   * @param row whose action is meant; {@link ActionBatch#endEpisode} ends the episode
   */
  void step(ActionBatch actions, int row);

  /** Begins the next episode after one has ended. */
  void beginEpisode();

  /** Reward of the last step, unscaled; 0 before the first step. */
  float reward();

  /** Whether what can be observed now is the beginning of an episode. */
  boolean first();

  /** Whether the last step ended its episode by the world's rules. */
  boolean terminated();

  /** Whether the last step ended its episode by a step limit or by request alone. */
  boolean truncated();

  /** Whether the last step completed the world's task. */
  boolean completed();

  /** Seed of the episode that can be observed now. */
  long episodeSeed();

  /** Seed of the episode in which the last step was taken; 0 before the first step. */
  long previousEpisodeSeed();

  /**
   * Writes the current observation as numbers.
   *
   * @see Environment#observe(float[], int)
   */
  void observe(float[] target, int offset);

  /**
   * Writes the current observation as bytes.
   *
   * @see Environment#observe(byte[], int)
   */
  void observe(byte[] target, int offset);

  /** The actions that are available now. */
  ActionSet availableActions();

  /** The complete state, including generator states and the values of the last step. */
  byte[] snapshot();

  /**
   * Restores a state taken by {@link #snapshot()}.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this world; the state is
   *     then unchanged
   */
  void restore(byte[] snapshot);

  /** Draws what a person would want to see of the current state. */
  Picture render();
}
