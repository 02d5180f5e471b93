package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.Arrays;

/** The rules: what a skill does to the grid, the agent and the reward. */
final class DigLavaDynamics {
  private final int size;
  private final int maximumSteps;
  private final int lavaDeadCount;
  private final boolean digEnvironment;
  private final DigLavaOptions.Rewards rewards;
  private final byte[] layout;

  final byte[] cells;
  private final byte[] visited;
  int at;
  int direction;
  int steps;
  int lavaCount;
  int digs;
  boolean subgoal1Reached;
  boolean subgoal2Reached;
  boolean success;
  boolean terminated;
  boolean truncated;
  double reward;
  double totalReward;
  private int visitedCells;

  /** Cells newly visited since a sub-goal or the goal last paid. */
  private int freshVisits;

  DigLavaDynamics(DigLavaOptions options) {
    size = options.size();
    maximumSteps = options.maximumSteps();
    lavaDeadCount = options.lavaDeadCount();
    digEnvironment = options.skills().digEnvironment();
    rewards = options.rewards();
    layout = DigLavaGrid.layout(size);
    cells = layout.clone();
    visited = new byte[size * size];
  }

  void begin(int start, int startDirection) {
    System.arraycopy(layout, 0, cells, 0, cells.length);
    at = start;
    direction = startDirection;
    steps = 0;
    lavaCount = 0;
    digs = 0;
    subgoal1Reached = false;
    subgoal2Reached = false;
    success = false;
    terminated = false;
    truncated = false;
    reward = 0;
    totalReward = 0;
    freshVisits = 0;
    Arrays.fill(visited, (byte) 0);
    visited[start] = 1;
    visitedCells = 1;
    if (!rewards.subgoals()) visitColumnsOf(start);
  }

  /**
   * The original uses the random start's coordinates as two row indices, so that all cells of two
   * columns count as visited.
   */
  private void visitColumnsOf(int start) {
    Arrays.fill(visited, start / size * size, (start / size + 1) * size, (byte) 1);
    Arrays.fill(visited, start % size * size, (start % size + 1) * size, (byte) 1);
    visitedCells = start / size == start % size ? size : 2 * size;
  }

  void step(DigLavaSkill skill) {
    reward = 0;
    if (skill.isDiagonal()) {
      diagonal(skill.argument());
    } else if (skill.isDig() && !digEnvironment) {
      jump((byte) skill.argument());
    } else {
      wholeStep(skill);
    }
    totalReward += reward;
  }

  private void wholeStep(DigLavaSkill skill) {
    steps++;
    byte under = cells[at];
    if (skill.isDig()) {
      dig((byte) skill.argument());
    } else if (skill.isStep()) {
      direction = skill.argument();
      move(under);
      collect();
    } else if (skill == DigLavaSkill.FORWARD) {
      move(under);
      collect();
    } else {
      direction = (direction + skill.argument()) & 3;
    }
    if (diesInLava(under)) {
      terminated = true;
      if (digEnvironment) reward -= rewards.lavaPenalty();
    }
    visit();
    if (!terminated && steps >= maximumSteps) truncated = true;
  }

  /**
   * Two steps at the price of one: the first visits nothing and reaches nothing, not even the lava
   * that would kill a jumper, but a digger who is too long in lava pays for each half.
   */
  private void diagonal(int first) {
    byte under = cells[at];
    direction = first;
    move(under);
    if (digEnvironment && diesInLava(under)) reward -= rewards.lavaPenalty();
    wholeStep(DigLavaSkill.ALL[(first + 1) & 3]);
  }

  /** Two steps to the right; the first takes no time and may touch the lava of its own colour. */
  private void jump(byte ownLava) {
    direction = RIGHT;
    move(cells[at]);
    collect();
    byte entered = cells[at];
    if (DigLavaGrid.isLava(entered) && entered != ownLava) terminated = true;
    visit();
    if (!terminated) wholeStep(DigLavaSkill.STEP_RIGHT);
  }

  private void move(byte under) {
    if (digEnvironment && DigLavaGrid.isLava(under)) return;
    int ahead = at + DX[direction] * size + DY[direction];
    if (cells[ahead] != WALL) at = ahead;
  }

  private void dig(byte lava) {
    if (cells[at] != lava) return;
    cells[at] = EMPTY;
    lavaCount = 0;
    digs++;
    if (rewards.digging()) reward += DIG_REWARD;
  }

  /** Applies the lava rule at the end of a step (or half) that began on {@code under}. */
  private boolean diesInLava(byte under) {
    if (!digEnvironment) return DigLavaGrid.isLava(cells[at]);
    lavaCount = DigLavaGrid.isLava(under) ? lavaCount + 1 : 0;
    return lavaCount > lavaDeadCount;
  }

  private void collect() {
    byte cell = cells[at];
    double share = (double) steps / maximumSteps;
    if (cell == GOAL) {
      reward = GOAL_REWARD - GOAL_REWARD_DECAY * share - takeBackVisits();
      success = true;
      terminated = true;
    } else if (rewards.subgoals() && reachesSubgoal(cell)) {
      double decay = rewards.scaledSubgoals() ? SUBGOAL_REWARD_DECAY * share : 0;
      reward += SUBGOAL_REWARD * (1 - decay) - takeBackVisits();
    }
  }

  /** Notes a sub-goal that is reached for the first time. */
  private boolean reachesSubgoal(byte cell) {
    if (cell == SUBGOAL_1 && !subgoal1Reached) {
      subgoal1Reached = true;
      return true;
    }
    if (cell == SUBGOAL_2 && !subgoal2Reached) {
      subgoal2Reached = true;
      return true;
    }
    return false;
  }

  private double takeBackVisits() {
    double paid = rewards.stateVisitation() ? VISIT_REWARD * freshVisits : 0;
    freshVisits = 0;
    return paid;
  }

  private void visit() {
    if (visited[at] != 0) return;
    visited[at] = 1;
    visitedCells++;
    freshVisits++;
    if (rewards.stateVisitation()) reward += VISIT_REWARD;
  }

  DigLavaEpisode episode() {
    return new DigLavaEpisode(
        success, steps, totalReward, subgoal1Reached, subgoal2Reached, visitedCells, digs);
  }

  void save(SnapshotWriter out) {
    out.put(cells).put(visited).put(at).put(direction).put(steps).put(lavaCount).put(digs);
    out.put(subgoal1Reached).put(subgoal2Reached).put(success).put(terminated).put(truncated);
    out.put(reward).put(totalReward).put(visitedCells).put(freshVisits);
  }

  /**
   * Reads what {@link #save} wrote into these dynamics, which are then only used if all is well.
   */
  void load(SnapshotReader in) {
    copyExactly(in.nextBytes(), cells);
    copyExactly(in.nextBytes(), visited);
    at = in.nextInt();
    direction = in.nextInt();
    steps = in.nextInt();
    lavaCount = in.nextInt();
    digs = in.nextInt();
    subgoal1Reached = in.nextBoolean();
    subgoal2Reached = in.nextBoolean();
    success = in.nextBoolean();
    terminated = in.nextBoolean();
    truncated = in.nextBoolean();
    reward = in.nextDouble();
    totalReward = in.nextDouble();
    visitedCells = in.nextInt();
    freshVisits = in.nextInt();
    if (at < 0 || at >= cells.length || cells[at] == WALL || (direction & ~3) != 0) {
      throw new IllegalArgumentException("snapshot is damaged: no agent at cell " + at);
    }
  }

  private static void copyExactly(byte[] from, byte[] to) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          "snapshot is of a grid of " + from.length + " cells, expected " + to.length);
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
