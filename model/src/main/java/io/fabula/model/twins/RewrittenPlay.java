package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActionDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays the same levels by twins of an agent, each of whose memory is rewritten in its own way
 * after every step. The action of a step is drawn with one uniform number that all twins share, so
 * that twins differ by their rule alone.
 *
 * <p>A level's episodes do not depend on which others are played beside it, to the bit.
 */
public final class RewrittenPlay {
  /**
   * An episode of a twin.
   *
   * @param level seed of the level
   * @param twin index of the twin
   * @param returnRaw sum of rewards
   * @param length steps
   * @param cause name of what ended it
   * @param success whether the world's task was completed by that
   * @param actions how often each action was taken
   * @param landings how often the agent came to stand on each of the world's footings
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Episode(
      long level,
      int twin,
      double returnRaw,
      int length,
      String cause,
      boolean success,
      int[] actions,
      int[] landings) {}

  private final class Course {
    final long level;
    final int twin;
    final int[] actions = new int[world.spec().actions().count()];
    final int[] landings = new int[footings.size()];
    WorldTree.Node node;
    float[] state;
    double sum;
    int length;

    Course(long level, int twin, WorldTree.Node root, float[] state) {
      this.level = level;
      this.twin = twin;
      node = root;
      this.state = state;
    }

    void moveTo(WorldTree.Node next, int action) {
      boolean stood = node.footing().isPresent();
      node = next;
      sum += next.reward();
      length++;
      actions[action]++;
      if (!stood && next.footing().isPresent()) landings[footings.indexOf(next.footing().get())]++;
    }

    Episode episode(String cause, boolean success) {
      return new Episode(level, twin, sum, length, cause, success, actions, landings);
    }
  }

  private final EditableWorld world;
  private final SteppingAgent agent;
  private final int maximumSteps;
  private final long seed;
  private final List<String> footings;

  /**
   * @param world to play in; nobody else may use it meanwhile
   * @param maximumSteps steps after which an episode is cut off, or 0 for the world's own limit
   * @param seed of the uniform numbers
   */
  public RewrittenPlay(EditableWorld world, SteppingAgent agent, int maximumSteps, long seed) {
    if (maximumSteps < 0) {
      throw new IllegalArgumentException(
          "maximumSteps must be at least 0 (0 = the world's limit), got " + maximumSteps);
    }
    this.world = world;
    this.agent = agent;
    this.maximumSteps = maximumSteps;
    this.seed = seed;
    footings = world.editor().footings();
  }

  /**
   * Plays levels.
   *
   * @param levels seeds to reset the world with
   * @return level by level, in the order of the twins
   */
  public List<Episode> play(long[] levels, List<StateRule> twins) {
    WorldTree tree = new WorldTree(world, agent, Optional.empty());
    Episode[] ended = new Episode[levels.length * twins.size()];
    List<Course> active = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (long level : levels) {
      WorldTree.Node root = tree.root(level);
      for (int i = 0; i < twins.size(); i++) {
        places.add(active.size());
        active.add(new Course(level, i, root, agent.begin()));
      }
    }
    for (int step = 0; !active.isEmpty(); step++) {
      tree.look();
      List<float[]> before = active.stream().map(course -> course.state).toList();
      List<float[]> after =
          agent.remember(active.stream().map(course -> course.node.seen()).toList(), before);
      List<SteppingAgent.Decision> decisions = agent.decide(after);
      List<Course> left = new ArrayList<>();
      List<Integer> leftPlaces = new ArrayList<>();
      for (int i = 0; i < active.size(); i++) {
        Course course = active.get(i);
        float[] logProbabilities = decisions.get(i).logProbabilities();
        int action =
            ActionDistribution.sample(
                logProbabilities,
                0,
                logProbabilities.length,
                new RandomStream(Seeds.of(seed, "rewritten", course.level, step)));
        course.state = twins.get(course.twin).apply(before.get(i), after.get(i));
        course.moveTo(tree.child(course.node, Action.of(action)), action);
        if (course.node.done()) {
          boolean success = course.node.cause().map(cause -> cause.success()).orElse(false);
          String cause = course.node.cause().orElse(BlindPlay.CUT_OFF).name();
          ended[places.get(i)] = course.episode(cause, success);
        } else if (course.length == maximumSteps) {
          ended[places.get(i)] = course.episode(BlindPlay.CUT_OFF.name(), false);
        } else {
          left.add(course);
          leftPlaces.add(places.get(i));
        }
      }
      active = left;
      places = leftPlaces;
    }
    return List.of(ended);
  }
}
