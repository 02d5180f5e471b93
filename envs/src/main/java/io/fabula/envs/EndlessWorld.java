package io.fabula.envs;

/**
 * A world with discrete actions and byte observations that begins its next episode by itself, so
 * that there is always something to observe and to do. {@link VectorEnvironment} steps many of
 * them.
 *
 * <p>After a step that ended an episode, {@link #reward}, {@link #terminated}, {@link #truncated},
 * {@link #completed} and {@link #previousLevelSeed} speak of that step, while {@link #observe},
 * {@link #first} and {@link #levelSeed} speak of the episode just begun.
 *
 * <p>An instance belongs to one thread at a time and shares no changing state with others.
 */
public interface EndlessWorld {
  /** What can be observed, done and earned here. */
  EnvironmentSpec spec();

  /**
   * Takes one step, and begins the next episode if it ended this one.
   *
   * @param action a discrete action of {@code spec().actions()}, or {@link
   *     VectorEnvironment#END_EPISODE}
   * @param ending receives the last observation of the episode if this step ended it; an empty
   *     array if that is not wanted
   * @param offset where in {@code ending} the observation goes
   */
  void step(int action, byte[] ending, int offset);

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

  /** Seed of the level (or episode) that can be observed now. */
  long levelSeed();

  /** Seed of the level (or episode) in which the last step was taken; 0 before the first step. */
  long previousLevelSeed();

  /** Writes the current observation, {@code spec().observations().size()} bytes. */
  void observe(byte[] target, int offset);

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
