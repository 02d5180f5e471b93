package io.fabula.envs.create;

/**
 * What happened in the episode so far.
 *
 * @param steps agent steps
 * @param targetHit whether the target was set in motion; true from the start without a marker
 * @param goalHit whether the target reached the goal
 * @param earned sum of the rewards
 * @param stationReward part of it that stations gave
 * @param noOps steps in which nothing was to be placed
 * @param blocked attempts to place that failed
 * @param placed tools and activators in the world
 * @param activations tools that came to life
 */
public record CreateReport(
    int steps,
    boolean targetHit,
    boolean goalHit,
    double earned,
    double stationReward,
    int noOps,
    int blocked,
    int placed,
    int activations) {}
