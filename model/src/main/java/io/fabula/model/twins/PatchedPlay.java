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
 * Goes on from moments of an agent's play with memories that were patched once, and afterwards are
 * the agent's own again unless a rule goes on rewriting them. Twins of a moment share the world and
 * every random number.
 */
public final class PatchedPlay {
  /**
   * A moment.
   *
   * @param level seed of its level
   * @param step of the episode, from 0
   * @param snapshot the world there
   * @param memories what twins remember after they saw it, each {@code [stateSize]}
   * @param rule rewrites their memories after every later step, when its action was chosen
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Start(
      long level, int step, byte[] snapshot, List<float[]> memories, StateRule rule) {
    public Start {
      memories = List.copyOf(memories);
    }

    /** A moment after which memories are the agent's own. */
    public Start(long level, int step, byte[] snapshot, List<float[]> memories) {
      this(level, step, snapshot, memories, StateRule.NONE);
    }
  }

  /** Is told each step. */
  public interface Listener {
    /** Tells nobody. */
    Listener NONE = (start, twin, step, node, state, decision, action) -> {};

    /**
     * A twin is about to act.
     *
     * @param start index of its moment
     * @param twin index of its memory
     * @param step since the moment, from 0
     * @param node where it stands
     * @param state its memory of what it sees there
     * @param decision what it reads from that
     * @param action what it does
     */
    void step(
        int start,
        int twin,
        int step,
        WorldTree.Node node,
        float[] state,
        SteppingAgent.Decision decision,
        int action);
  }

  /**
   * What became of a twin.
   *
   * @param decision what it read from its patched memory
   * @param undiscounted return from the moment on, in the world's units
   * @param length steps from the moment on, at least 1
   * @param cause name of the ending's cause, or {@link BlindPlay#CUT_OFF}'s
   */
  public record Outcome(
      SteppingAgent.Decision decision, double undiscounted, int length, String cause) {}

  private static final class Twin {
    final Start start;
    final int moment;
    final int index;
    WorldTree.Node node;
    float[] state;
    float[] before;
    double undiscounted;
    int length;
    String cause = "";

    Twin(Start start, int moment, int index, WorldTree.Node node) {
      this.start = start;
      this.moment = moment;
      this.index = index;
      this.node = node;
      state = start.memories().get(index);
      before = state;
    }
  }

  private final EditableWorld world;
  private final SteppingAgent agent;
  private final int maximumSteps;
  private final long seed;

  /**
   * @param world to play in; nobody else may use it meanwhile
   * @param maximumSteps steps from the moment on after which twins are cut off, at least 1
   * @param seed of the uniform numbers
   */
  public PatchedPlay(EditableWorld world, SteppingAgent agent, int maximumSteps, long seed) {
    if (maximumSteps < 1) {
      throw new IllegalArgumentException("maximumSteps must be at least 1, got " + maximumSteps);
    }
    this.world = world;
    this.agent = agent;
    this.maximumSteps = maximumSteps;
    this.seed = seed;
  }

  /** Outcomes of all memories of all moments, in their order. */
  public List<List<Outcome>> play(List<Start> starts) {
    return play(starts, Listener.NONE);
  }

  /**
   * Outcomes of all memories of all moments, in their order.
   *
   * @param listener told of each step, twins interleaved
   */
  public List<List<Outcome>> play(List<Start> starts, Listener listener) {
    WorldTree tree = new WorldTree(world, agent, Optional.empty());
    List<List<Twin>> all = new ArrayList<>();
    List<Twin> active = new ArrayList<>();
    for (Start start : starts) {
      WorldTree.Node root = tree.root(start.snapshot());
      List<Twin> own = new ArrayList<>();
      for (int i = 0; i < start.memories().size(); i++) {
        own.add(new Twin(start, all.size(), i, root));
      }
      all.add(own);
      active.addAll(own);
    }
    List<SteppingAgent.Decision> first = decide(active);
    for (int step = 0; !active.isEmpty(); step++) {
      tree.look();
      if (step > 0) remember(active);
      active = act(tree, active, step, listener);
    }
    List<List<Outcome>> outcomes = new ArrayList<>();
    int at = 0;
    for (List<Twin> own : all) {
      List<Outcome> ofMoment = new ArrayList<>();
      for (Twin each : own) {
        ofMoment.add(new Outcome(first.get(at++), each.undiscounted, each.length, each.cause));
      }
      outcomes.add(ofMoment);
    }
    return outcomes;
  }

  private List<SteppingAgent.Decision> decide(List<Twin> twins) {
    return agent.decide(twins.stream().map(twin -> twin.state).toList());
  }

  private void remember(List<Twin> twins) {
    List<float[]> next =
        agent.remember(
            twins.stream().map(twin -> twin.node.seen()).toList(),
            twins.stream().map(twin -> twin.state).toList());
    for (int i = 0; i < twins.size(); i++) {
      twins.get(i).before = twins.get(i).state;
      twins.get(i).state = next.get(i);
    }
  }

  private List<Twin> act(WorldTree tree, List<Twin> twins, int step, Listener listener) {
    List<SteppingAgent.Decision> decisions = decide(twins);
    List<Twin> left = new ArrayList<>();
    for (int i = 0; i < twins.size(); i++) {
      Twin twin = twins.get(i);
      float[] logs = decisions.get(i).logProbabilities();
      long stream = Seeds.of(seed, "patched", twin.start.level(), twin.start.step(), step);
      int action = ActionDistribution.sample(logs, 0, logs.length, new RandomStream(stream));
      listener.step(twin.moment, twin.index, step, twin.node, twin.state, decisions.get(i), action);
      if (step > 0) twin.state = twin.start.rule().apply(twin.before, twin.state);
      twin.node = tree.child(twin.node, Action.of(action));
      twin.undiscounted += twin.node.reward();
      twin.length++;
      if (twin.node.done()) {
        twin.cause = twin.node.cause().orElse(BlindPlay.CUT_OFF).name();
      } else if (twin.length == maximumSteps) {
        twin.cause = BlindPlay.CUT_OFF.name();
      } else {
        left.add(twin);
      }
    }
    return left;
  }
}
