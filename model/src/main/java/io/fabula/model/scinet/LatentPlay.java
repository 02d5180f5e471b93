package io.fabula.model.scinet;

import io.fabula.envs.Action;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plays an agent by its decoder: in each state the encoder's latents without noise, one of them
 * changed or not, and the action of the greatest predicted value. Worlds draw nothing after their
 * start, so that two plays differ by the change alone.
 */
public final class LatentPlay {
  private final Supplier<? extends CoordinateWorld> makeWorld;
  private final SelectionNetwork network;
  private final int agent;
  private final LatentTable table;
  private final int[] starts;
  private final int maximumSteps;

  /**
   * @param makeWorld makes the world of the agent's objective
   * @param starts states to begin in, one episode each
   * @param maximumSteps after which an episode counts as failed, at least 1
   */
  public LatentPlay(
      Supplier<? extends CoordinateWorld> makeWorld,
      SelectionNetwork network,
      int agent,
      LatentTable table,
      int[] starts,
      int maximumSteps) {
    this.makeWorld = makeWorld;
    this.network = network;
    this.agent = agent;
    this.table = table;
    this.starts = starts.clone();
    this.maximumSteps = maximumSteps;
  }

  /**
   * What came of it, start by start.
   *
   * @param reached whether the reward was reached
   * @param steps until then, or the limit
   * @param firstActions what was done first
   * @param nearer whether the first action led nearer to the reward
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Outcome(boolean[] reached, int[] steps, int[] firstActions, boolean[] nearer) {
    /**
     * Return of each episode, discounted to its first step: {@code (1 - glow)^(steps - 1)} where
     * the reward was reached, else 0.
     */
    public double[] returns(double glow) {
      double[] returns = new double[reached.length];
      for (int i = 0; i < returns.length; i++) {
        returns[i] = reached[i] ? StrictMath.pow(1 - glow, steps[i] - 1.0) : 0;
      }
      return returns;
    }

    /** Share of episodes that reached the reward. */
    public double success() {
      return share(reached);
    }

    /** Mean number of steps, failed episodes counted with the limit. */
    public double meanSteps() {
      double sum = 0;
      for (int each : steps) sum += each;
      return sum / steps.length;
    }

    /** Share of first actions that led nearer to the reward. */
    public double nearerShare() {
      return share(nearer);
    }

    /** Share of starts in which the first action is another one than in {@code other}. */
    public double changedActions(Outcome other) {
      int changed = 0;
      for (int i = 0; i < firstActions.length; i++) {
        if (firstActions[i] != other.firstActions[i]) changed++;
      }
      return (double) changed / firstActions.length;
    }

    private static double share(boolean[] flags) {
      int count = 0;
      for (boolean each : flags) if (each) count++;
      return (double) count / flags.length;
    }
  }

  /**
   * Plays from all starts.
   *
   * @param seed of what a change draws; the draws of a start depend on the seed and the start alone
   */
  public Outcome play(LatentChange change, long seed) {
    int n = starts.length;
    List<CoordinateWorld> worlds = new ArrayList<>();
    List<RandomStream> streams = new ArrayList<>();
    for (int start : starts) {
      CoordinateWorld world = makeWorld.get();
      world.resetAt(table.space().coordinates(start));
      worlds.add(world);
      streams.add(new RandomStream(Seeds.of(seed, "change", start)));
    }
    Outcome outcome = new Outcome(new boolean[n], new int[n], new int[n], new boolean[n]);
    float[] vectors = new float[n * table.latents()];
    float[] values = new float[n * table.space().actions()];
    int running = n;
    try (DecoderPlan plan = new DecoderPlan(network, agent, n)) {
      for (int step = 0; step < maximumSteps && running > 0; step++) {
        for (int i = 0; i < n; i++) {
          if (!worlds.get(i).done()) see(worlds.get(i), change, streams.get(i), vectors, i);
        }
        plan.run(vectors, values);
        running = 0;
        for (int i = 0; i < n; i++) {
          CoordinateWorld world = worlds.get(i);
          if (world.done()) continue;
          act(world, best(values, i), i, step, outcome);
          if (!world.done()) running++;
        }
      }
    }
    return outcome;
  }

  private void see(
      CoordinateWorld world, LatentChange change, RandomStream random, float[] vectors, int i) {
    int state = table.space().state(world);
    table.copy(state, vectors, i * table.latents());
    if (change.latent() < 0) return;
    vectors[i * table.latents() + change.latent()] = change.value(state, table, random);
  }

  private int best(float[] values, int i) {
    int actions = table.space().actions();
    int best = 0;
    for (int a = 1; a < actions; a++) {
      if (values[i * actions + a] > values[i * actions + best]) best = a;
    }
    return best;
  }

  private void act(CoordinateWorld world, int action, int i, int step, Outcome outcome) {
    int before = step == 0 ? distance(world) : 0;
    world.step(Action.of(action));
    outcome.steps[i] = step + 1;
    outcome.reached[i] = world.completed();
    if (!world.completed()) outcome.steps[i] = world.done() ? maximumSteps : step + 1;
    if (step > 0) return;
    outcome.firstActions[i] = action;
    outcome.nearer[i] = distance(world) < before;
  }

  private int distance(CoordinateWorld world) {
    int[] place = table.space().coordinates(table.space().state(world));
    return world.optimalStepsFrom(place).orElse(Integer.MAX_VALUE);
  }
}
