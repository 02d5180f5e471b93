package io.fabula.pipelines.datasets;

import io.fabula.model.agents.ExtraColumn;
import io.fabula.model.agents.Policy;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes recorded episodes as rows of the table {@code steps}, in the order of their numbers
 * although they arrive as they end.
 */
public final class StepRows {
  /**
   * What a policy tells of each step beside its action, as the extra columns of {@link
   * StepSchema#of}.
   */
  public static List<Column> columns(Policy policy) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.optional("reward_scaled", Column.Type.FLOAT)
                    .doc("the reward in the units in which the policy learned"),
                Column.optional("value", Column.Type.FLOAT)
                    .doc("prediction for the observation")
                    .unit("scaled return"),
                Column.optional("action_log_prob", Column.Type.FLOAT)
                    .doc("logarithm of the action's probability or density, noise included")
                    .unit("nats")));
    int numbers = policy.undecided().length;
    if (numbers > 0) {
      columns.add(
          Column.array("log_prob", Column.Type.FLOATS, numbers)
              .orMissing()
              .doc(
                  "what the action was chosen by, noise included: log-probabilities of all"
                      + " discrete actions, then the numbers of each parameter's density")
              .unit("nats"));
    }
    for (ExtraColumn each : policy.extras()) {
      Column column = Column.array(each.name(), Column.Type.FLOATS, each.width()).doc(each.doc());
      columns.add(each.needsDecision() ? column.orMissing() : column);
    }
    return columns;
  }

  private final StepSchema schema;
  private final TableWriter table;
  private final Map<Long, RecordedEpisode> waiting = new HashMap<>();
  private long next;
  private long written;

  /**
   * Begins a table.
   *
   * @param schema of the world, with the extra columns of {@link #columns}
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
              step.floats().length > 0 ? step.floats() : step.bytes(),
              step.action(),
              step.available(),
              step.reward(),
              told(step)));
    }
    boolean floats = episode.finalFloats().length > 0;
    table.write(
        schema.row(
            place(episode, episode.steps().size()),
            floats ? episode.finalFloats() : episode.finalBytes(),
            null,
            null,
            null,
            carried(episode)));
  }

  private static @Nullable Object[] told(RecordedStep step) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(step.rewardScaled());
    values.add(orMissing(step.value()));
    values.add(orMissing(step.logProbability()));
    if (step.distribution().length > 0) values.add(step.distribution());
    values.addAll(step.extras());
    return values.toArray();
  }

  private static @Nullable Float orMissing(float number) {
    return Float.isNaN(number) ? null : number;
  }

  private static @Nullable Object[] carried(RecordedEpisode episode) {
    RecordedStep any = episode.steps().get(0);
    @Nullable Object[] values = new @Nullable Object[told(any).length];
    int at = values.length - any.extras().size();
    for (float[] each : episode.finalExtras()) values[at++] = each.length == 0 ? null : each;
    return values;
  }

  private StepSchema.Place place(RecordedEpisode episode, int t) {
    boolean last = t == episode.steps().size();
    return new StepSchema.Place(
        (int) episode.id(), t, written++, episode.levelSeed(), last, last && !episode.truncated());
  }

  /**
   * Numbers the rows of a part among the rows of the whole data set, which only its end knows.
   *
   * @param part as a shard wrote it, numbered from 0
   * @param first the number of its first row
   */
  public static void number(FinishWork work, Part part, long first) throws Exception {
    if (first == 0) return;
    TableSchema schema = TableReader.schema(work.file(part));
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
