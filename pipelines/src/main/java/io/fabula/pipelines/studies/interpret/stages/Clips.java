package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.Mp4;
import io.fabula.analysis.video.Overlay;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Short videos of simulated rollouts and of what was recorded. */
public final class Clips {
  private static final int SIDE_SHOWN = 256;
  private static final int FRAMES_PER_SECOND = 4;

  private Clips() {}

  /** The simulated rollouts with these ids, with actions, rewards and ends drawn in. */
  static Map<Integer, Clip> simulated(List<Path> files, Set<Integer> ids) {
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

  /** What was recorded from one step on, as the agent saw it. */
  static Clip recorded(RecordedEpisode episode, int first, int count) {
    int side = episode.frames().side();
    int begin = Math.max(0, Math.min(first, episode.length() - 1));
    int length = Math.min(count, episode.length() - begin);
    float[] values = new float[length * episode.frames().frameSize()];
    episode.frames().copy(begin, length, values, 0);
    byte[] frames = new byte[values.length];
    for (int i = 0; i < values.length; i++) frames[i] = (byte) Math.round(255 * values[i]);
    List<Overlay> overlays = new ArrayList<>();
    for (int t = begin; t < begin + length; t++) {
      overlays.add(
          Overlay.coinRun(episode.action(t), episode.terminal(t) ? 1 : 0, episode.reward(t)));
    }
    return shown(frames, side, overlays);
  }

  private static Clip shown(byte[] frames, int side, List<Overlay> overlays) {
    return Clip.of(frames, side, side).enlarged(Math.max(1, SIDE_SHOWN / side)).with(overlays);
  }

  /** Writes a video as a part below {@code clips/}. */
  static void write(StageWork work, String name, Clip clip) throws Exception {
    work.write(
        "clips/" + name + ".mp4",
        Part.Kind.OTHER,
        file -> {
          Mp4.write(file, clip.holdingLast(FRAMES_PER_SECOND), FRAMES_PER_SECOND);
          return StageWork.Content.NONE;
        });
  }
}
