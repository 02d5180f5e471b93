package io.fabula.pipelines.stages;

import java.util.function.Consumer;

/**
 * What happens when the process is ended from outside (Ctrl-C, SIGTERM, the end of a terminal)
 * while a chain is at work: trainings write a checkpoint, and a line says how to go on.
 */
final class StopSignal implements AutoCloseable {
  /** Less than the ten seconds that container engines wait before they kill. */
  private static final long PATIENCE_MILLIS = 8_000;

  private final Thread hook;

  StopSignal(Consumer<String> say) {
    hook = new Thread(() -> stop(say), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void stop(Consumer<String> say) {
    boolean saved = false;
    try {
      saved = ActiveShards.stop(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say.accept(
        saved
            ? "stopped; what is complete and what was trained is kept, the same command goes on"
            : "stopped; what is complete and the last checkpoints are kept, the same command goes"
                + " on");
  }

  /** Never returns if the process is being ended, so that it says nothing more. */
  static void awaitEnd() {
    while (ActiveShards.isStopping()) {
      try {
        Thread.sleep(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        // the process ends anyway
      }
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      awaitEnd();
    }
  }
}
