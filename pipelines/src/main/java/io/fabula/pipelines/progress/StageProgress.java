package io.fabula.pipelines.progress;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How far one stage is, put together from its shards. */
final class StageProgress {
  private static final String SHARDS = "shards";

  private final Map<Integer, long[]> doneAndTotalByShard = new TreeMap<>();
  private long beginMillis;
  private boolean started;
  private long shards = 1;
  private String unit = SHARDS;
  private String note = "";

  /** Of a stage in one piece, which may go on where an earlier process was, the first step. */
  private long firstMillis = -1;

  private long firstDone;

  StageProgress(long beginMillis) {
    this.beginMillis = beginMillis;
  }

  void add(ProgressEvent event) {
    switch (event.kind()) {
      case BEGIN -> shards = Math.max(1, event.total());
      case START -> {
        if (!started) beginMillis = event.millis();
        started = true;
      }
      case STEP -> {
        unit = event.text();
        note = event.note();
        doneAndTotalByShard.put(event.shard(), new long[] {event.done(), event.total()});
        if (shards == 1 && firstMillis < 0) {
          firstMillis = event.millis();
          firstDone = event.done();
        }
      }
      case SHARD -> {
        long[] known = doneAndTotalByShard.get(event.shard());
        long total = known == null ? 1 : known[1];
        doneAndTotalByShard.put(event.shard(), new long[] {total, total});
      }
      case NOTE, END, FAILED -> {}
    }
  }

  /** Whether a shard was begun. */
  boolean started() {
    return started;
  }

  /** When the first shard was begun. */
  long beginMillis() {
    return beginMillis;
  }

  long done() {
    return doneAndTotalByShard.values().stream().mapToLong(each -> each[0]).sum();
  }

  /** The known totals, scaled up to the shards that have not begun. */
  long total() {
    long known = doneAndTotalByShard.values().stream().mapToLong(each -> each[1]).sum();
    int seen = doneAndTotalByShard.size();
    return seen == 0 ? shards : Math.max(1, known * shards / seen);
  }

  /** From 0 to 100. */
  int percent() {
    return (int) Math.max(0, Math.min(100, 100 * done() / Math.max(1, total())));
  }

  /** How much a second, since this process began; 0 while nothing can be said. */
  private double rate(long nowMillis) {
    boolean goesOn = firstMillis >= 0 && nowMillis > firstMillis && done() > firstDone;
    long done = goesOn ? done() - firstDone : firstMillis >= 0 ? 0 : done();
    long millis = nowMillis - (goesOn ? firstMillis : beginMillis);
    return done <= 0 || millis <= 0 ? 0 : done / (millis / 1e3);
  }

  /** Seconds until it is done at the rate so far; -1 while that is not known. */
  double secondsLeft(long nowMillis) {
    double rate = rate(nowMillis);
    return rate > 0 ? Math.max(0, total() - done()) / rate : -1;
  }

  /** How far it is, how fast unless its note says so or it counts pieces, and how well it goes. */
  String describe(long nowMillis) {
    StringBuilder text = new StringBuilder();
    if (unit.startsWith("%")) text.append(done()).append(' ').append(unit);
    else text.append(String.format(Locale.ROOT, "%,d of %,d %s", done(), total(), unit));
    double rate = rate(nowMillis);
    boolean hasRate = !unit.startsWith("%") && !unit.equals(SHARDS) && !note.contains("/s");
    if (rate > 0 && hasRate) text.append(String.format(Locale.ROOT, ", %,.0f/s", rate));
    double left = secondsLeft(nowMillis);
    if (left >= 0) text.append(", ").append(RunProgress.duration(left)).append(" left");
    return note.isEmpty() ? text.toString() : text + "; " + note;
  }
}
