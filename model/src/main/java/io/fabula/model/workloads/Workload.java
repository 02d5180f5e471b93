package io.fabula.model.workloads;

/**
 * A piece of work that another implementation does as well: the same network, weights and inputs,
 * all given by {@link Formula}. Trained weights move with each run.
 */
public interface Workload extends AutoCloseable {
  /** Does the work once. */
  void run();

  /** What the last run computed. */
  Evidence evidence();

  /** Returns all memory. */
  @Override
  void close();
}
