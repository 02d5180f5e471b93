package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.EditableWorld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What pushes of an agent's state do in the real world from moments that were recorded. The world
 * is brought to each moment by the recorded actions; from there on the agent takes its most
 * probable actions, and after some steps its state is pushed along directions, to either side. So a
 * course has the same beginning and the same rule of acting as one that a simulator makes of the
 * recorded moment.
 *
 * <p>Lag 0 is what is read from the pushed state at once; each further lag is one more observation.
 */
public final class ReplayedPushes {
  /** How far a state may lie from the recorded one: kernels round differently. */
  private static final double SAME_STATE = 1e-3;

  /**
   * What is done.
   *
   * @param pushedAfter steps from the recorded moment to the push, at least 0
   * @param amount how far a push goes along a direction, above 0
   * @param lags ascending, from 0
   */
  public record Options(int pushedAfter, double amount, List<Integer> lags) {
    public Options {
      lags = List.copyOf(lags);
      if (pushedAfter < 0) {
        throw new IllegalArgumentException("pushedAfter must be at least 0, got " + pushedAfter);
      }
      if (!(amount > 0))
        throw new IllegalArgumentException("amount must be above 0, got " + amount);
      if (lags.isEmpty() || lags.get(0) < 0) {
        throw new IllegalArgumentException("lags must begin at 0 or above, got " + lags);
      }
    }
  }

  /**
   * A recorded moment.
   *
   * @param level seed that the world was reset with
   * @param actions that led to it
   * @param before the agent's state before it saw the moment, {@code [stateSize]}
   * @param after its state afterwards; the replay is checked with it
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Start(long level, int[] actions, float[] before, float[] after) {}

  /**
   * What a push did.
   *
   * @param start index of the moment
   * @param direction index of the direction
   * @param lag observations since the push
   * @param plus pushed along the direction
   * @param minus pushed against it
   */
  public record Response(
      int start, int direction, int lag, PushExperiment.Moment plus, PushExperiment.Moment minus) {}

  private static final class Twin {
    final int start;
    WorldTree.Node node;
    float[] state;

    Twin(int start, WorldTree.Node node, float[] state) {
      this.start = start;
      this.node = node;
      this.state = state;
    }
  }

  private final EditableWorld world;
  private final SteppingAgent agent;
  private final double[][] directions;
  private final Options options;

  /**
   * @param world to play in; nobody else may use it meanwhile
   * @param directions {@code [directions, stateSize]}: what a push by 1 adds
   */
  public ReplayedPushes(
      EditableWorld world, SteppingAgent agent, double[][] directions, Options options) {
    this.world = world;
    this.agent = agent;
    this.directions = directions;
    this.options = options;
  }

  /**
   * Pushes after each moment; responses lag by lag, moment by moment, direction by direction. Where
   * an episode ends before a lag, that lag has no response.
   *
   * @throws IllegalArgumentException if a moment cannot be reached as it was recorded
   */
  public List<Response> run(List<Start> starts) {
    WorldTree tree = new WorldTree(world, agent, Optional.empty());
    List<Twin> courses = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) courses.add(replayed(tree, i, starts.get(i)));
    tree.look();
    remember(courses);
    for (Twin each : courses) requireSame(each, starts.get(each.start).after());
    for (int step = 0; step < options.pushedAfter(); step++) courses = act(tree, courses);
    List<Twin> twins = new ArrayList<>();
    for (Twin each : courses) {
      for (double[] direction : directions) {
        for (double side : new double[] {1, -1}) {
          float[] pushed = StatePush.along(each.state, direction, side * options.amount());
          twins.add(new Twin(each.start, each.node, pushed));
        }
      }
    }
    return follow(tree, twins);
  }

  private Twin replayed(WorldTree tree, int index, Start start) {
    world.reset(start.level());
    for (int action : start.actions()) {
      if (world.done()) throw differs(index, "the episode ends before it");
      world.step(Action.of(action));
    }
    if (world.done()) throw differs(index, "the episode ends before it");
    return new Twin(index, tree.root(), start.before());
  }

  private static void requireSame(Twin twin, float[] recorded) {
    for (int k = 0; k < recorded.length; k++) {
      if (Math.abs(twin.state[k] - recorded[k]) > SAME_STATE) {
        throw differs(twin.start, "unit " + k + " is " + twin.state[k] + " and was " + recorded[k]);
      }
    }
  }

  private static IllegalArgumentException differs(int start, String how) {
    return new IllegalArgumentException(
        "moment " + start + " is not reached as it was recorded: " + how);
  }

  /** One step by the most probable actions; episodes that end are left out. */
  private List<Twin> act(WorldTree tree, List<Twin> twins) {
    List<SteppingAgent.Decision> decisions = decide(twins);
    List<Twin> left = new ArrayList<>();
    for (int i = 0; i < twins.size(); i++) {
      Twin twin = twins.get(i);
      twin.node = tree.child(twin.node, Action.of(mostProbable(decisions.get(i))));
      if (!twin.node.done()) left.add(twin);
    }
    tree.look();
    remember(left);
    return left;
  }

  private static int mostProbable(SteppingAgent.Decision decision) {
    float[] logs = decision.logProbabilities();
    int best = 0;
    for (int i = 1; i < logs.length; i++) if (logs[i] > logs[best]) best = i;
    return best;
  }

  private List<SteppingAgent.Decision> decide(List<Twin> twins) {
    return agent.decide(twins.stream().map(twin -> twin.state).toList());
  }

  private void remember(List<Twin> twins) {
    List<float[]> next =
        agent.remember(
            twins.stream().map(twin -> twin.node.seen()).toList(),
            twins.stream().map(twin -> twin.state).toList());
    for (int i = 0; i < twins.size(); i++) twins.get(i).state = next.get(i);
  }

  private List<Response> follow(WorldTree tree, List<Twin> twins) {
    List<Response> responses = new ArrayList<>();
    List<Twin> active = new ArrayList<>(twins);
    int last = options.lags().get(options.lags().size() - 1);
    for (int lag = 0; lag <= last; lag++) {
      if (lag > 0) active = act(tree, active);
      if (!options.lags().contains(lag)) continue;
      List<SteppingAgent.Decision> decisions = decide(active);
      PushExperiment.Moment[] moments = new PushExperiment.Moment[twins.size()];
      int at = 0;
      for (int i = 0; i < twins.size(); i++) {
        if (twins.get(i).node.done()) continue;
        moments[i] = new PushExperiment.Moment(twins.get(i).state, decisions.get(at++));
      }
      tell(lag, twins, Arrays.asList(moments), responses);
    }
    return responses;
  }

  private void tell(
      int lag, List<Twin> twins, List<PushExperiment.Moment> moments, List<Response> responses) {
    for (int i = 0; i < twins.size(); i += 2) {
      PushExperiment.Moment plus = moments.get(i);
      PushExperiment.Moment minus = moments.get(i + 1);
      if (plus == null || minus == null) continue;
      int direction = i / 2 % directions.length;
      responses.add(new Response(twins.get(i).start, direction, lag, plus, minus));
    }
  }
}
