package io.fabula.pipelines.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a researcher reads while a stage works. */
class LineDisplayTest {
  private final StringWriter text = new StringWriter();
  private final LineDisplay display = new LineDisplay(new PrintWriter(text));

  private void show(
      int seconds, ProgressEvent.Kind kind, long done, long total, String unit, String note) {
    display.show(
        new ProgressEvent(1000L * seconds, "train-agent", kind, 0, done, total, unit, note));
  }

  @Test
  void saysHowFarHowFastAndHowWellItGoes() {
    show(-30, ProgressEvent.Kind.BEGIN, 0, 1, "", "");
    show(0, ProgressEvent.Kind.START, 0, 1, "", "");
    show(0, ProgressEvent.Kind.START, 0, 1, "", "");
    show(5, ProgressEvent.Kind.STEP, 2000, 10_000, "frames", "mean return 2.50");
    show(20, ProgressEvent.Kind.STEP, 5000, 10_000, "frames", "mean return 4.00");
    show(40, ProgressEvent.Kind.END, 1, 1, "39.5 s of work", "");
    assertThat(text.toString().lines())
        .containsExactly(
            "train-agent: begins",
            "train-agent: 5000 of 10000 frames, 250.0/s, 20.0 s left; mean return 4.00",
            "train-agent: done, 39.5 s of work");
  }

  @Test
  void sharesOfTheTimeHaveNoRate() {
    show(0, ProgressEvent.Kind.START, 0, 1, "", "");
    show(90, ProgressEvent.Kind.STEP, 25, 100, "% of the time", "500 frames/s");
    assertThat(text.toString())
        .contains("train-agent: 25 % of the time, 270.0 s left; 500 frames/s");
  }
}
