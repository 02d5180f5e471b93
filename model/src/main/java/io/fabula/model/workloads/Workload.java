package io.fabula.model.workloads;

import java.util.List;

/**
 * A piece of work that another implementation does as well: the same network, weights and inputs,
 * all given by {@link HashTensors}. Trained weights move with each run.
 */
public interface Workload extends AutoCloseable {
  /** Does the work once. */
  void run();

  /** What the last run computed. */
  ReferenceOutputs evidence();

  /**
   * What each step of the engine costs, one line each.
   *
   * @param runs over which the costs are averaged
   */
  List<String> profile(int runs);

  /** Returns all memory. */
  @Override
  void close();
}
