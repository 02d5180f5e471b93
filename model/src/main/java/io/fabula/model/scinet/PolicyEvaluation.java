package io.fabula.model.scinet;

import io.fabula.envs.Action;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;

/**
 * How well an agent plays from every state in which an episode can begin.
 *
 * @param success share of episodes that reached the reward
 * @param meanSteps mean length of all episodes
 * @param meanStepsReached mean length of those that reached it; NaN if none did
 * @param optimum mean of the least numbers of steps
 */
public record PolicyEvaluation(
    double success, double meanSteps, double meanStepsReached, double optimum) {
  /**
   * Plays an agent.
   *
   * @param softmax factor of preferences; positive infinity for the most preferred action
   * @param repeats episodes per start, at least 1
   */
  public static PolicyEvaluation of(
      CoordinateWorld world, PreferenceTable agent, double softmax, int repeats, long seed) {
    StateSpace space = StateSpace.of(world);
    boolean greedy = Double.isInfinite(softmax);
    SoftmaxChoice choice = new SoftmaxChoice(greedy ? 1 : softmax, space.actions());
    long episodes = 0;
    long reached = 0;
    long steps = 0;
    long stepsReached = 0;
    double optimum = 0;
    int starts = 0;
    for (int start = 0; start < space.count(); start++) {
      int[] place = space.coordinates(start);
      if (!world.canStart(place)) continue;
      starts++;
      optimum += world.optimalStepsFrom(place).orElse(0);
      RandomStream random = new RandomStream(Seeds.of(seed, "evaluate", start));
      for (int i = 0; i < repeats; i++) {
        world.resetAt(place);
        int length = 0;
        while (!world.done()) {
          int state = space.state(world);
          int action =
              greedy
                  ? agent.best(state)
                  : choice.draw(agent.rows(), state * space.actions(), random);
          world.step(Action.of(action));
          length++;
        }
        episodes++;
        steps += length;
        if (world.completed()) {
          reached++;
          stepsReached += length;
        }
      }
    }
    return new PolicyEvaluation(
        (double) reached / episodes,
        (double) steps / episodes,
        reached == 0 ? Double.NaN : (double) stepsReached / reached,
        optimum / starts);
  }
}
