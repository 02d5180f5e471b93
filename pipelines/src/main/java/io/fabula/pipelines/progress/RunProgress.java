package io.fabula.pipelines.progress;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a whole run is, put together from its stages. */
final class RunProgress {
  private static final double MOST_AT_ONCE = 64;

  private final Outlook outlook;
  private final Map<String, StageProgress> stages = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private long beginMillis = -1;
  private double endedSeconds;

  RunProgress(Outlook outlook) {
    this.outlook = outlook;
  }

  /** Adds an event; the stage it is about. */
  StageProgress add(ProgressEvent event) {
    StageProgress stage =
        stages.computeIfAbsent(event.stage(), name -> new StageProgress(event.millis()));
    if (beginMillis < 0) beginMillis = event.millis();
    stage.add(event);
    boolean isEnd =
        event.kind() == ProgressEvent.Kind.END || event.kind() == ProgressEvent.Kind.FAILED;
    if (isEnd && ended.add(event.stage())) {
      endedSeconds += (event.millis() - stage.beginMillis()) / 1e3;
    }
    return stage;
  }

  /** {@code stage 7 of 27 train-agent}. */
  String title(String stage) {
    int place = outlook.chain().indexOf(stage) + 1;
    return place == 0 ? stage : "stage %d of %d %s".formatted(place, outlook.chain().size(), stage);
  }

  /** The first stage of the chain that is at work. */
  Optional<String> atWork() {
    return outlook.stale().stream()
        .filter(each -> !ended.contains(each))
        .filter(each -> stages.containsKey(each) && stages.get(each).started())
        .findFirst();
  }

  StageProgress stage(String name) {
    return stages.computeIfAbsent(name, each -> new StageProgress(0));
  }

  /**
   * How long the rest of the run takes, such as {@code about 4 min left in all}; {@code at least}
   * where stages wait that were never timed, and nothing where no stage was.
   */
  String left(long nowMillis) {
    double seconds = 0;
    int known = 0;
    int unknown = 0;
    double busy = endedSeconds;
    for (String each : outlook.stale()) {
      if (ended.contains(each)) continue;
      StageProgress stage = stages.get(each);
      double elapsed = 0;
      double left = -1;
      if (stage != null && stage.started()) {
        elapsed = (nowMillis - stage.beginMillis()) / 1e3;
        left = stage.secondsLeft(nowMillis);
      }
      busy += elapsed;
      Double before = outlook.secondsBefore().get(each);
      if (left < 0 && before != null) left = Math.max(0, before - elapsed);
      if (left < 0) {
        unknown++;
      } else {
        known++;
        seconds += left;
      }
    }
    if (known == 0 || (unknown > 0 && seconds < 1)) return "";
    double wall = Math.max(1, (nowMillis - beginMillis) / 1e3);
    double atOnce = Math.max(1, Math.min(MOST_AT_ONCE, busy / wall));
    String about = unknown == 0 ? "about " : "at least ";
    return about + duration(seconds / atOnce) + " left in all";
  }

  /** {@code 45 s}, {@code 12 min} or {@code 3.5 h}. */
  static String duration(double seconds) {
    if (seconds < 90) return Math.round(seconds) + " s";
    if (seconds < 90 * 60) return Math.round(seconds / 60) + " min";
    return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
