package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.model.twins.ReplayedPushes;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * A beginning that a rollout was simulated from.
 *
 * @param sample number of the rollout
 * @param start where it lies in the recording
 * @param bottleneck what the simulator made of it
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
record GradientBeginning(int sample, RolloutStart start, float[] bottleneck) {
  /**
   * The beginnings of some rollouts that lie before the end of their episode, by sample.
   *
   * @param context frames that each shows
   */
  static Map<Integer, GradientBeginning> read(
      Artifact rollouts, Artifact simulated, int context, IntPredicate wanted) {
    Map<Integer, Integer> lengths = new HashMap<>();
    new RolloutReader(rollouts, "action")
        .episodes()
        .forEach(each -> lengths.put(each.episode(), each.length()));
    List<Path> files = simulated.files("inits");
    Map<Integer, RolloutStart> starts = RolloutStart.read(files, context, wanted);
    Map<Integer, GradientBeginning> beginnings = new TreeMap<>();
    for (Path file : files) {
      int width = TableReader.header(file).shape("bottleneck").get(0);
      TableReader.forEach(
          file,
          SimulatedTables.inits(width).only("sample_id", "bottleneck"),
          row -> {
            RolloutStart start = starts.get(row.integer("sample_id"));
            if (start == null || start.shown() >= lengths.getOrDefault(start.episode(), 0)) return;
            int sample = row.integer("sample_id");
            beginnings.put(sample, new GradientBeginning(sample, start, row.floats("bottleneck")));
          });
    }
    return beginnings;
  }

  /** Where each goes on in the real world. */
  static List<ReplayedPushes.Start> starts(Artifact rollouts, List<GradientBeginning> order) {
    RolloutReader reader = new RolloutReader(rollouts, "action", "hx_in", "hx_out");
    Map<Integer, List<Row>> rows = new HashMap<>();
    Map<Integer, Long> levels = new HashMap<>();
    TreeSet<Integer> wanted = new TreeSet<>();
    for (GradientBeginning each : order) wanted.add(each.start().episode());
    if (wanted.isEmpty()) return List.of();
    reader.read(
        wanted,
        (episode, steps) -> {
          rows.put(episode.episode(), steps);
          levels.put(episode.episode(), episode.levelSeed());
        });
    List<ReplayedPushes.Start> starts = new ArrayList<>();
    for (GradientBeginning each : order) {
      List<Row> own = rows.getOrDefault(each.start().episode(), List.of());
      int shown = each.start().shown();
      int[] actions = new int[shown];
      for (int t = 0; t < shown; t++) actions[t] = own.get(t).integer("action");
      starts.add(
          new ReplayedPushes.Start(
              levels.getOrDefault(each.start().episode(), 0L),
              actions,
              own.get(shown).floats("hx_in"),
              own.get(shown).floats("hx_out")));
    }
    return starts;
  }
}
