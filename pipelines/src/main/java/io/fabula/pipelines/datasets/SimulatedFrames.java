package io.fabula.pipelines.datasets;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the agent saw in simulated rollouts. */
public final class SimulatedFrames {
  private final int side;
  private final Map<Integer, ByteArrayOutputStream> frames;

  private SimulatedFrames(int side, Map<Integer, ByteArrayOutputStream> frames) {
    this.side = side;
    this.frames = frames;
  }

  /**
   * Reads the frames of some rollouts.
   *
   * @param samples the artifact of simulated rollouts
   * @param wanted ids of rollouts
   */
  public static SimulatedFrames read(Artifact samples, Set<Integer> wanted) {
    Map<Integer, ByteArrayOutputStream> frames = new TreeMap<>();
    int side = 0;
    for (Path file : samples.files("samples/")) {
      TableReader.Header header = TableReader.header(file);
      side = header.shape("image").get(0);
      TableSchema columns =
          SimulatedTables.samples(
                  header.shape("log_prob").get(0),
                  side,
                  header.shape("agent_h").get(0),
                  header.shape("env_h").get(0))
              .only("sample_id", "image");
      TableReader.forEach(
          file,
          columns,
          row -> {
            int id = row.integer("sample_id");
            if (!wanted.contains(id)) return;
            frames
                .computeIfAbsent(id, key -> new ByteArrayOutputStream())
                .writeBytes(row.bytes("image"));
          });
    }
    return new SimulatedFrames(side, frames);
  }

  /** Rows and columns of a frame. */
  public int side() {
    return side;
  }

  /**
   * The frames of a rollout, {@code [step, row, column, 3]}.
   *
   * @throws IllegalArgumentException if it was not asked for or is not there
   */
  public byte[] of(int sample) {
    ByteArrayOutputStream found = frames.get(sample);
    if (found == null) throw new IllegalArgumentException("no frames of rollout " + sample);
    return found.toByteArray();
  }
}
