package io.fabula.pipelines.studies.interpret;

import io.fabula.model.windows.PooledFrames;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.RolloutTables;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recorded episodes as the simulator learns from them: frames behind the agent's pool. */
final class Recording {
  /** Of the Java heap, so that two workers of one process may hold recordings side by side. */
  private static final double SHARE_OF_HEAP = 1 / 3.0;

  private static final double GIGABYTE = 1e9;

  private Recording() {}

  /**
   * Reads all episodes into memory.
   *
   * @param pool side of the blocks that the agent averages
   * @throws WorkProblem if they are too many for the Java heap
   */
  static List<RecordedEpisode> read(Artifact rollouts, int pool) {
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
