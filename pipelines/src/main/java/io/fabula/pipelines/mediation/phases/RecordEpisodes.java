package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.random.Seeds;
import io.fabula.model.detectors.DistinctStates;
import io.fabula.model.detectors.VisitCounter;
import io.fabula.model.detectors.VisitCounts;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableStage;
import io.fabula.pipelines.mediation.settings.EpisodeSettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Records episodes of the trained policy and of uniform play: what they earned, when each named
 * event first happened, and how often they were in each of the distinct states that a detector can
 * tell apart.
 *
 * @param name of the stage
 * @param trained the stage that trained the policies
 * @param options what decides the result
 */
public record RecordEpisodes(String name, String trained, Options options)
    implements ResumableStage {
  /** The table of episodes of a seed. */
  static final String EPISODES = "episodes";

  /** The states of the last view step by step. */
  static final String STEPS = "steps";

  /** In it, for each of those states its number among those of the objects. */
  static final String SEEN_AS = "seen_as";

  /** Beginning of the columns that say when an event first held. */
  static final String FIRST = "first_";

  /** Names of the two policies. */
  static final List<String> POLICIES = List.of("trained", "uniform");

  /** One row per episode, with columns for a world's events. */
  public static TableSchema schema(List<String> events) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("policy", Column.Type.STRING).doc("trained or uniform"));
    columns.add(Column.of("episode", Column.Type.INT64).doc("number, from 0"));
    columns.add(
        Column.of("layout", Column.Type.INT32)
            .doc("number of the layout of the objects at the start"));
    columns.add(Column.of("length", Column.Type.INT32).doc("steps"));
    columns.add(Column.of("y", Column.Type.DOUBLE).doc("undiscounted return"));
    columns.add(Column.of("success", Column.Type.BOOLEAN).doc("whether the task was completed"));
    for (String event : events) {
      columns.add(
          Column.of(FIRST + event, Column.Type.INT32)
              .doc("step before which it first held, -1 for never"));
    }
    return new TableSchema("episodes", 1, "An episode.", columns);
  }

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param seeds how many policies
   * @param episodes how many episodes
   */
  public record Options(long seed, ObjectWorlds worlds, int seeds, EpisodeSettings episodes)
      implements Serializable {}

  @Override
  public int version() {
    return 2;
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
  public EpisodeRecording open(Function<String, Artifact> inputs, int shard, Path directory)
      throws IOException {
    long[] seeds = new long[POLICIES.size()];
    for (int p = 0; p < seeds.length; p++) {
      seeds[p] = Seeds.of(options.seed(), "record-episodes", shard, p);
    }
    return new EpisodeRecording(
        options.worlds(),
        Agents.load(inputs.apply(trained), TrainPolicy.AGENT, shard, options.worlds()),
        options.episodes().episodes(),
        seeds);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int all = options.episodes().episodes();
    try (EpisodeRecording recording = open(work::input, work.shard(), work.checkpoints())) {
      recording.carry(
          work.checkpoints(), () -> work.progress(recording.done(), all, "episodes"), work::note);
      work.table(
          SeedShards.part(EPISODES, work.shard(), "parquet"),
          schema(options.worlds().events()),
          table -> {
            for (RecordedEpisodes each : recording.policies()) {
              for (Object[] row : each.rows()) table.write(row);
            }
          });
      int[][][] numbers = new int[views().size()][][];
      for (int v = 0; v < views().size(); v++) numbers[v] = visits(work, recording.policies(), v);
      work.tensors(
          SeedShards.part(STEPS, work.shard(), "safetensors"),
          steps(recording.policies(), numbers));
    }
  }

  private List<ObjectView> views() {
    return options.worlds().counted();
  }

  /** Writes the visits of a view; returns for each policy the numbers that its states have. */
  private int[][] visits(ShardWork work, List<RecordedEpisodes> policies, int view)
      throws Exception {
    DistinctStates states = new DistinctStates(options.worlds().make().size(views().get(view)));
    TensorFile file = new TensorFile();
    int[][] numbers = new int[policies.size()][];
    for (int p = 0; p < numbers.length; p++) {
      VisitCounter counter = new VisitCounter(states);
      numbers[p] = policies.get(p).appendTo(counter, view);
      put(file, POLICIES.get(p), counter.counts());
    }
    file.put("states", Tensor.of(states.bytes()));
    String part = part(views().get(view));
    work.tensors(SeedShards.part(part, work.shard(), "safetensors"), file);
    work.metric("states_%s_%d".formatted(part, work.shard()), states.size());
    return numbers;
  }

  /**
   * The states of the last view step by step, and which states of the first view they are.
   *
   * @param numbers {@code [view][policy][state]}
   */
  private static TensorFile steps(List<RecordedEpisodes> policies, int[][][] numbers) {
    TensorFile file = new TensorFile();
    int[][] first = numbers[0];
    int[][] last = numbers[numbers.length - 1];
    Map<Integer, Integer> seenAs = new TreeMap<>();
    for (int p = 0; p < policies.size(); p++) {
      int[] own = last[p];
      RecordedEpisodes of = policies.get(p);
      for (int s = 0; s < own.length; s++) seenAs.put(own[s], first[p][of.seenAs().get(s)]);
      long[] steps = RecordedEpisodes.joined(of.paths());
      for (int t = 0; t < steps.length; t++) steps[t] = own[(int) steps[t]];
      file.put(POLICIES.get(p), Tensor.of(steps));
    }
    file.put(SEEN_AS, Tensor.of(seenAs.values().stream().mapToLong(Integer::longValue).toArray()));
    return file;
  }

  /** Where the visits of a view lie. */
  static String part(ObjectView view) {
    return "visits-" + view.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the visits of one policy to a file. */
  static void put(TensorFile file, String policy, VisitCounts counts) {
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
  static List<Row> episodes(Artifact artifact, List<String> events, int seed) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        SeedShards.file(artifact, EPISODES, seed, "parquet"), schema(events), rows::add);
    return rows;
  }

  /** The visits of a seed. */
  static TensorFile visits(Artifact artifact, ObjectView view, int seed) throws IOException {
    return TensorFile.read(SeedShards.file(artifact, part(view), seed, "safetensors"));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return SeedShards.metrics(work);
  }
}
