package io.fabula.model.scinet;

import io.fabula.envs.Action;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * Makes the data for selection from an agent (paper, appendix): in the first state of each episode
 * one action is drawn from those less probable than chance and gives a row with target 0; the
 * executed action is drawn from the others; the agent plays on by its softmax; and if the first
 * action's glow at the end exceeds the threshold, it gives a row with the scaled glow. Of an
 * episode's rows the earned one comes first.
 */
public final class FirstDecisions {
  private final CoordinateWorld world;
  private final StateSpace space;
  private final PreferenceTable agent;
  private final SoftmaxChoice choice;
  private final GlowTargets targets;
  private final double scale;

  private final Lane lane = new Lane();

  /**
   * @param world of the agent's objective
   * @param softmax factor of preferences in the softmax; published 0.5
   * @param scale of targets; published 10
   */
  public FirstDecisions(
      CoordinateWorld world,
      PreferenceTable agent,
      double softmax,
      GlowTargets targets,
      double scale) {
    this.world = world;
    this.agent = agent;
    this.targets = targets;
    this.scale = scale;
    space = StateSpace.of(world);
    choice = new SoftmaxChoice(softmax, space.actions());
  }

  /** The actions of a state, by whether they are at least as probable as chance. */
  @SuppressWarnings("ArrayRecordComponent") // made and read at once
  private record Sets(int[] good, int[] naught) {}

  private Sets sets(int state) {
    double[] p = choice.probabilities(agent.rows(), state * space.actions());
    // in single precision, as the original compares
    float chance = (float) (1.0 / space.actions());
    int[] good = new int[p.length];
    int[] naught = new int[p.length];
    int goods = 0;
    int naughts = 0;
    for (int a = 0; a < p.length; a++) {
      if ((float) p[a] < chance) naught[naughts++] = a;
      else good[goods++] = a;
    }
    if (goods == 0) good[goods++] = agent.best(state);
    return new Sets(Arrays.copyOf(good, goods), Arrays.copyOf(naught, naughts));
  }

  /**
   * Plays episodes until there are enough rows.
   *
   * @param rows how many, at least 1; the last episode may lose its last row
   * @param seed everything random comes from it
   * @throws IllegalStateException if a million episodes in a row give none
   */
  public SelectionData make(int rows, long seed) {
    int[] states = new int[rows];
    int[] actions = new int[rows];
    double[] wanted = new double[rows];
    RandomStream random = new RandomStream(Seeds.of(seed, "decisions"));
    int count = 0;
    long skipped = 0;
    long episode = 0;
    long lastWithRow = 0;
    while (count < rows) {
      world.reset(Seeds.of(seed, "episode", episode++));
      int start = space.state(world);
      Sets sets = sets(start);
      int naught = sets.naught.length == 0 ? -1 : sets.naught[random.nextInt(sets.naught.length)];
      if (naught < 0) skipped++;
      int first = sets.good[random.nextInt(sets.good.length)];
      double earned = play(first, random);
      if (earned > 0) {
        states[count] = start;
        actions[count] = first;
        wanted[count++] = earned;
      }
      if (naught >= 0 && count < rows) {
        states[count] = start;
        actions[count++] = naught;
      }
      if (earned > 0 || naught >= 0) lastWithRow = episode;
      if (episode - lastWithRow > 1_000_000) {
        throw new IllegalStateException("an agent whose actions are all alike gives no data");
      }
    }
    return new SelectionData(states, actions, wanted, episode, skipped);
  }

  /** Plays an episode to its end; the first action's target, 0 if it earned nothing. */
  private double play(int first, RandomStream random) {
    lane.length = 0;
    int action = first;
    while (true) {
      world.step(Action.of(action));
      lane.add(0, action, 0, (float) world.reward());
      if (world.done()) break;
      action = choice.draw(agent.rows(), space.state(world) * space.actions(), random);
    }
    return targets.first(lane.rewards, lane.length, scale);
  }
}
