package io.fabula.pipelines.progress;

/** Shows progress to the user. Used by one thread. */
public interface Display extends AutoCloseable {
  /** Shows one event. */
  void show(ProgressEvent event);

  /** Ends the display; nothing of it remains that would disturb what is printed next. */
  @Override
  void close();
}
