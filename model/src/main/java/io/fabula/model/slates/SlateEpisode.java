package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.recsim.InterSessionDiversity;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays episodes of a group of users with an agent, or at random. */
public final class SlateEpisode {
  private final SlateWorld world;
  private final int inputs;
  private final int candidates;
  private final @Nullable SlateActor actor;

  private final float[] users;
  private final float[] nextUsers;
  private final float[] packed;
  private final int[] positions;
  private final int[] packedPositions;
  private final int[] ids;
  private final boolean[] took;
  private final int[] order;

  /**
   * @param inputs numbers that are seen of a user
   * @param candidates of an episode
   * @param actor chooses slates; null for uniformly random ones. It is not closed with this
   */
  public SlateEpisode(SlateWorld world, int inputs, int candidates, @Nullable SlateActor actor) {
    this.world = world;
    this.inputs = inputs;
    this.candidates = candidates;
    this.actor = actor;
    int slots = world.users() * world.slateSize();
    users = new float[world.users() * inputs];
    nextUsers = new float[users.length];
    packed = new float[users.length];
    positions = new int[slots];
    packedPositions = new int[slots];
    ids = new int[slots];
    took = new boolean[world.users()];
    order = new int[candidates];
  }

  /** Takes what happened to one user in one step. */
  interface Sink {
    /**
     * Takes one user's step.
     *
     * @param users what was seen of all users, this one's from {@code user * inputs} on
     * @param positions of its slate among the candidates, from {@code user * slateSize} on
     */
    void add(
        int user,
        float[] users,
        int[] positions,
        double reward,
        float[] nextUsers,
        boolean end,
        int[] candidates);
  }

  /**
   * What an episode brought.
   *
   * @param reward sum of a user's rewards, mean over users
   * @param steps of the longest user
   * @param userSteps of all users together
   * @param measures means over each user's steps, then over users, in the order of the world's
   *     {@link SlateWorld#measures()}
   * @param rewards sum of each user's rewards
   * @param interSessionDiversity of the users of each step, mean over steps; NaN if never two users
   *     were there
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Result(
      double reward,
      int steps,
      long userSteps,
      double[] measures,
      double[] rewards,
      double interSessionDiversity) {
    /** A measure by its name. */
    public double measure(List<String> names, String name) {
      return measures[names.indexOf(name)];
    }
  }

  /**
   * Plays one episode.
   *
   * @param seed of the world
   * @param epsilon chance that a user's whole slate is random
   * @param sampling whether slates are drawn by the softmax of values
   * @param random decides both
   */
  public Result play(long seed, double epsilon, boolean sampling, RandomStream random) {
    return play(seed, epsilon, sampling, random, null);
  }

  Result play(
      long seed, double epsilon, boolean sampling, RandomStream random, @Nullable Sink sink) {
    world.begin(seed);
    int[] offered = world.candidates();
    if (actor != null) actor.offer(offered);
    int n = world.users();
    double[] rewards = new double[n];
    int[] steps = new int[n];
    double[][] measured = new double[n][world.measures().size()];
    double[] now = new double[world.measures().size()];
    int longest = 0;
    double diversity = 0;
    int compared = 0;
    observe(users);
    while (anyActive()) {
      longest++;
      choose(epsilon, sampling, random);
      for (int i = 0; i < ids.length; i++) ids[i] = offered[positions[i]];
      for (int i = 0; i < n; i++) took[i] = world.isActive(i);
      int[][] shown = shown();
      if (shown.length > 1) {
        diversity += InterSessionDiversity.of(shown, world.items().count());
        compared++;
      }
      world.step(ids);
      for (int i = 0; i < n; i++) {
        if (!took[i]) continue;
        world.observe(i, nextUsers, i * inputs);
        rewards[i] += world.reward(i);
        steps[i]++;
        world.measure(i, now);
        for (int k = 0; k < now.length; k++) measured[i][k] += now[k];
        if (sink != null) {
          sink.add(i, users, positions, world.reward(i), nextUsers, !world.isActive(i), offered);
        }
      }
      System.arraycopy(nextUsers, 0, users, 0, users.length);
    }
    return result(rewards, steps, measured, longest, diversity / compared);
  }

  /** The slates of the users who are there. */
  private int[][] shown() {
    int size = world.slateSize();
    int[][] slates = new int[took.length][];
    int n = 0;
    for (int i = 0; i < took.length; i++) {
      if (took[i]) slates[n++] = Arrays.copyOfRange(ids, i * size, (i + 1) * size);
    }
    return Arrays.copyOf(slates, n);
  }

  private static Result result(
      double[] rewards, int[] steps, double[][] measured, int longest, double diversity) {
    double[] means = new double[measured[0].length];
    double reward = 0;
    long userSteps = 0;
    for (int i = 0; i < rewards.length; i++) {
      reward += rewards[i] / rewards.length;
      userSteps += steps[i];
      for (int k = 0; k < means.length; k++) {
        means[k] += measured[i][k] / steps[i] / rewards.length;
      }
    }
    return new Result(reward, longest, userSteps, means, rewards, diversity);
  }

  private void observe(float[] target) {
    for (int i = 0; i < world.users(); i++) world.observe(i, target, i * inputs);
  }

  private boolean anyActive() {
    for (int i = 0; i < world.users(); i++) if (world.isActive(i)) return true;
    return false;
  }

  private void choose(double epsilon, boolean sampling, RandomStream random) {
    int size = world.slateSize();
    int greedy = 0;
    int[] owners = new int[world.users()];
    for (int i = 0; i < world.users(); i++) {
      if (!world.isActive(i)) continue;
      if (actor == null || random.nextDouble() < epsilon) {
        draw(random, i * size);
      } else {
        System.arraycopy(users, i * inputs, packed, greedy * inputs, inputs);
        owners[greedy++] = i;
      }
    }
    if (greedy == 0 || actor == null) return;
    actor.choose(
        greedy, Arrays.copyOf(packed, greedy * inputs), sampling ? random : null, packedPositions);
    for (int k = 0; k < greedy; k++) {
      System.arraycopy(packedPositions, k * size, positions, owners[k] * size, size);
    }
  }

  /** A slate without repeats, each equally likely. */
  private void draw(RandomStream random, int from) {
    for (int k = 0; k < candidates; k++) order[k] = k;
    for (int j = 0; j < world.slateSize(); j++) {
      int other = j + random.nextInt(candidates - j);
      int drawn = order[other];
      order[other] = order[j];
      order[j] = drawn;
      positions[from + j] = drawn;
    }
  }
}
