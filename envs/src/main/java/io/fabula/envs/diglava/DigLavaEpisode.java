package io.fabula.envs.diglava;

/**
 * An episode so far; the original reports these numbers when it ends.
 *
 * @param success whether the goal was reached
 * @param steps steps taken
 * @param totalReward sum of all rewards
 * @param subgoal1Reached whether the sub-goal behind the orange river has paid
 * @param subgoal2Reached whether the sub-goal behind the pink river has paid
 * @param statesVisited cells visited, with the start
 * @param digs successful digs
 */
public record DigLavaEpisode(
    boolean success,
    int steps,
    double totalReward,
    boolean subgoal1Reached,
    boolean subgoal2Reached,
    int statesVisited,
    int digs) {}
