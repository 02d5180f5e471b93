package io.fabula.pipelines.stages;

import io.fabula.pipelines.problems.StoreProblem;

/** What to do when another process makes something that is needed here. */
@FunctionalInterface
public interface Waiting {
  /** Time between two looks, in milliseconds. */
  long INTERVAL_MILLIS = 300;

  /**
   * Told once for each thing that is waited for; whoever does not want to wait throws.
   *
   * @param what it is, and who works on it
   */
  void begin(String what);

  /** Ends the command instead. */
  static Waiting never() {
    return what -> {
      throw new StoreProblem(what + "; wait for it to end, or use another --store=DIR");
    };
  }
}
