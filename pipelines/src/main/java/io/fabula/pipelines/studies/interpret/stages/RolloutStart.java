package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.tables.TableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Where a simulated rollout begins in the recording.
 *
 * @param episode number of the recorded episode
 * @param shown step of that episode whose frame the first simulated one stands for: the last of its
 *     context; not below 0
 */
public record RolloutStart(int episode, int shown) {

  /**
   * The beginnings of rollouts, by id.
   *
   * @param files of the table {@code gen_inits}
   * @param contextFrames how many recorded frames each began from, at least 1
   * @param wanted which ids
   */
  public static Map<Integer, RolloutStart> read(
      List<Path> files, int contextFrames, IntPredicate wanted) {
    Map<Integer, RolloutStart> beginnings = new TreeMap<>();
    for (Path file : files) {
      int width = TableReader.header(file).shape("bottleneck").get(0);
      TableReader.forEach(
          file,
          SimulatedTables.inits(width).only("sample_id", "source_episode", "source_t"),
          row -> {
            int id = row.integer("sample_id");
            if (!wanted.test(id)) return;
            int shown = Math.max(0, row.integer("source_t") + contextFrames - 1);
            beginnings.put(id, new RolloutStart(row.integer("source_episode"), shown));
          });
    }
    return beginnings;
  }

  /** In words. */
  public String words() {
    return "step " + shown + " of recorded episode " + episode;
  }
}
