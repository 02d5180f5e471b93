package io.fabula.pipelines.datasets;

import io.fabula.envs.Action;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.agents.RecordedStep;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes recorded episodes as rows of the table {@code steps}, in the order of their numbers
 * although they arrive as they end.
 */
public final class StepRows {
  /**
   * What a recorded agent says at each step beside its action, for {@link StepSchema#of}.
   *
   * @param actions number of actions
   * @param hidden width of its hidden state
   */
  public static List<Column> agent(int actions, int hidden) {
    return List.of(
        Column.optional("reward_scaled", Column.Type.FLOAT)
            .doc("the reward by the return variance at the end of training, within -10..10"),
        Column.optional("value", Column.Type.FLOAT)
            .doc("prediction for the observation")
            .unit("scaled return"),
        Column.array("log_prob", Column.Type.FLOATS, actions)
            .orMissing()
            .doc("log-probabilities of all actions, noise included")
            .unit("nats"),
        Column.array("hx_in", Column.Type.FLOATS, hidden).doc("hidden state before the step"),
        Column.array("hx_out", Column.Type.FLOATS, hidden)
            .orMissing()
            .doc("hidden state after the step, by which the action was chosen"));
  }

  private final StepSchema schema;
  private final TableWriter table;
  private final Map<Long, RecordedEpisode> waiting = new HashMap<>();
  private long next;
  private long written;

  /**
   * Begins a table.
   *
   * @param schema of the world, with the extra columns of {@link #agent}
   * @param firstEpisode the lowest number that will arrive; none after it may be missing
   */
  public StepRows(StepSchema schema, TableWriter table, long firstEpisode) {
    this.schema = schema;
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
    for (RecordedStep step : episode.steps()) {
      table.write(
          schema.row(
              place(episode, step.t()),
              step.frame(),
              Action.of(step.action()),
              null,
              (double) step.rewardRaw(),
              step.rewardScaled(),
              step.value(),
              step.logProbs(),
              step.hiddenIn(),
              step.hiddenOut()));
    }
    table.write(
        schema.row(
            place(episode, episode.steps().size()),
            episode.finalFrame(),
            null,
            null,
            null,
            null,
            null,
            null,
            episode.finalHidden(),
            null));
  }

  private StepSchema.Place place(RecordedEpisode episode, int t) {
    boolean last = t == episode.steps().size();
    return new StepSchema.Place(
        (int) episode.id(),
        t,
        written++,
        episode.levelSeed(),
        last,
        last && !episode.truncated());
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
