package io.fabula.pipelines.progress;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How far one stage is, put together from its shards. */
final class StageProgress {
  private final Map<Integer, long[]> doneAndTotalByShard = new TreeMap<>();
  private long beginMillis;
  private boolean started;
  private long shards = 1;
  private String unit = "shards";
  private String note = "";

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
      }
      case SHARD -> {
        long[] known = doneAndTotalByShard.get(event.shard());
        long total = known == null ? 1 : known[1];
        doneAndTotalByShard.put(event.shard(), new long[] {total, total});
      }
      case END, FAILED -> {}
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

  /** What is counted, and how it is going. */
  String label() {
    return note.isEmpty() ? unit : unit + ", " + note;
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

  String describe(long nowMillis) {
    double seconds = Math.max(1, nowMillis - beginMillis) / 1e3;
    double rate = done() / seconds;
    String left =
        rate > 0 ? LineDisplay.seconds(Math.round((total() - done()) / rate * 1e3)) : "unknown";
    String amount =
        unit.startsWith("%")
            ? "%d %s, %s left".formatted(done(), unit, left)
            : String.format(
                Locale.ROOT, "%d of %d %s, %.1f/s, %s left", done(), total(), unit, rate, left);
    return note.isEmpty() ? amount : amount + "; " + note;
  }
}
