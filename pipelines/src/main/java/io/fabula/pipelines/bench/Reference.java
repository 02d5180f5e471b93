package io.fabula.pipelines.bench;

import java.io.IOException;

/** Another implementation of the workloads. */
public interface Reference extends AutoCloseable {
  /** What it is, with its version. */
  String description();

  /**
   * Prepares a workload, warm and in its faster memory layout.
   *
   * @param seconds of processor time for choosing the layout
   * @throws IOException if the reference failed
   */
  Prepared prepare(String workload, double seconds) throws IOException;

  /**
   * Repeats the prepared workload.
   *
   * @param seconds of processor time, at least one run
   * @throws IOException if the reference failed
   */
  Timing time(double seconds) throws IOException;

  @Override
  void close();

  /**
   * A prepared workload.
   *
   * @param layout memory layout of its pictures
   */
  record Prepared(String layout, Computed computed) {}
}
