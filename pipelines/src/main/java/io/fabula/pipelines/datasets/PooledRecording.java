package io.fabula.pipelines.datasets;

import io.fabula.model.windows.EpisodeFile;
import io.fabula.model.windows.PooledFrames;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recorded episodes as the simulator learns from them: frames behind the agent's pool, in a scratch
 * file, so that a recording need not fit into memory. Stages and shards of one process that need
 * the same recording share it; the last few are kept.
 */
public final class PooledRecording {
  private static final int KEPT = 4;
  private static final Map<String, PooledRecording> RECORDINGS = new LinkedHashMap<>();
  private static final double GIGABYTE = 1e9;

  private @Nullable RecordedEpisodes episodes;

  private PooledRecording() {}

  /**
   * All episodes of a recording.
   *
   * @param pool side of the blocks that the agent averages
   * @param scratch names a file that may be made for them
   * @throws WorkProblem if the disk has no room for them
   * @throws DataProblem if a file is not what the manifest says
   */
  public static RecordedEpisodes read(Artifact rollouts, int pool, Supplier<Path> scratch) {
    rollouts.files("steps/"); // whether or not they have been read, they must be whole
    String key = rollouts.location() + " " + rollouts.manifest().contentHash() + " " + pool;
    return of(key).episodes(rollouts, pool, scratch);
  }

  /** The recording of that name, which is now the last to be forgotten. */
  private static PooledRecording of(String key) {
    synchronized (RECORDINGS) {
      PooledRecording recording = RECORDINGS.remove(key);
      if (recording == null) recording = new PooledRecording();
      RECORDINGS.put(key, recording);
      // The file of a forgotten one goes when nobody reads it any more.
      if (RECORDINGS.size() > KEPT) RECORDINGS.remove(RECORDINGS.keySet().iterator().next());
      return recording;
    }
  }

  private synchronized RecordedEpisodes episodes(
      Artifact rollouts, int pool, Supplier<Path> scratch) {
    RecordedEpisodes read = episodes;
    if (read == null) {
      read = load(rollouts, pool, scratch.get());
      episodes = read;
    }
    return read;
  }

  private static RecordedEpisodes load(Artifact rollouts, int pool, Path scratch) {
    RolloutReader reader =
        new RolloutReader(rollouts, "observation", "action", "reward_scaled", "hx_in");
    TableSchema columns = reader.steps();
    int side = columns.column("observation").shape().get(0);
    int hidden = columns.column("hx_in").elements();
    int maximumSteps = reader.spaces().maximumSteps();
    try {
      long rows = rollouts.parts("steps/").stream().mapToLong(Part::rows).sum();
      requireSpace(
          rows,
          EpisodeFile.rowBytes(side / pool, pool, hidden),
          Files.getFileStore(scratch.toAbsolutePath().getParent()).getUsableSpace(),
          scratch);
      EpisodeFile episodes = new EpisodeFile(scratch, side / pool, pool, hidden);
      reader.read(
          Integer.MAX_VALUE,
          (episode, steps) -> add(episodes, episode, steps, side, pool, maximumSteps));
      return episodes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the scratch file " + scratch, e);
    }
  }

  private static void add(
      EpisodeFile episodes,
      EpisodeInfo info,
      List<Row> rows,
      int side,
      int pool,
      int maximumSteps) {
    try {
      episodes.add(episode(info, rows, side, pool, info.endedByWorld(maximumSteps)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write episode " + info.episode(), e);
    }
  }

  /** Says so at once where the disk is too small, instead of failing some minutes later. */
  static void requireSpace(long rows, int rowBytes, long free, Path scratch) {
    double bytes = (double) rows * rowBytes;
    if (bytes <= free) return;
    throw new WorkProblem(
        String.format(
            Locale.ROOT,
            "%,d recorded steps need %.1f GB of scratch space, and %s has %.1f GB free; free some"
                + " or lower recording.episodes",
            rows,
            bytes / GIGABYTE,
            scratch.toAbsolutePath().getParent(),
            free / GIGABYTE));
  }

  private static RecordedEpisode episode(
      EpisodeInfo info, List<Row> rows, int side, int pool, boolean ended) {
    int length = info.length();
    int hidden = rows.get(0).floats("hx_in").length;
    int size = 3 * side * side;
    byte[] pictures = new byte[length * size];
    float[] states = new float[(length + 1) * hidden];
    byte[] actions = new byte[length];
    float[] rewards = new float[length];
    for (int t = 0; t <= length; t++) {
      Row row = rows.get(t);
      System.arraycopy(row.floats("hx_in"), 0, states, t * hidden, hidden);
      if (t == length) continue;
      System.arraycopy(row.bytes("observation"), 0, pictures, t * size, size);
      actions[t] = (byte) row.integer("action");
      rewards[t] = (float) row.number("reward_scaled");
    }
    return RecordedEpisode.arriving(
        info.episode(), PooledFrames.of(pictures, side, pool), states, actions, rewards, ended);
  }
}
