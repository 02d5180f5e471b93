package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.UsageProblem;

/**
 * How big a cluster on this machine is.
 *
 * @param taskManagers worker processes, 1 to 64
 * @param slots pieces of work that a worker does at once, 1 to 64
 * @param heapMegabytes Java heap of a worker for the work itself, 256 to 1048576
 */
public record ClusterSize(int taskManagers, int slots, int heapMegabytes) {
  /**
   * Checks the ranges.
   *
   * @throws UsageProblem for a number outside its range
   */
  public ClusterSize {
    check("--task-managers", taskManagers, 1, 64);
    check("--slots", slots, 1, 64);
    check("--heap", heapMegabytes, 256, 1 << 20);
  }

  private static void check(String option, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new UsageProblem(
          "%s must be within %d..%d, got %d".formatted(option, least, greatest, value));
    }
  }
}
