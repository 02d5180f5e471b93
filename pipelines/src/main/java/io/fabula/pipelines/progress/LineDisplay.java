package io.fabula.pipelines.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Plain lines, for logs: one per stage when it has ended, and one a minute while one is long. */
public final class LineDisplay implements Display {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final PrintWriter out;
  private final RunProgress run;
  private final Map<String, Long> lastLineMillis = new HashMap<>();

  /** Prints to {@code out}. */
  public LineDisplay(PrintWriter out, Outlook outlook) {
    this.out = out;
    run = new RunProgress(outlook);
  }

  @Override
  public void show(ProgressEvent event) {
    StageProgress stage = run.add(event);
    switch (event.kind()) {
      case BEGIN, START -> {}
      case END -> line(event, "done, " + event.text());
      case FAILED -> line(event, "failed");
      case NOTE -> line(event, event.text());
      case STEP, SHARD -> {
        long last = lastLineMillis.getOrDefault(event.stage(), stage.beginMillis());
        if (event.millis() - last >= INTERVAL.toMillis()) {
          line(event, stage.describe(event.millis()));
        }
      }
    }
  }

  private void line(ProgressEvent event, String text) {
    lastLineMillis.put(event.stage(), event.millis());
    String left = event.kind() == ProgressEvent.Kind.FAILED ? "" : run.left(event.millis());
    out.println(run.title(event.stage()) + ": " + text + (left.isEmpty() ? "" : "; " + left));
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
