package io.fabula.pipelines.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** One bar for the run, on its last line; above it a line for each stage that ended. */
public final class BarDisplay implements Display {
  private static final int CELLS = 10;

  private final PrintStream terminal;
  private final RunProgress run;
  private @Nullable ProgressBar bar;
  private volatile String line = "";

  /** Draws on {@code terminal}. */
  public BarDisplay(PrintStream terminal, Outlook outlook) {
    this.terminal = terminal;
    run = new RunProgress(outlook);
  }

  @Override
  public void show(ProgressEvent event) {
    run.add(event);
    switch (event.kind()) {
      case BEGIN -> {}
      case START, STEP, SHARD -> draw(event.millis());
      case END -> end(event, "done, " + event.text());
      case FAILED -> end(event, "failed");
      case NOTE -> end(event, event.text());
    }
  }

  private void draw(long nowMillis) {
    run.atWork().ifPresent(stage -> line = text(stage, nowMillis));
    if (bar != null) return;
    bar =
        new ProgressBarBuilder()
            .setUpdateIntervalMillis(250)
            .setRenderer((state, width) -> cut(line, width))
            .setConsumer(new ConsoleProgressBarConsumer(terminal))
            .clearDisplayOnFinish()
            .build();
  }

  /** What the bar's line says. */
  private String text(String name, long nowMillis) {
    StageProgress stage = run.stage(name);
    int full = CELLS * stage.percent() / 100;
    String left = run.left(nowMillis);
    return "%s [%s%s] %d %%, %s%s"
        .formatted(
            run.title(name),
            "=".repeat(full),
            " ".repeat(CELLS - full),
            stage.percent(),
            left.isEmpty() ? "" : left + "; ",
            stage.describe(nowMillis));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width));
  }

  private void end(ProgressEvent event, String text) {
    close();
    String left = run.left(event.millis());
    terminal.println(run.title(event.stage()) + ": " + text + (left.isEmpty() ? "" : "; " + left));
  }

  @Override
  public void close() {
    if (bar != null) bar.close();
    bar = null;
    terminal.flush();
  }
}
