package io.fabula.pipelines.progress;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and remaining time for the stage at work, a line for each that ended. */
public final class BarDisplay implements Display {
  private final PrintStream terminal;
  private final Map<String, StageProgress> stages = new HashMap<>();
  private @Nullable ProgressBar bar;
  private String shown = "";

  /** Draws on {@code terminal}. */
  public BarDisplay(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(ProgressEvent event) {
    StageProgress stage =
        stages.computeIfAbsent(event.stage(), name -> new StageProgress(event.millis()));
    stage.add(event);
    switch (event.kind()) {
      case BEGIN -> {}
      case START, STEP, SHARD -> draw(event.stage(), stage);
      case END -> end(event.stage(), "done, " + event.text());
      case FAILED -> end(event.stage(), "failed");
      case NOTE -> end(event.stage(), event.text());
    }
  }

  private void draw(String name, StageProgress stage) {
    if (bar == null || !shown.equals(name)) {
      close();
      shown = name;
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(250)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(terminal))
              .clearDisplayOnFinish()
              .build();
    }
    bar.maxHint(stage.total());
    bar.stepTo(Math.min(stage.done(), stage.total()));
    bar.setExtraMessage(" " + stage.label());
  }

  private void end(String name, String text) {
    close();
    terminal.println(name + ": " + text);
  }

  @Override
  public void close() {
    if (bar != null) bar.close();
    bar = null;
    shown = "";
    terminal.flush();
  }
}
