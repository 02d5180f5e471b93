package io.fabula.envs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Many worlds stepped together, on one thread or several, each beginning its next episode by
 * itself.
 *
 * <p>Everything is published in flat arrays that live as long as this object and are rewritten by
 * each step, so that a network reads them in place; callers must not write to them. {@code [i]} is
 * always world {@code i}. Worlds share nothing that changes: the number of threads never changes a
 * result, and different threads may step different ranges of worlds at their own pace.
 *
 * <p>After a step that ended an episode, the reward, the flags {@link #terminated}, {@link
 * #truncated}, {@link #completed} and {@link #previousEpisodeSeeds} speak of that step, while the
 * observation, {@link #first}, {@link #episodeSeeds} and {@link #availableActions} already belong
 * to the next episode. The last observation of the ended episode is seen only in {@link
 * #finalObservations}, whether it ended by the world's rules, by the step limit or by request.
 */
public final class VectorEnvironment implements AutoCloseable {
  private static final String FORMAT = "vector-environment";
  private static final int VERSION = 1;

  private final List<AutoResetWorld> worlds;
  private final EnvironmentSpec spec;
  private final WorkerPool pool;
  private final ObservationBatch observations;
  private final @Nullable ObservationBatch finalObservations;
  private final float[] rewards;
  private final boolean[] first;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final boolean[] completed;
  private final long[] episodeSeeds;
  private final long[] previousEpisodeSeeds;

  @SuppressWarnings("UnnecessaryLambda") // made once, so that a step allocates nothing
  private final IntConsumer stepOne = i -> stepOne(this.chosen, i);

  /** What all worlds are being stepped with. */
  private ActionBatch chosen;

  /**
   * Takes over worlds that stand at the beginning of their first episodes.
   *
   * @param worlds at least one, all with equal specs
   * @param threads how many threads step them, the caller included; at least 1
   * @param keepFinal whether to write {@link #finalObservations}; costs an observation per episode
   */
  public VectorEnvironment(List<? extends AutoResetWorld> worlds, int threads, boolean keepFinal) {
    this.worlds = List.copyOf(worlds);
    if (worlds.isEmpty()) throw new IllegalArgumentException("worlds must not be empty");
    if (threads < 1)
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    spec = worlds.get(0).spec();
    for (AutoResetWorld world : worlds) requireSame(spec, world.spec());
    int count = worlds.size();
    observations = new ObservationBatch(spec.observations(), count);
    finalObservations = keepFinal ? new ObservationBatch(spec.observations(), count) : null;
    rewards = new float[count];
    first = new boolean[count];
    terminated = new boolean[count];
    truncated = new boolean[count];
    completed = new boolean[count];
    episodeSeeds = new long[count];
    previousEpisodeSeeds = new long[count];
    chosen = new ActionBatch(spec.actions(), 0);
    pool = new WorkerPool(Math.min(threads, count), spec.name());
    pool.each(count, this::publish);
  }

  /**
   * Steps environments of any kind.
   *
   * @param environments one per world, with equal specs; they are reset here
   * @param seeds which episodes they play
   * @param threads at least 1, the caller included
   * @param keepFinal whether to write {@link #finalObservations}
   */
  public static VectorEnvironment of(
      List<? extends Environment> environments,
      EpisodeSeeds seeds,
      int threads,
      boolean keepFinal) {
    List<AutoResetWorld> worlds = new ArrayList<>();
    for (Environment environment : environments) {
      worlds.add(new RestartingWorld(environment, seeds, worlds.size()));
    }
    return new VectorEnvironment(worlds, threads, keepFinal);
  }

  /** The same with the seeds {@link EpisodeSeeds#of} and without final observations. */
  public static VectorEnvironment of(
      List<? extends Environment> environments, long seed, int threads) {
    return of(environments, EpisodeSeeds.of(seed), threads, false);
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

  /** Current observations, bytes or floats as the spec says. */
  public ObservationBatch observations() {
    return observations;
  }

  /**
   * Last observations of the episodes that the last step ended; rows of worlds whose episode goes
   * on hold what stood there before.
   *
   * @throws UnsupportedOperationException if these worlds were made without keeping them
   */
  public ObservationBatch finalObservations() {
    if (finalObservations == null) {
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

  /** Seeds of the episodes now shown, {@code [count]}. */
  public long[] episodeSeeds() {
    return episodeSeeds;
  }

  /** Seeds of the episodes in which the last step was taken, {@code [count]}; 0 before it. */
  public long[] previousEpisodeSeeds() {
    return previousEpisodeSeeds;
  }

  /** What world {@code i} offers now; in worlds with a fixed action space all of it. */
  public ActionSet availableActions(int i) {
    return worlds.get(i).availableActions();
  }

  /**
   * Steps every world once.
   *
   * @param actions one per world, of the space of {@link #spec}
   * @throws IllegalArgumentException if the batch has another size or space, or one of its actions
   *     does not exist or is not available; no world has moved then
   */
  public void step(ActionBatch actions) {
    check(actions, 0, count());
    chosen = actions;
    pool.each(count(), stepOne);
  }

  /**
   * Steps the worlds {@code from..to-1} once on the calling thread. Other threads may step other
   * ranges at the same time, each as far as it likes.
   *
   * @param actions a batch for all worlds; only the rows of the range are read
   * @throws IllegalArgumentException as {@link #step(ActionBatch)}, for the actions of the range
   */
  public void step(ActionBatch actions, int from, int to) {
    if (from < 0 || to < from || to > count()) {
      throw new IllegalArgumentException(
          "range must lie within 0.." + count() + ", got " + from + ".." + to);
    }
    check(actions, from, to);
    for (int i = from; i < to; i++) stepOne(actions, i);
  }

  private void check(ActionBatch actions, int from, int to) {
    if (actions.count() != count()) {
      throw new IllegalArgumentException(
          "needs one action per world, " + count() + ", got " + actions.count());
    }
    if (actions.space() != spec.actions() && !actions.space().equals(spec.actions())) {
      throw new IllegalArgumentException(
          "needs actions of " + spec.actions().summary() + ", got " + actions.space().summary());
    }
    for (int i = from; i < to; i++) actions.check(i, worlds.get(i));
  }

  private void stepOne(ActionBatch actions, int i) {
    AutoResetWorld world = worlds.get(i);
    world.step(actions, i);
    if (world.terminated() || world.truncated()) {
      if (finalObservations != null) finalObservations.put(i, world);
      world.beginEpisode();
    }
    publish(i);
  }

  private void publish(int i) {
    AutoResetWorld world = worlds.get(i);
    observations.put(i, world);
    rewards[i] = world.reward();
    first[i] = world.first();
    terminated[i] = world.terminated();
    truncated[i] = world.truncated();
    completed[i] = world.completed();
    episodeSeeds[i] = world.episodeSeed();
    previousEpisodeSeeds[i] = world.previousEpisodeSeed();
  }

  /** Draws world {@code i} as a person would want to see it. */
  public Picture render(int i) {
    return worlds.get(i).render();
  }

  /** The complete state of world {@code i}. */
  public byte[] snapshot(int i) {
    return worlds.get(i).snapshot();
  }

  /**
   * Restores a state taken by {@link #snapshot(int)} into world {@code i} and publishes it; other
   * threads may restore or step other worlds at the same time.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of such a world; it has not
   *     changed then
   */
  public void restore(int i, byte[] snapshot) {
    worlds.get(i).restore(snapshot);
    publish(i);
  }

  /** The complete state of all worlds. */
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(FORMAT, VERSION).put(worlds.size());
    for (AutoResetWorld world : worlds) out.put(world.snapshot());
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
