package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.model.windows.PooledFrames;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.RolloutTables;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Recorded episodes as the simulator learns from them: frames behind the agent's pool. Stages and
 * shards of one process that need the same recording share it, as long as memory allows.
 */
public final class Recording {
  private static final Map<String, Recording> RECORDINGS = new ConcurrentHashMap<>();

  /** Of the Java heap, so that two workers of one process may hold recordings side by side. */
  private static final double SHARE_OF_HEAP = 1 / 3.0;

  private static final double GIGABYTE = 1e9;

  private SoftReference<List<RecordedEpisode>> kept = new SoftReference<>(List.of());

  private Recording() {}

  /**
   * Reads all episodes into memory.
   *
   * @param pool side of the blocks that the agent averages
   * @throws WorkProblem if they are too many for the Java heap
   * @throws DataProblem if a file is not what the manifest says
   */
  public static List<RecordedEpisode> read(Artifact rollouts, int pool) {
    rollouts.files("steps/"); // whether or not they are in memory, they must be whole
    String key = rollouts.location() + " " + rollouts.manifest().contentHash() + " " + pool;
    return RECORDINGS.computeIfAbsent(key, k -> new Recording()).episodes(rollouts, pool);
  }

  private synchronized List<RecordedEpisode> episodes(Artifact rollouts, int pool) {
    List<RecordedEpisode> episodes = kept.get();
    if (episodes == null || episodes.isEmpty()) {
      episodes = List.copyOf(load(rollouts, pool));
      kept = new SoftReference<>(episodes);
    }
    return episodes;
  }

  private static List<RecordedEpisode> load(Artifact rollouts, int pool) {
    TableReader.Header header = TableReader.header(rollouts.files("steps/").get(0));
    int side = header.shape("obs").get(1);
    long steps = rollouts.parts("steps/").stream().mapToLong(Part::rows).sum();
    requireMemory(
        steps, side, pool, header.shape("hx_in").get(0), Runtime.getRuntime().maxMemory());
    TableSchema columns =
        RolloutTables.steps(header.shape("log_prob").get(0), side, header.shape("hx_in").get(0))
            .only(
                "episode",
                "t",
                "global_step",
                "is_last",
                "done",
                "reward_scaled",
                "action",
                "obs",
                "hx_in",
                "hx_out");
    List<RecordedEpisode> episodes = new ArrayList<>();
    new RolloutReader(rollouts, columns)
        .read(
            Integer.MAX_VALUE,
            (episode, rows) -> episodes.add(episode(episode.episode(), rows, side, pool)));
    return episodes;
  }

  /** Says so at once where the heap is too small, instead of failing some minutes later. */
  static void requireMemory(long steps, int side, int pool, int hidden, long heapBytes) {
    int numbers = 3 * (side / pool) * (side / pool);
    double bytes =
        (double) steps * (numbers * (pool == 1 ? 1 : Short.BYTES) + hidden * Float.BYTES);
    if (bytes <= SHARE_OF_HEAP * heapBytes) return;
    throw new WorkProblem(
        String.format(
            Locale.ROOT,
            "%,d recorded steps take %.1f GB in each of two workers, and the Java heap has"
                + " %.1f GB; set FABULA_HEAP=%dg or lower recording.episodes",
            steps,
            bytes / GIGABYTE,
            heapBytes / GIGABYTE,
            (long) Math.ceil(bytes / SHARE_OF_HEAP / (1 << 30))));
  }

  private static RecordedEpisode episode(int id, List<Row> rows, int side, int pool) {
    int length = rows.size();
    int hidden = rows.get(0).floats("hx_in").length;
    int size = 3 * side * side;
    byte[] pictures = new byte[length * size];
    float[] states = new float[(length + 1) * hidden];
    byte[] actions = new byte[length];
    float[] rewards = new float[length];
    boolean[] terminals = new boolean[length];
    for (int t = 0; t < length; t++) {
      Row row = rows.get(t);
      System.arraycopy(row.bytes("obs"), 0, pictures, t * size, size);
      System.arraycopy(row.floats("hx_in"), 0, states, t * hidden, hidden);
      actions[t] = (byte) row.integer("action");
      rewards[t] = (float) row.number("reward_scaled");
      terminals[t] = row.flag("done");
    }
    System.arraycopy(rows.get(length - 1).floats("hx_out"), 0, states, length * hidden, hidden);
    return new RecordedEpisode(
        id, PooledFrames.of(pictures, side, pool), states, actions, rewards, terminals);
  }
}
