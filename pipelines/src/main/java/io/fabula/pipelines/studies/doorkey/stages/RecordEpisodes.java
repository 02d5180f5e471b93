package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.random.Seeds;
import io.fabula.model.detectors.DistinctStates;
import io.fabula.model.detectors.VisitCounter;
import io.fabula.model.detectors.VisitCounts;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.doorkey.settings.EpisodeSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records episodes of the trained policy and of uniform play: what they earned, when each named
 * event first happened, and how often they were in each of the distinct states that a detector can
 * tell apart.
 *
 * @param name of the stage
 * @param trained the stage that trained the policies
 * @param options what decides the result
 */
public record RecordEpisodes(String name, String trained, Options options) implements Stage {
  /** The table of episodes of a seed. */
  static final String EPISODES = "episodes";

  /** The views of which visits are counted. */
  static final List<DoorKeyView> VIEWS = List.of(DoorKeyView.OBJECTS, DoorKeyView.PLANES);

  /** Names of the two policies. */
  static final List<String> POLICIES = List.of("trained", "uniform");

  private static final int NEVER = -1;

  /** One row per episode. */
  public static final TableSchema SCHEMA = new TableSchema("episodes", 1, "An episode.", columns());

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("policy", Column.Type.STRING).doc("trained or uniform"));
    columns.add(Column.of("episode", Column.Type.INT64).doc("number, from 0"));
    columns.add(
        Column.of("layout", Column.Type.INT32)
            .doc("number of the start's wall, door and key, in lexicographic order"));
    columns.add(Column.of("length", Column.Type.INT32).doc("steps"));
    columns.add(Column.of("y", Column.Type.DOUBLE).doc("undiscounted return"));
    columns.add(Column.of("success", Column.Type.BOOLEAN).doc("whether the goal was reached"));
    for (DoorKeyEvent event : DoorKeyEvent.values()) {
      columns.add(
          Column.of("first_" + name(event), Column.Type.INT32)
              .doc("step before which it first held, -1 for never"));
    }
    return columns;
  }

  /** An event in a column's name. */
  static String name(DoorKeyEvent event) {
    return event.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param size cells per side
   * @param seeds how many policies
   * @param episodes how many episodes
   */
  public record Options(long seed, int size, int seeds, EpisodeSettings episodes)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(trained);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    List<DistinctStates> states =
        VIEWS.stream().map(view -> new DistinctStates(bytes(view).length)).toList();
    List<Recorder> recorders = new ArrayList<>();
    try (MlpNetwork network =
        Agents.load(
            SeedShards.file(work.input(trained), TrainPolicy.AGENT, work.shard(), "safetensors"),
            options.size())) {
      for (int p = 0; p < POLICIES.size(); p++) {
        Recorder recorder = new Recorder(work, states, p);
        recorders.add(recorder);
        long seed = Seeds.of(options.seed(), "record-episodes", work.shard(), p);
        new Episodes(options.size(), seed)
            .play(p == 0 ? network : null, options.episodes().episodes(), recorder);
      }
    }
    work.table(
        SeedShards.part(EPISODES, work.shard(), "parquet"),
        SCHEMA,
        table -> {
          for (Recorder each : recorders) for (Object[] row : each.rows) table.write(row);
        });
    for (int v = 0; v < VIEWS.size(); v++) {
      TensorFile file = new TensorFile();
      file.put("states", Tensor.of(states.get(v).bytes()));
      for (int p = 0; p < POLICIES.size(); p++) {
        put(file, POLICIES.get(p), recorders.get(p).counters.get(v).counts());
      }
      String part = part(VIEWS.get(v));
      work.tensors(SeedShards.part(part, work.shard(), "safetensors"), file);
      work.metric("states_%s_%d".formatted(part, work.shard()), states.get(v).size());
    }
  }

  private byte[] bytes(DoorKeyView view) {
    return new byte[new DoorKey(options.size(), view).spec().observations().size()];
  }

  /** Where the visits of a view lie. */
  static String part(DoorKeyView view) {
    return "visits-" + view.name().toLowerCase(Locale.ROOT);
  }

  private static void put(TensorFile file, String policy, VisitCounts counts) {
    file.put(policy + ".first", Tensor.of(longs(counts.first())));
    file.put(policy + ".inputs", Tensor.of(longs(counts.inputs())));
    file.put(policy + ".counts", Tensor.of(longs(counts.counts())));
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  /** The visits of one policy of a file. */
  static VisitCounts visits(TensorFile file, String policy) throws DamagedFileException {
    return new VisitCounts(
        ints(file.longs(policy + ".first", -1)),
        ints(file.longs(policy + ".inputs", -1)),
        ints(file.longs(policy + ".counts", -1)));
  }

  private static int[] ints(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  /** All episodes of a seed, those of the trained policy first. */
  static List<Row> episodes(Artifact artifact, int seed) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(SeedShards.file(artifact, EPISODES, seed, "parquet"), SCHEMA, rows::add);
    return rows;
  }

  /** The visits of a seed. */
  static TensorFile visits(Artifact artifact, DoorKeyView view, int seed) throws IOException {
    return TensorFile.read(SeedShards.file(artifact, part(view), seed, "safetensors"));
  }

  private final class Recorder implements Episodes.Listener {
    final List<@Nullable Object[]> rows = new ArrayList<>();
    final List<VisitCounter> counters;
    private final List<byte[]> seen;
    private final ShardWork work;
    private final int policy;
    private final int[] first = new int[DoorKeyEvent.values().length];
    private int layout = NEVER;

    Recorder(ShardWork work, List<DistinctStates> states, int policy) {
      this.work = work;
      this.policy = policy;
      counters = states.stream().map(VisitCounter::new).toList();
      seen = VIEWS.stream().map(RecordEpisodes.this::bytes).toList();
      Arrays.fill(first, NEVER);
    }

    @Override
    public void state(DoorKey world) {
      if (world.steps() == 0) layout = layout(world);
      DoorKeyEvent[] events = DoorKeyEvent.values();
      for (int e = 0; e < events.length; e++) {
        if (first[e] == NEVER && events[e].holds(world)) first[e] = world.steps();
      }
      for (int v = 0; v < VIEWS.size(); v++) {
        world.observe(VIEWS.get(v), seen.get(v), 0);
        counters.get(v).visit(seen.get(v));
      }
    }

    @Override
    public void end(int episode, DoorKey world, double returned) {
      for (VisitCounter each : counters) each.end();
      Object[] row = new Object[SCHEMA.columns().size()];
      row[0] = POLICIES.get(policy);
      row[1] = (long) episode;
      row[2] = layout;
      row[3] = world.steps();
      row[4] = returned;
      row[5] = world.completed();
      for (int e = 0; e < first.length; e++) row[6 + e] = first[e];
      rows.add(row);
      Arrays.fill(first, NEVER);
      int all = options.episodes().episodes();
      work.progress((long) policy * all + episode + 1, 2L * all, "episodes");
    }
  }

  /** Number of a start's split column, door row and key cell, in lexicographic order. */
  static int layout(DoorKey world) {
    int n = world.size();
    int number = 0;
    for (int split = 2; split < world.doorX(); split++) number += (n - 3) * (split - 1) * (n - 2);
    int cells = (world.doorX() - 1) * (n - 2);
    number += (world.doorY() - 1) * cells;
    return number + (world.keyX() - 1) * (n - 2) + world.keyY() - 1;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return SeedShards.metrics(work);
  }
}
