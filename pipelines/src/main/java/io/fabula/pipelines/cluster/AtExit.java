package io.fabula.pipelines.cluster;

/** Something to be done if this process is ended, by Ctrl-C for example, before this is closed. */
final class AtExit implements AutoCloseable {
  private final Thread hook;

  AtExit(Runnable action) {
    hook = new Thread(action);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      return; // it is being done
    }
  }
}
