package io.fabula.envs;

/**
 * One world: a deterministic process that an agent acts in.
 *
 * <p>Everything random comes from the seed given to {@link #reset}: the same seed and the same
 * actions give the same observations, rewards and endings, bit for bit. A world does no drawing
 * unless an image observation is asked for, and it never resets itself; {@link VectorEnvironment}
 * does that for batches.
 *
 * <p>An instance belongs to one thread at a time.
 */
public interface Environment {
  /** What can be observed, done and earned here; the same object for the life of the instance. */
  EnvironmentSpec spec();

  /**
   * Begins a new episode. After it {@link #reward()} is 0 and neither {@link #terminated()} nor
   * {@link #truncated()} holds.
   *
   * @param seed the only source of randomness of the episode
   */
  void reset(long seed);

  /**
   * Takes one step.
   *
   * @param action an element of {@code spec().actions()} that is available now
   * @throws IllegalArgumentException if the action is outside the space or not available; the
   *     message says what was expected, and the world is unchanged
   * @throws IllegalStateException if the episode has ended or none was begun
   */
  void step(Action action);

  /**
   * The level that {@link #reset} plays for a seed: the seed itself, but in worlds that have a
   * limited choice of levels, where several seeds play the same one.
   */
  default long levelOf(long seed) {
    return seed;
  }

  /** The reward of the last step, in the world's own unscaled units; 0 after a reset. */
  double reward();

  /** Whether the last step ended the episode by the world's rules. */
  boolean terminated();

  /** Whether the last step ended the episode by the step limit alone. */
  boolean truncated();

  /** Whether the episode is over for either reason. */
  default boolean done() {
    return terminated() || truncated();
  }

  /**
   * Whether the last step completed what the world asks for, such as reaching the goal; false in
   * worlds that only earn and end.
   */
  default boolean completed() {
    return false;
  }

  /**
   * Writes the current observation as numbers, in the layout of {@code spec().observations()}.
   * Byte-valued observations (images, grids) are written unscaled, 0 to 255.
   *
   * @param target receives {@code spec().observations().size()} values from {@code offset}
   */
  void observe(float[] target, int offset);

  /**
   * Writes the current observation as bytes; only for byte-valued observation spaces (images and
   * grids).
   *
   * @throws UnsupportedOperationException if the observation space is not byte-valued
   */
  default void observe(byte[] target, int offset) {
    throw new UnsupportedOperationException(spec().name() + " has no byte-valued observation");
  }

  /**
   * The actions that are available now. Worlds with a fixed action space return all of it; worlds
   * with variable sets return the set of the episode or step.
   */
  ActionSet availableActions();

  /**
   * What an action means to a person, in a few words.
   *
   * @param action an element of {@code spec().actions()}, available or not
   */
  default String describe(Action action) {
    return spec().actions().describe(action);
  }

  /**
   * The complete state, including generator states. Restoring it into another instance with an
   * equal {@link #spec()} and options gives the same future, bit for bit.
   */
  byte[] snapshot();

  /**
   * Restores a state taken by {@link #snapshot()}.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this world; the state is
   *     then unchanged
   */
  void restore(byte[] snapshot);

  /** Draws what a person would want to see of the current state; independent of the observation. */
  Picture render();
}
