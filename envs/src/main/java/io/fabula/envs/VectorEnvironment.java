package io.fabula.envs;

import java.util.ArrayList;
import java.util.List;

/**
 * Many worlds with discrete actions, stepped together on several threads, each beginning its next
 * episode by itself.
 *
 * <p>Everything is published in flat arrays that live as long as this object and are rewritten by
 * each step, so that a network reads them in place; callers must not write to them. {@code [i]} is
 * always world {@code i}. Worlds share nothing that changes: the number of threads never changes a
 * result.
 *
 * <p>After a step that ended an episode, the reward, the flags {@link #terminated}, {@link
 * #truncated}, {@link #completed} and {@link #previousLevelSeeds} speak of that step, while the
 * observation, {@link #first} and {@link #levelSeeds} already belong to the next episode. The last
 * observation of the ended episode is seen only in {@link #finalObservations}.
 */
public final class VectorEnvironment implements AutoCloseable {
  /**
   * In place of an action: end the episode now and begin the next one. It counts as truncated. A
   * world that has an action that does nothing may take a last step with it.
   */
  public static final int END_EPISODE = -1;

  private static final String FORMAT = "vector-environment";
  private static final int VERSION = 1;
  private static final byte[] NO_BYTES = new byte[0];

  private final List<EndlessWorld> worlds;
  private final EnvironmentSpec spec;
  private final int size;
  private final WorkerPool pool;
  private final byte[] observations;
  private final byte[] finalObservations;
  private final float[] rewards;
  private final boolean[] first;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final boolean[] completed;
  private final long[] levelSeeds;
  private final long[] previousLevelSeeds;
  private final int[] actions;

  /**
   * Takes over worlds that stand at the beginning of their first episodes.
   *
   * @param worlds at least one, all with equal specs, discrete actions and byte-valued observations
   * @param threads how many threads step them, the caller included; at least 1
   * @param keepFinal whether to write {@link #finalObservations}; costs an observation per episode
   */
  public VectorEnvironment(List<? extends EndlessWorld> worlds, int threads, boolean keepFinal) {
    this.worlds = List.copyOf(worlds);
    if (worlds.isEmpty()) throw new IllegalArgumentException("worlds must not be empty");
    if (threads < 1)
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    spec = worlds.get(0).spec();
    for (EndlessWorld world : worlds) requireSame(spec, world.spec());
    if (!(spec.actions() instanceof ActionSpace.Discrete)) {
      throw new IllegalArgumentException(
          "worlds stepped together need discrete actions, " + spec.name() + " has others");
    }
    if (!spec.observations().byteValued()) {
      throw new IllegalArgumentException(
          "worlds stepped together need byte-valued observations, " + spec.name() + " has others");
    }
    int count = worlds.size();
    size = spec.observations().size();
    observations = new byte[Math.multiplyExact(count, size)];
    finalObservations = keepFinal ? new byte[observations.length] : NO_BYTES;
    rewards = new float[count];
    first = new boolean[count];
    terminated = new boolean[count];
    truncated = new boolean[count];
    completed = new boolean[count];
    levelSeeds = new long[count];
    previousLevelSeeds = new long[count];
    actions = new int[count];
    pool = new WorkerPool(Math.min(threads, count), spec.name());
    pool.each(count, this::publish);
  }

  /**
   * Steps environments of any kind that has discrete actions and byte-valued observations.
   *
   * @param environments one per world; they are reset here
   * @param seed episode {@code e} of world {@code i} has the seed {@code Seeds.of(seed, "episode",
   *     i, e)}
   * @param threads at least 1, the caller included
   */
  public static VectorEnvironment of(
      List<? extends Environment> environments, long seed, int threads) {
    List<EndlessWorld> worlds = new ArrayList<>();
    for (Environment environment : environments) {
      worlds.add(new RestartingWorld(environment, seed, worlds.size()));
    }
    return new VectorEnvironment(worlds, threads, false);
  }

  private static void requireSame(EnvironmentSpec expected, EnvironmentSpec actual) {
    if (!expected.equals(actual)) {
      throw new IllegalArgumentException(
          "worlds stepped together need equal specs, got " + expected + " and " + actual);
    }
  }

  /** The spec that every world has. */
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Number of worlds. */
  public int count() {
    return worlds.size();
  }

