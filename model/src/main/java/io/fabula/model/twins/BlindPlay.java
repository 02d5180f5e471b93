package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActionDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Plays the same levels by twins that do not see a feature, in one way each. Beside the memory of
 * what it sees each twin keeps a memory that reads its own course redrawn without the feature; its
 * actions are read from the first, patched with the second. World, level and random numbers are
 * those of the untouched run: the action of step {@code t} of a level is drawn with one uniform
 * number that all twins share.
 *
 * <p>A level's episodes do not depend on which others are played beside it, to the bit.
 */
public final class BlindPlay {
  /** The ending of episodes that {@link Options#maximumSteps} cuts off. */
  public static final EndingCause CUT_OFF =
      new EndingCause("cut-off", "was stopped by the step limit of the experiment", false);

  private static final int TRIES = 1000;
  private static final int TRIES_PER_LEVEL = 100;

  /**
   * What is played.
   *
   * @param feature that twins may not see
   * @param maximumSteps steps after which an episode is cut off, or 0 for the world's own limit
   * @param seed of the uniform numbers
   */
  public record Options(String feature, int maximumSteps, long seed) {
    public Options {
      if (maximumSteps < 0) {
        throw new IllegalArgumentException(
            "maximumSteps must be at least 0 (0 = the world's limit), got " + maximumSteps);
      }
    }
  }

  /** Is told each step. */
  public interface Listener {
    /**
     * A twin is about to act.
     *
     * @param level seed of the level
     * @param twin index of the twin
     * @param step from 0
     * @param node where it stands
     * @param seeing memory of what it sees, after this observation
     * @param blind memory of what it would see without the feature
     * @param action what it does
     */
    void step(
        long level,
        int twin,
        int step,
        WorldTree.Node node,
        float[] seeing,
        float[] blind,
        int action);
  }

  private static final class Course {
    final long level;
    final int index;
    final BlindTwin twin;
    WorldTree.Node node;
    float[] seeing;
    float[] blind;
    double undiscounted;
    double variation;
    int length;

    Course(long level, int index, BlindTwin twin, WorldTree.Node root, float[] state) {
      this.level = level;
      this.index = index;
      this.twin = twin;
      node = root;
      seeing = state;
      blind = state;
    }

    TwinEpisode episode(String cause) {
      return new TwinEpisode(level, index, undiscounted, length, cause, variation / length);
    }
  }

  private final EditableWorld world;
  private final SteppingAgent agent;
  private final Options options;

  /**
   * @param world to play in; nobody else may use it meanwhile
   */
  public BlindPlay(EditableWorld world, SteppingAgent agent, Options options) {
    this.world = world;
    this.agent = agent;
    this.options = options;
  }

  /**
   * The first levels from a seed on that have a feature at their beginning.
   *
   * @param count how many are wanted; fewer are returned where they are rarer than one of 100
   */
  public static long[] levelsWith(EditableWorld world, String feature, long first, int count) {
    long[] levels = new long[count];
    int found = 0;
    long last = first + TRIES + (long) TRIES_PER_LEVEL * count;
    for (long seed = first; found < count && seed < last; seed++) {
      world.reset(seed);
      if (world.editor().has(feature)) levels[found++] = seed;
    }
    return Arrays.copyOf(levels, found);
  }

  /**
   * Plays levels.
   *
   * @param levels seeds to reset the world with
   * @param listener told of each step, episodes interleaved
   * @return level by level, in the order of the twins
   */
  public List<TwinEpisode> play(long[] levels, List<BlindTwin> twins, Listener listener) {
    WorldTree tree = new WorldTree(world, agent, Optional.of(options.feature()));
    List<Course> active = new ArrayList<>();
    for (long level : levels) {
      WorldTree.Node root = tree.root(level);
      for (int i = 0; i < twins.size(); i++) {
        active.add(new Course(level, i, twins.get(i), root, agent.begin()));
      }
    }
    List<TwinEpisode> ended = new ArrayList<>();
    for (int step = 0; !active.isEmpty(); step++) {
      tree.look();
      active = step(tree, active, step, listener, ended);
    }
    List<Long> order = new ArrayList<>();
    for (long level : levels) order.add(level);
    ended.sort(
        (a, b) ->
            a.level() == b.level()
                ? Integer.compare(a.twin(), b.twin())
                : Integer.compare(order.indexOf(a.level()), order.indexOf(b.level())));
    return ended;
  }

  /** The same without a listener. */
  public List<TwinEpisode> play(long[] levels, List<BlindTwin> twins) {
    return play(levels, twins, (level, twin, step, node, seeing, blind, action) -> {});
  }

  private List<Course> step(
      WorldTree tree, List<Course> active, int step, Listener listener, List<TwinEpisode> ended) {
    List<float[]> patched = remember(active);
    List<float[]> seeing = active.stream().map(course -> course.seeing).toList();
    List<SteppingAgent.Decision> own = agent.decide(seeing);
    List<SteppingAgent.Decision> done = agent.decide(patched);
    List<Course> left = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      Course course = active.get(i);
      float[] logProbabilities = done.get(i).logProbabilities();
      int action =
          ActionDistribution.sample(
              logProbabilities,
              0,
              logProbabilities.length,
              new RandomStream(Seeds.of(options.seed(), "twin", course.level, step)));
      listener.step(
          course.level, course.index, step, course.node, course.seeing, course.blind, action);
      course.variation += done.get(i).totalVariation(own.get(i));
      if (course.twin.fedBack()) course.seeing = patched.get(i);
      course.node = tree.child(course.node, Action.of(action));
      course.undiscounted += course.node.reward();
      course.length++;
      if (course.node.done()) {
        ended.add(course.episode(course.node.cause().orElse(CUT_OFF).name()));
      } else if (course.length == options.maximumSteps()) {
        ended.add(course.episode(CUT_OFF.name()));
      } else {
        left.add(course);
      }
    }
    return left;
  }

  /** Takes both memories of each course one step further; returns what is read from. */
  private List<float[]> remember(List<Course> active) {
    List<float[]> embeddings = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    for (Course course : active) {
      embeddings.add(course.node.seen());
      states.add(course.seeing);
      embeddings.add(course.node.unseen());
      states.add(course.blind);
    }
    List<float[]> next = agent.remember(embeddings, states);
    List<float[]> patched = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      Course course = active.get(i);
      course.seeing = next.get(2 * i);
      course.blind = next.get(2 * i + 1);
      patched.add(course.twin.patch().apply(course.seeing, course.blind));
    }
    return patched;
  }
}
