package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search over the states that an episode can come to, step by step. Rewards only fall
 * with time, so a state is followed again at a later step only if more was earned on the way there.
 */
final class DigLavaSearch {
  private static final double TOLERANCE = 1e-12;
  private static final int NOT_DUG = 0;

  private final DigLava world;
  private final byte[] cells;
  private final int[] skills;
  private final DigLavaDynamics simulation;
  private final Map<Long, Double> mostEarned = new HashMap<>();
  private @Nullable Node best;

  DigLavaSearch(DigLava world) {
    if (world.done()) throw new IllegalStateException("the episode has ended; call reset");
    this.world = world;
    cells = world.dynamics().cells.clone();
    skills = world.availableActions().ids();
    DigLavaOptions.Rewards r = world.options().rewards();
    simulation =
        new DigLavaDynamics(
            world
                .options()
                .withRewards(
                    new DigLavaOptions.Rewards(
                        r.subgoals(), r.scaledSubgoals(), false, r.digging(), r.lavaPenalty())));
  }

  /** The states of the best continuation in order, each with the skill that leads to it. */
  List<Node> run() {
    List<Node> layer = List.of(new Node(world.dynamics()));
    while (!layer.isEmpty()) {
      Map<Long, Node> next = new LinkedHashMap<>();
      for (Node node : layer) {
        for (int skill : skills) follow(node, skill, next);
      }
      layer = new ArrayList<>(next.values());
    }
    List<Node> path = new ArrayList<>();
    for (Node node = best; node != null && node.parent != null; node = node.parent) path.add(node);
    Collections.reverse(path);
    return path;
  }

  private void follow(Node node, int skill, Map<Long, Node> next) {
    place(node);
    simulation.step(DigLavaSkill.ALL[skill]);
    Node reached = new Node(node, skill, simulation);
    if (reached.orangeDug < 0 || reached.pinkDug < 0) return;
    if (simulation.terminated || simulation.truncated) {
      if (best == null || reached.earned > best.earned + TOLERANCE) best = reached;
      return;
    }
    long key = reached.key();
    if (reached.earned > mostEarned.getOrDefault(key, Double.NEGATIVE_INFINITY) + TOLERANCE) {
      mostEarned.put(key, reached.earned);
      next.put(key, reached);
    }
  }

  private void place(Node node) {
    System.arraycopy(cells, 0, simulation.cells, 0, cells.length);
    if (node.orangeDug != NOT_DUG) simulation.cells[node.orangeDug] = EMPTY;
    if (node.pinkDug != NOT_DUG) simulation.cells[node.pinkDug] = EMPTY;
    simulation.at = node.at;
    simulation.direction = node.direction;
    simulation.steps = node.steps;
    simulation.lavaCount = node.lavaCount;
    simulation.digs = 0;
    simulation.subgoal1Reached = node.subgoal1Reached;
    simulation.subgoal2Reached = node.subgoal2Reached;
    simulation.terminated = false;
    simulation.truncated = false;
  }

  /** A state that an episode can come to. */
  static final class Node {
    final @Nullable Node parent;
    final int skill;
    final double earned;
    private final int at;
    private final int direction;
    private final int steps;
    private final int lavaCount;
    private final boolean subgoal1Reached;
    private final boolean subgoal2Reached;

    /** The cell dug on the way, by colour; -1 if there was a second one. */
    private final int orangeDug;

    private final int pinkDug;

    Node(DigLavaDynamics root) {
      this(null, -1, root, 0, NOT_DUG, NOT_DUG);
    }

    Node(Node parent, int skill, DigLavaDynamics now) {
      this(
          parent,
          skill,
          now,
          parent.earned + now.reward,
          dug(parent.orangeDug, now, skill == DigLavaSkill.DIG_ORANGE.id()),
          dug(parent.pinkDug, now, skill == DigLavaSkill.DIG_PINK.id()));
    }

    private Node(
        @Nullable Node parent,
        int skill,
        DigLavaDynamics now,
        double earned,
        int orangeDug,
        int pinkDug) {
      this.parent = parent;
      this.skill = skill;
      this.earned = earned;
      this.orangeDug = orangeDug;
      this.pinkDug = pinkDug;
      at = now.at;
      direction = now.direction;
      steps = now.steps;
      lavaCount = now.lavaCount;
      subgoal1Reached = now.subgoal1Reached;
      subgoal2Reached = now.subgoal2Reached;
    }

    private static int dug(int before, DigLavaDynamics now, boolean thisColour) {
      if (!thisColour || now.digs == 0) return before;
      return before == NOT_DUG ? now.at : -1;
    }

    /** Whether the skill of this node is meant for the state that the world is in. */
    boolean follows(DigLavaDynamics now) {
      return parent != null
          && parent.at == now.at
          && parent.direction == now.direction
          && parent.steps == now.steps
          && parent.lavaCount == now.lavaCount
          && parent.subgoal1Reached == now.subgoal1Reached
          && parent.subgoal2Reached == now.subgoal2Reached;
    }

    /** Everything that the future depends on but the time. */
    private long key() {
      long key = at;
      key = key << 2 | direction;
      key = key << 1 | (subgoal1Reached ? 1 : 0);
      key = key << 1 | (subgoal2Reached ? 1 : 0);
      key = key << 8 | orangeDug;
      key = key << 8 | pinkDug;
      return key << 32 | lavaCount;
    }
  }
}