  /** Bytes of one observation. */
  public int observationSize() {
    return size;
  }

  /** Current observations, {@code [count, observationSize]}. */
  public byte[] observations() {
    return observations;
  }

  /**
   * Last observations of the episodes that the last step ended, {@code [count, observationSize]};
   * rows of worlds whose episode goes on hold what stood there before.
   *
   * @throws UnsupportedOperationException if these worlds were made without keeping them
   */
  public byte[] finalObservations() {
    if (finalObservations.length == 0) {
      throw new UnsupportedOperationException(
          "final observations are kept only if asked for when the worlds are made");
    }
    return finalObservations;
  }

  /** Rewards of the last step, unscaled, {@code [count]}; 0 before the first step. */
  public float[] rewards() {
    return rewards;
  }

  /** Whether the current observation is the first of an episode, {@code [count]}. */
  public boolean[] first() {
    return first;
  }

  /** Whether the last step ended an episode by the world's rules, {@code [count]}. */
  public boolean[] terminated() {
    return terminated;
  }

  /** Whether the last step ended an episode by the step limit or by request, {@code [count]}. */
  public boolean[] truncated() {
    return truncated;
  }

  /** Whether the last step completed the level or task, {@code [count]}. */
  public boolean[] completed() {
    return completed;
  }

  /** Seeds of the levels (or episodes) now shown, {@code [count]}. */
  public long[] levelSeeds() {
    return levelSeeds;
  }

  /** Seeds of the levels in which the last step was taken, {@code [count]}; 0 before the first. */
  public long[] previousLevelSeeds() {
    return previousLevelSeeds;
  }

  /**
   * Steps every world once.
   *
   * @param chosen {@code [count]}: an action index per world, or {@link #END_EPISODE}
   * @throws IllegalArgumentException if the number of actions is wrong or one of them does not
   *     exist; no world has moved then
   */
  public void step(int[] chosen) {
    if (chosen.length != actions.length) {
      throw new IllegalArgumentException(
          "needs one action per world, " + actions.length + ", got " + chosen.length);
    }
    int limit = spec.actions().count();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] < END_EPISODE || chosen[i] >= limit) {
        throw new IllegalArgumentException(
            "action of world " + i + " must be within 0.." + (limit - 1) + ", got " + chosen[i]);
      }
    }
    System.arraycopy(chosen, 0, actions, 0, actions.length);
    pool.each(actions.length, this::stepOne);
  }

  private void stepOne(int i) {
    worlds.get(i).step(actions[i], finalObservations, i * size);
    publish(i);
  }

  private void publish(int i) {
    EndlessWorld world = worlds.get(i);
    world.observe(observations, i * size);
    rewards[i] = world.reward();
    first[i] = world.first();
    terminated[i] = world.terminated();
    truncated[i] = world.truncated();
    completed[i] = world.completed();
    levelSeeds[i] = world.levelSeed();
    previousLevelSeeds[i] = world.previousLevelSeed();
  }

  /** Draws world {@code i} as a person would want to see it. */
  public Picture render(int i) {
    return worlds.get(i).render();
  }

  /** The complete state of all worlds. */
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(FORMAT, VERSION).put(worlds.size());
    for (EndlessWorld world : worlds) out.put(world.snapshot());
    return out.toBytes();
  }

  /**
   * Restores a state taken by {@link #snapshot()} and publishes it. {@link #finalObservations} are
   * not part of it.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of as many equal worlds; no
   *     world has changed then
   */
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, FORMAT, VERSION);
    int count = in.nextInt();
    if (count != worlds.size()) {
      throw new IllegalArgumentException(
          "expected a snapshot of " + worlds.size() + " worlds, got " + count);
    }
    List<byte[]> states = new ArrayList<>();
    for (int i = 0; i < count; i++) states.add(in.nextBytes());
    in.end();
    List<byte[]> before = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        before.add(worlds.get(i).snapshot());
        worlds.get(i).restore(states.get(i));
      }
    } catch (IllegalArgumentException e) {
      for (int i = 0; i < before.size() - 1; i++) worlds.get(i).restore(before.get(i));
      throw e;
    }
    pool.each(count, this::publish);
  }

  /** Ends the threads. The arrays stay readable; stepping is over. */
  @Override
  public void close() {
    pool.close();
  }
}
