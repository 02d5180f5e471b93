package io.fabula.pipelines.datasets;

import io.fabula.envs.Action;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.agents.RecordedStep;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes recorded episodes as rows of the table {@code steps}, in the order of their numbers
 * although they arrive as they end.
 */
public final class StepRows {
  private static final int COLOURS = 3;
  private static final int HIDDEN_IN = 0;
  private static final int HIDDEN_OUT = 1;

  private final TableWriter table;
  private final Map<Long, RecordedEpisode> waiting = new HashMap<>();
  private long next;
  private long written;

  /**
   * Begins a table.
   *
   * @param firstEpisode the lowest number that will arrive; none after it may be missing
   */
  public StepRows(TableWriter table, long firstEpisode) {
    this.table = table;
    next = firstEpisode;
  }

  /** Takes an episode; it is written when all before it have been. */
  public void add(RecordedEpisode episode) {
    waiting.put(episode.id(), episode);
    for (RecordedEpisode ready = waiting.remove(next);
        ready != null;
        ready = waiting.remove(next)) {
      try {
        write(ready);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write episode " + ready.id(), e);
      }
      next++;
    }
  }

  /** Ends the table; fails if an episode is missing. */
  public void finish() {
    if (!waiting.isEmpty()) throw new IllegalStateException("episode " + next + " is missing");
  }

  private void write(RecordedEpisode episode) throws IOException {
    int last = episode.steps().size() - 1;
    for (RecordedStep step : episode.steps()) {
      boolean isLast = step.t() == last;
      table.write(
          (int) episode.id(),
          step.t(),
          written++,
          (int) episode.episodeSeed(),
          step.t() == 0,
          isLast,
          isLast && !episode.truncated(),
          step.done(),
          step.rewardRaw(),
          step.rewardScaled(),
          step.value(),
          ((Action.Discrete) step.action()).index(),
          step.distribution(),
          channelsFirst(step.bytes()),
          step.extras().get(HIDDEN_IN),
          step.extras().get(HIDDEN_OUT));
    }
  }

  private static byte[] channelsFirst(byte[] image) {
    int pixels = image.length / COLOURS;
    byte[] planes = new byte[image.length];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < COLOURS; c++) planes[c * pixels + p] = image[p * COLOURS + c];
    }
    return planes;
  }

  /**
   * Numbers the rows of a part among the rows of the whole data set, which only its end knows.
   *
   * @param part as a shard wrote it, numbered from 0
   * @param first the number of its first row
   */
  public static void number(FinishWork work, Part part, TableSchema schema, long first)
      throws Exception {
    if (first == 0) return;
    int column = schema.index("global_step");
    work.table(
        part.path(),
        schema,
        table -> {
          try (TableReader reader = new TableReader(work.file(part), schema)) {
            long globalStep = first;
            for (Row row = reader.next(); row != null; row = reader.next()) {
              Object[] values = row.values();
              values[column] = globalStep++;
              table.write(values);
            }
          }
        });
  }
}
