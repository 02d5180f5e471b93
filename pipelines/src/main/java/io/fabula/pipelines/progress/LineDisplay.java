package io.fabula.pipelines.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Plain lines, for logs: a stage's begin and end, and how far it is every few seconds. */
public final class LineDisplay implements Display {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Map<String, StageProgress> stages = new HashMap<>();
  private final Map<String, Long> lastLineMillis = new HashMap<>();

  /** Prints to {@code out}. */
  public LineDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(ProgressEvent event) {
    StageProgress stage =
        stages.computeIfAbsent(event.stage(), name -> new StageProgress(event.millis()));
    boolean first = event.kind() == ProgressEvent.Kind.START && !stage.started();
    stage.add(event);
    switch (event.kind()) {
      case BEGIN -> {}
      case START -> {
        if (first) line(event, "begins");
      }
      case END -> line(event, "done, " + event.text());
      case FAILED -> line(event, "failed");
      case NOTE -> line(event, event.text());
      case STEP, SHARD -> {
        long last = lastLineMillis.getOrDefault(event.stage(), stage.beginMillis());
        if (event.millis() - last >= INTERVAL.toMillis())
          line(event, stage.describe(event.millis()));
      }
    }
  }

  private void line(ProgressEvent event, String text) {
    lastLineMillis.put(event.stage(), event.millis());
    out.println(event.stage() + ": " + text);
    out.flush();
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }

  @Override
  public void close() {
    out.flush();
  }
}
