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
 * What pushes of an agent's state do in the real world. In some states of the first agent's play
 * each agent's memory is pushed along directions, to either side; the twins go on from there in
 * worlds of their own, with the same random numbers. Lag 0 is what is read from the pushed state at
 * once; each further lag is one more observation.
 */
public final class PushExperiment {
  /**
   * What is done.
   *
   * @param amount how far a push goes along a direction, above 0
   * @param lags ascending, from 0
   * @param statesPerLevel most states of one level, at least 1
   * @param quota most states
   * @param course how levels are played
   */
  public record Options(
      double amount,
      List<Integer> lags,
      int statesPerLevel,
      int quota,
      WatchedCourse.Options course) {
    public Options {
      lags = List.copyOf(lags);
      if (!(amount > 0))
        throw new IllegalArgumentException("amount must be above 0, got " + amount);
      if (lags.isEmpty() || lags.get(0) < 0) {
        throw new IllegalArgumentException("lags must begin at 0 or above, got " + lags);
      }
    }
  }

  /**
   * A twin at a lag.
   *
   * @param state its memory
   * @param decision what is read from it
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Moment(float[] state, SteppingAgent.Decision decision) {}

  /**
   * What a push did.
   *
   * @param agent which one
   * @param level seed of the level
   * @param step of the episode, from 0
   * @param direction index among the agent's directions
   * @param lag observations since the push
   * @param untouched the agent as it would be
   * @param plus pushed along the direction
   * @param minus pushed against it
   */
  public record Response(
      int agent,
      long level,
      int step,
      int direction,
      int lag,
      Moment untouched,
      Moment plus,
      Moment minus) {}

  private static final class Twin {
    final int direction;
    WorldTree.Node node;
    float[] state;

    Twin(int direction, WorldTree.Node node, float[] state) {
      this.direction = direction;
      this.node = node;
      this.state = state;
    }
  }

  /** A state, with the twins that start there: the untouched one, then plus and minus each. */
  private static final class Start {
    final WatchedCourse course;
    final int step;
    final List<Twin> twins = new ArrayList<>();

    Start(WatchedCourse course, int step) {
      this.course = course;
      this.step = step;
    }
  }

  private final EditableWorld world;
  private final List<SteppingAgent> agents;
  private final List<double[][]> directions;
  private final Options options;

  /**
   * @param world to play in; nobody else may use it meanwhile
   * @param agents the first plays the levels that states are taken from, all watch
   * @param directions {@code [agent][directions, stateSize]}: what a push by 1 adds
   */
  public PushExperiment(
      EditableWorld world,
      List<SteppingAgent> agents,
      List<double[][]> directions,
      Options options) {
    this.world = world;
    this.agents = List.copyOf(agents);
    this.directions = List.copyOf(directions);
    this.options = options;
  }

  /** Plays levels and pushes; responses agent by agent, lag by lag, state by state. */
  public List<Response> run(long[] levels) {
    List<Response> responses = new ArrayList<>();
    List<WatchedCourse> courses = WatchedCourse.play(world, agents, levels, options.course());
    for (int agent = 0; agent < agents.size(); agent++) {
      push(agent, courses, responses);
    }
    return responses;
  }

  private void push(int agent, List<WatchedCourse> courses, List<Response> responses) {
    WorldTree tree = new WorldTree(world, agents.get(agent), Optional.empty());
    List<Start> starts = starts(agent, courses, tree);
    tree.look();
    int last = options.lags().get(options.lags().size() - 1);
    for (int lag = 0; lag <= last; lag++) {
      List<Twin> alive = new ArrayList<>();
      for (Start start : starts) {
        for (Twin twin : start.twins) if (!twin.node.done()) alive.add(twin);
      }
      if (lag > 0) remember(agent, alive);
      List<SteppingAgent.Decision> decisions =
          agents.get(agent).decide(alive.stream().map(twin -> twin.state).toList());
      if (options.lags().contains(lag)) tell(agent, lag, starts, alive, decisions, responses);
      // what is read at lag 0 came from the observation that the state already holds
      if (lag < last && lag > 0) act(agent, tree, starts, alive, decisions, lag);
    }
  }

  private List<Start> starts(int agent, List<WatchedCourse> courses, WorldTree tree) {
    List<Start> starts = new ArrayList<>();
    for (WatchedCourse course : courses) {
      int ofLevel = 0;
      for (int step : course.picked()) {
        if (ofLevel >= options.statesPerLevel() || starts.size() >= options.quota()) break;
        ofLevel++;
        Start start = new Start(course, step);
        WorldTree.Node root = tree.root(course.snapshot(step));
        float[] before = course.before(agent, step);
        start.twins.add(new Twin(-1, root, before));
        double[][] own = directions.get(agent);
        for (int d = 0; d < own.length; d++) {
          start.twins.add(new Twin(d, root, StatePush.along(before, own[d], options.amount())));
          start.twins.add(new Twin(d, root, StatePush.along(before, own[d], -options.amount())));
        }
        starts.add(start);
      }
    }
    return starts;
  }

  private void remember(int agent, List<Twin> alive) {
    List<float[]> next =
        agents
            .get(agent)
            .remember(
                alive.stream().map(twin -> twin.node.seen()).toList(),
                alive.stream().map(twin -> twin.state).toList());
    for (int i = 0; i < alive.size(); i++) alive.get(i).state = next.get(i);
  }

  private void act(
      int agent,
      WorldTree tree,
      List<Start> starts,
      List<Twin> alive,
      List<SteppingAgent.Decision> decisions,
      int lag) {
    int at = 0;
    for (Start start : starts) {
      long seed = Seeds.of(options.course().seed(), "push", start.course.level(), start.step, lag);
      for (Twin twin : start.twins) {
        if (twin.node.done()) continue;
        float[] logProbabilities = decisions.get(at++).logProbabilities();
        int action =
            ActionDistribution.sample(
                logProbabilities, 0, logProbabilities.length, new RandomStream(seed));
        twin.node = tree.child(twin.node, Action.of(action));
      }
    }
    if (at != alive.size()) throw new IllegalStateException("twins of agent " + agent + " differ");
    tree.look();
  }

  private static void tell(
      int agent,
      int lag,
      List<Start> starts,
      List<Twin> alive,
      List<SteppingAgent.Decision> decisions,
      List<Response> responses) {
    int at = 0;
    for (Start start : starts) {
      List<Optional<Moment>> moments = new ArrayList<>();
      for (Twin twin : start.twins) {
        moments.add(
            twin.node.done()
                ? Optional.empty()
                : Optional.of(new Moment(twin.state, decisions.get(at++))));
      }
      Optional<Moment> untouched = moments.get(0);
      if (untouched.isEmpty()) continue;
      for (int i = 1; i < moments.size(); i += 2) {
        Optional<Moment> plus = moments.get(i);
        Optional<Moment> minus = moments.get(i + 1);
        if (plus.isEmpty() || minus.isEmpty()) continue;
        responses.add(
            new Response(
                agent,
                start.course.level(),
                start.step,
                start.twins.get(i).direction,
                lag,
                untouched.get(),
                plus.get(),
                minus.get()));
      }
    }
    if (at != alive.size()) throw new IllegalStateException("twins differ in number");
  }
}
