package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.envs.subgrid.Plane;
import io.fabula.envs.subgrid.PlaneCell;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.pipelines.config.Meaning;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The box that all agents live in, and what each of them is rewarded for. */
public record BoxSettings(
    @Meaning("cells along x, y and z, each at least 2") List<Integer> size,
    @Meaning("steps after which an episode fails, at least 1") int maxSteps,
    @Meaning("for each agent which of x, y and z matter: two ones and a zero")
        List<List<Integer>> planes,
    @Meaning("for each agent where the reward is on the two axes that matter")
        List<List<Integer>> rewards,
    @Meaning("for each agent the cells of its plane that are walls; [] for none at all")
        List<List<List<Integer>>> walls)
    implements Serializable {
  private static final int PUBLISHED_AGENTS = 3;

  public BoxSettings {
    size = List.copyOf(size);
    planes = List.copyOf(planes);
    rewards = List.copyOf(rewards);
    walls = List.copyOf(walls);
    if (maxSteps < 1)
      throw new IllegalArgumentException("max_steps must be at least 1, got " + maxSteps);
    if (planes.isEmpty() || rewards.size() != planes.size()) {
      throw new IllegalArgumentException(
          "rewards must be as many as planes and at least 1, got %d and %d"
              .formatted(rewards.size(), planes.size()));
    }
    if (!walls.isEmpty() && walls.size() != planes.size()) {
      throw new IllegalArgumentException(
          "walls must be [] or one list per agent, got %d for %d agents"
              .formatted(walls.size(), planes.size()));
    }
    SubGridOptions.open(size, Plane.XY, new PlaneCell(0, 0), maxSteps); // refuses a bad size
    for (int e = 0; e < planes.size(); e++) {
      try {
        options(size, maxSteps, planes, rewards, walls, e);
      } catch (IllegalArgumentException reason) {
        throw new IllegalArgumentException(
            "planes, rewards and walls of agent %d: %s".formatted(e + 1, reason.getMessage()),
            reason);
      }
    }
  }

  /** Number of agents. */
  public int agents() {
    return planes.size();
  }

  /** Whether box and objectives are the published ones. */
  public boolean published() {
    if (agents() != PUBLISHED_AGENTS) return false;
    for (int e = 0; e < PUBLISHED_AGENTS; e++) {
      if (!options(e).equals(SubGridOptions.published(e + 1))) return false;
    }
    return true;
  }

  /** What one agent's world is, from 0. */
  public SubGridOptions options(int agent) {
    return options(size, maxSteps, planes, rewards, walls, agent);
  }

  /** One agent's world, from 0. */
  public SubGridWorld world(int agent) {
    return new SubGridWorld(options(agent));
  }

  private static SubGridOptions options(
      List<Integer> size,
      int maxSteps,
      List<List<Integer>> planes,
      List<List<Integer>> rewards,
      List<List<List<Integer>>> walls,
      int agent) {
    List<Integer> mask = planes.get(agent);
    Plane plane = Plane.ofMask(mask.stream().mapToInt(Integer::intValue).toArray());
    SubGridOptions open =
        SubGridOptions.open(size, plane, cell("rewards", rewards.get(agent)), maxSteps);
    if (walls.isEmpty()) return open;
    List<PlaneCell> cells = new ArrayList<>();
    for (List<Integer> wall : walls.get(agent)) cells.add(cell("walls", wall));
    return open.withWalls(cells);
  }

  private static PlaneCell cell(String key, List<Integer> pair) {
    if (pair.size() != 2) {
      throw new IllegalArgumentException(key + " must be pairs of numbers, got " + pair);
    }
    return new PlaneCell(pair.get(0), pair.get(1));
  }
}
