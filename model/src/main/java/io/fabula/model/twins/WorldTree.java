package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Courses of one world that share what they have in common: nodes are states, edges are actions.
 * Twins that have acted alike stand at the same node, so that each state is stepped to, drawn and
 * embedded once.
 *
 * <p>An instance belongs to one thread.
 */
public final class WorldTree {
  /** A state of the world. */
  public static final class Node {
    private final byte[] snapshot;
    private final double reward;
    private final boolean done;
    private final Optional<EndingCause> cause;
    private final Optional<String> footing;
    private final Map<Action, Node> next = new HashMap<>();
    private float @Nullable [] view;
    private float @Nullable [] blindView;
    private float[] seen = {};
    private float[] unseen = {};

    private Node(EditableWorld world) {
      done = world.done();
      snapshot = done ? new byte[0] : world.snapshot();
      reward = world.reward();
      cause = world.editor().cause();
      footing = done ? Optional.empty() : world.editor().footing();
    }

    /** To restore the state; empty where the episode is over. */
    public byte[] snapshot() {
      return snapshot;
    }

    /** Reward of the step that led here. */
    public double reward() {
      return reward;
    }

    /** Whether the episode is over. */
    public boolean done() {
      return done;
    }

    /** Why it is over. */
    public Optional<EndingCause> cause() {
      return cause;
    }

    /** What the agent stands on; empty where it stands on nothing, or the world does not tell. */
    public Optional<String> footing() {
      return footing;
    }

    /** Embedding of what is observed here; empty where the episode is over. */
    public float[] seen() {
      return seen;
    }

    /** Embedding of what would be observed without the feature. */
    public float[] unseen() {
      return unseen;
    }
  }

  private final EditableWorld world;
  private final SteppingAgent agent;
  private final Optional<String> feature;
  private final List<Node> fresh = new ArrayList<>();
  private long embedded;

  /**
   * @param world is moved about; nobody else may use it
   * @param feature also observed without, if any
   */
  public WorldTree(EditableWorld world, SteppingAgent agent, Optional<String> feature) {
    agent.requireFits(world.spec());
    feature.ifPresent(world.editor()::feature); // or the name is refused now
    this.world = world;
    this.agent = agent;
    this.feature = feature;
  }

  /** A root: the state that the world is in now. */
  public Node root() {
    return add();
  }

  /** A root: the first state of an episode. */
  public Node root(long seed) {
    world.reset(seed);
    return add();
  }

  /** A root: a state that was stored. */
  public Node root(byte[] snapshot) {
    world.restore(snapshot);
    return add();
  }

  /** The state that an action leads to from a state that is not the end. */
  public Node child(Node node, Action action) {
    Node known = node.next.get(action);
    if (known != null) return known;
    world.restore(node.snapshot);
    world.step(action);
    Node child = add();
    node.next.put(action, child);
    return child;
  }

  private Node add() {
    Node node = new Node(world);
    if (!node.done) {
      float[] view = agent.view(world);
      node.view = view;
      if (feature.isPresent()) {
        float[] without = agent.viewWithout(world, feature.get());
        if (!Arrays.equals(view, without)) node.blindView = without;
      }
      fresh.add(node);
    }
    return node;
  }

  /** Embeds what is new; call it before embeddings are read. */
  public void look() {
    List<float[]> views = new ArrayList<>();
    for (Node node : fresh) {
      if (node.view != null) views.add(node.view);
      if (node.blindView != null) views.add(node.blindView);
    }
    List<float[]> embeddings = agent.embed(views);
    embedded += views.size();
    int at = 0;
    for (Node node : fresh) {
      node.seen = embeddings.get(at++);
      node.unseen = node.blindView == null ? node.seen : embeddings.get(at++);
      node.view = null;
      node.blindView = null;
    }
    fresh.clear();
  }

  /** Views that were embedded so far. */
  public long embedded() {
    return embedded;
  }
}
