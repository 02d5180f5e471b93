package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActionDistribution;
import java.util.ArrayList;
import java.util.List;

/**
 * An episode that one agent played and several watched: the world before each step, where its agent
 * was, and what each agent remembered.
 */
public final class WatchedCourse {
  private static final int FIRST_PICKED = 2;

  /**
   * How levels are played.
   *
   * @param maximumSteps steps after which an episode is cut off, or 0 for the world's own limit
   * @param every one of so many states is picked, at random; at least 1
   * @param seed of actions and choices
   */
  public record Options(int maximumSteps, int every, long seed) {
    public Options {
      if (maximumSteps < 0) {
        throw new IllegalArgumentException(
            "maximumSteps must be at least 0 (0 = the world's limit), got " + maximumSteps);
      }
      if (every < 1) throw new IllegalArgumentException("every must be at least 1, got " + every);
    }
  }

  private final long level;
  private final List<byte[]> snapshots = new ArrayList<>();
  private final List<AgentPlace> places = new ArrayList<>();
  private final List<Integer> actions = new ArrayList<>();
  private final List<Integer> picked = new ArrayList<>();
  private final List<List<float[]>> states = new ArrayList<>(); // [agent][steps + 1]
  private byte[] now = {};

  private WatchedCourse(long level) {
    this.level = level;
  }

  /**
   * Plays levels side by side.
   *
   * @param world to play in
   * @param agents the first plays, all watch
   */
  public static List<WatchedCourse> play(
      EditableWorld world, List<SteppingAgent> agents, long[] levels, Options options) {
    List<WatchedCourse> courses = new ArrayList<>();
    for (long level : levels) {
      WatchedCourse course = new WatchedCourse(level);
      for (SteppingAgent agent : agents) {
        agent.requireFits(world.spec());
        course.states.add(new ArrayList<>(List.of(agent.begin())));
      }
      world.reset(level);
      course.now = world.snapshot();
      courses.add(course);
    }
    List<WatchedCourse> active = courses;
    for (int step = 0; !active.isEmpty(); step++)
      active = step(world, agents, active, step, options);
    return courses;
  }

  private static List<WatchedCourse> step(
      EditableWorld world,
      List<SteppingAgent> agents,
      List<WatchedCourse> active,
      int step,
      Options options) {
    List<List<float[]>> views = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) views.add(new ArrayList<>());
    for (WatchedCourse course : active) {
      world.restore(course.now);
      course.snapshots.add(course.now);
      course.places.add(world.editor().place());
      RandomStream pick = new RandomStream(Seeds.of(options.seed(), "pick", course.level, step));
      if (step >= FIRST_PICKED && pick.nextInt(options.every()) == 0) course.picked.add(step);
      for (int i = 0; i < agents.size(); i++) views.get(i).add(agents.get(i).view(world));
    }
    for (int i = 0; i < agents.size(); i++) {
      List<float[]> before = new ArrayList<>();
      for (WatchedCourse course : active) before.add(course.before(i, step));
      List<float[]> after = agents.get(i).remember(agents.get(i).embed(views.get(i)), before);
      for (int c = 0; c < active.size(); c++) active.get(c).states.get(i).add(after.get(c));
    }
    List<float[]> own =
        active.stream().map(course -> course.after(0, course.length() - 1)).toList();
    List<SteppingAgent.Decision> decisions = agents.get(0).decide(own);
    List<WatchedCourse> left = new ArrayList<>();
    for (int c = 0; c < active.size(); c++) {
      WatchedCourse course = active.get(c);
      float[] logProbabilities = decisions.get(c).logProbabilities();
      int action =
          ActionDistribution.sample(
              logProbabilities,
              0,
              logProbabilities.length,
              new RandomStream(Seeds.of(options.seed(), "act", course.level, step)));
      course.actions.add(action);
      world.restore(course.now);
      world.step(Action.of(action));
      if (world.done() || course.length() == options.maximumSteps()) continue;
      course.now = world.snapshot();
      left.add(course);
    }
    return left;
  }

  /** Seed of the level. */
  public long level() {
    return level;
  }

  /** Steps. */
  public int length() {
    return snapshots.size();
  }

  /** Steps whose states were picked, ascending. */
  public List<Integer> picked() {
    return List.copyOf(picked);
  }

  /** The world before a step. */
  public byte[] snapshot(int step) {
    return snapshots.get(step);
  }

  /** Where its agent was before a step. */
  public AgentPlace place(int step) {
    return places.get(step);
  }

  /** What was done in a step. */
  public int action(int step) {
    return actions.get(step);
  }

  /** What an agent remembered before it saw what a step begins with. */
  public float[] before(int agent, int step) {
    return states.get(agent).get(step);
  }

  /** What an agent remembered when the step's action was chosen. */
  public float[] after(int agent, int step) {
    return states.get(agent).get(step + 1);
  }

  /** What an agent is shown before a step; moves the world there. */
  float[] view(SteppingAgent agent, EditableWorld world, int step) {
    world.restore(snapshot(step));
    return agent.view(world);
  }
}
