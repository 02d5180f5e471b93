package io.fabula.pipelines.progress;

/** Shows nothing. */
public final class NoDisplay implements Display {
  @Override
  public void show(ProgressEvent event) {}

  @Override
  public void close() {}
}
