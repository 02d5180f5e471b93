package io.fabula.pipelines.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a researcher reads while a stage works. */
class LineDisplayTest {
  private static final Outlook OUTLOOK =
      new Outlook(
          List.of("untrained", "train-agent", "record", "report"),
          List.of("train-agent", "record", "report"),
          Map.of("train-agent", 500.0, "record", 60.0));

  private final StringWriter text = new StringWriter();
  private final LineDisplay display = new LineDisplay(new PrintWriter(text), OUTLOOK);

  private void show(
      String stage, int seconds, ProgressEvent.Kind kind, long done, String unit, String note) {
    long total = kind == ProgressEvent.Kind.STEP ? (unit.startsWith("%") ? 100 : 10_000) : 1;
    display.show(new ProgressEvent(1000L * seconds, stage, kind, 0, done, total, unit, note));
  }

  @Test
  void saysHowFarHowFastAndHowWellItGoes() {
    show("train-agent", -30, ProgressEvent.Kind.BEGIN, 0, "", "");
    show("train-agent", 0, ProgressEvent.Kind.START, 0, "", "");
    show("train-agent", 0, ProgressEvent.Kind.START, 0, "", "");
    show("train-agent", 10, ProgressEvent.Kind.STEP, 1000, "frames", "mean return 2.50");
    show("train-agent", 30, ProgressEvent.Kind.STEP, 3000, "frames", "mean return 3.00");
    show("train-agent", 70, ProgressEvent.Kind.STEP, 7000, "frames", "mean return 4.00");
    show("train-agent", 100, ProgressEvent.Kind.END, 1, "99.5 s of work", "");
    show("record", 100, ProgressEvent.Kind.START, 0, "", "");
    show("record", 130, ProgressEvent.Kind.END, 1, "29.5 s of work", "");
    show("report", 130, ProgressEvent.Kind.START, 0, "", "");
    show("report", 131, ProgressEvent.Kind.FAILED, 0, "", "");
    assertThat(text.toString().lines())
        .containsExactly(
            "stage 2 of 4 train-agent: 7,000 of 10,000 frames, 100/s, 30 s left; mean return 4.00;"
                + " at least 2 min left in all",
            "stage 2 of 4 train-agent: done, 99.5 s of work; at least 60 s left in all",
            "stage 3 of 4 record: done, 29.5 s of work",
            "stage 4 of 4 report: failed");
  }

  @Test
  void workThatGoesOnCountsFromWhereItWas() {
    show("train-agent", 0, ProgressEvent.Kind.START, 0, "", "");
    show("train-agent", 10, ProgressEvent.Kind.STEP, 5000, "frames", "");
    show("train-agent", 70, ProgressEvent.Kind.STEP, 5600, "frames", "12 frames/s");
    assertThat(text.toString())
        .startsWith("stage 2 of 4 train-agent: 5,600 of 10,000 frames, 7 min left; 12 frames/s");
  }

  @Test
  void sharesOfTheTimeHaveNoRate() {
    show("train-agent", 0, ProgressEvent.Kind.START, 0, "", "");
    show("train-agent", 30, ProgressEvent.Kind.STEP, 10, "% of the time", "500 frames/s");
    show("train-agent", 90, ProgressEvent.Kind.STEP, 30, "% of the time", "500 frames/s");
    assertThat(text.toString())
        .contains("train-agent: 30 % of the time, 4 min left; 500 frames/s; at least ");
  }

  @Test
  void durationsAreAsLongAsTheyAreUseful() {
    assertThat(RunProgress.duration(89)).isEqualTo("89 s");
    assertThat(RunProgress.duration(750)).isEqualTo("13 min");
    assertThat(RunProgress.duration(9000)).isEqualTo("2.5 h");
  }
}
