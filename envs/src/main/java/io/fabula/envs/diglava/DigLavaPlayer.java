package io.fabula.envs.diglava;

import io.fabula.envs.Action;
import io.fabula.envs.Player;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Plays optimally by exhaustive search over the rules, with any set of skills and any options.
 *
 * <p>Bonuses for visits are left out of the search: in an episode that reaches the goal they are
 * taken back but for the last. A plan digs each colour at most once.
 *
 * <p>An instance belongs to one thread.
 */
public final class DigLavaPlayer implements Player<DigLava> {
  private final Deque<DigLavaSearch.Node> path = new ArrayDeque<>();

  /** The action to take now; plans anew whenever the episode is not where the plan expects it. */
  @Override
  public Action act(DigLava world) {
    DigLavaSearch.Node next = path.poll();
    if (next == null || !next.follows(world.dynamics())) {
      path.clear();
      path.addAll(new DigLavaSearch(world).run());
      next = path.remove();
    }
    return Action.of(next.skill);
  }

  /**
   * The best continuation of the world's episode with its current set of skills.
   *
   * @throws IllegalStateException if the episode has ended
   */
  public static Plan plan(DigLava world) {
    List<DigLavaSearch.Node> path = new DigLavaSearch(world).run();
    List<Integer> skills = path.stream().map(node -> node.skill).toList();
    return new Plan(skills, path.get(path.size() - 1).earned);
  }

  /**
   * A continuation of an episode to its end.
   *
   * @param skills ids in order
   * @param reward sum of the rewards that it will earn, without those for visits
   */
  public record Plan(List<Integer> skills, double reward) {
    public Plan {
      skills = List.copyOf(skills);
    }
  }
}
