package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.Overlay;
import io.fabula.model.windows.WindowRule;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Short videos of simulated rollouts and of what was recorded. */
public final class Clips {
  private static final int SIDE_SHOWN = 256;
  private static final int FRAMES_PER_SECOND = 4;

  private Clips() {}

  /** The simulated rollouts with these ids, with actions, rewards and ends drawn in. */
  private static Map<Integer, Clip> simulated(List<Path> files, Set<Integer> ids) {
    TableReader.Header header = TableReader.header(files.get(0));
    int side = header.shape("image").get(0);
    TableSchema columns =
        SimulatedTables.samples(
                header.shape("log_prob").get(0),
                side,
                header.shape("agent_h").get(0),
                header.shape("env_h").get(0))
            .only("sample_id", "t", "image", "reward", "done_prob", "action");
    Map<Integer, List<Row>> rows = new TreeMap<>();
    for (Path file : files) {
      TableReader.forEach(
          file,
          columns,
          row -> {
            int id = row.integer("sample_id");
            if (ids.contains(id)) rows.computeIfAbsent(id, key -> new ArrayList<>()).add(row);
          });
    }
    Map<Integer, Clip> clips = new TreeMap<>();
    rows.forEach((id, steps) -> clips.put(id, clip(steps, side)));
    return clips;
  }

  private static Clip clip(List<Row> steps, int side) {
    int size = 3 * side * side;
    byte[] frames = new byte[steps.size() * size];
    List<Overlay> overlays = new ArrayList<>();
    for (int t = 0; t < steps.size(); t++) {
      Row row = steps.get(t);
      System.arraycopy(row.bytes("image"), 0, frames, t * size, size);
      overlays.add(
          Overlay.coinRun(row.integer("action"), row.number("done_prob"), row.number("reward")));
    }
    return shown(frames, side, overlays);
  }

  /**
   * The simulated rollouts with these ids beside what was recorded from the same beginnings, in the
   * frames of the recording.
   *
   * @param rollouts the artifact of the recording
   * @param samples files of simulated steps
   * @param beginnings where the rollouts begin, by id
   */
  static Map<Integer, Clip> besideRecorded(
      Artifact rollouts, List<Path> samples, Map<Integer, RolloutStart> beginnings) {
    Map<Integer, Clip> simulated = simulated(samples, beginnings.keySet());
    Set<Integer> episodes = new TreeSet<>();
    simulated.keySet().forEach(id -> episodes.add(beginning(beginnings, id).episode()));
    RolloutReader reader = new RolloutReader(rollouts, "observation", "action", "reward_scaled");
    int side = reader.steps().column("observation").shape().get(0);
    int maximumSteps = reader.spaces().maximumSteps();
    Map<Integer, Clip> clips = new TreeMap<>();
    reader.read(
        episodes,
        (episode, rows) ->
            simulated.forEach(
                (id, clip) -> {
                  RolloutStart beginning = beginning(beginnings, id);
                  if (beginning.episode() != episode.episode()) return;
                  boolean ended = episode.endedByWorld(maximumSteps);
                  Clip real = recorded(rows, side, beginning.shown(), clip.frames().size(), ended);
                  clips.put(
                      id, Clip.sideBySide(List.of(real, clip), List.of("recorded", "simulated")));
                }));
    return clips;
  }

  private static RolloutStart beginning(Map<Integer, RolloutStart> beginnings, int id) {
    return Objects.requireNonNull(beginnings.get(id));
  }

  /** A reward is shown with the frame that it arrived with, as in simulated rollouts. */
  private static Clip recorded(List<Row> rows, int side, int first, int count, boolean ended) {
    int begin = Math.max(0, Math.min(first, rows.size() - 1));
    int length = Math.min(count, rows.size() - begin);
    int size = 3 * side * side;
    byte[] frames = new byte[length * size];
    List<Overlay> overlays = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int t = begin + i;
      boolean last = t == rows.size() - 1;
      System.arraycopy(rows.get(t).bytes("observation"), 0, frames, i * size, size);
      overlays.add(
          Overlay.coinRun(
              last ? WindowRule.NULL_ACTION : rows.get(t).integer("action"),
              last && ended ? 1 : 0,
              t == 0 ? 0 : rows.get(t - 1).number("reward_scaled")));
    }
    return shown(frames, side, overlays);
  }

  private static Clip shown(byte[] frames, int side, List<Overlay> overlays) {
    return Clip.of(frames, side, side).enlarged(Math.max(1, SIDE_SHOWN / side)).with(overlays);
  }

  /** Writes a video and what stands under it as parts below {@code clips/}. */
  static void write(StageWork work, String name, Clip clip, FigureCaption caption)
      throws Exception {
    work.clip(name, clip.holdingLast(FRAMES_PER_SECOND), FRAMES_PER_SECOND, caption);
  }
}
