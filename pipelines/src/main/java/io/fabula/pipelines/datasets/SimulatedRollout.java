package io.fabula.pipelines.datasets;

import io.fabula.analysis.Sequences;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of simulated rollouts of equal length.
 *
 * @param sampleIds id of each sample
 * @param agent the agent's hidden states {@code [sample, step, hidden]}
 * @param world the simulator's states {@code [sample, step, width]}
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record SimulatedRollout(int[] sampleIds, Sequences agent, Sequences world) {

  /** Reads at most {@code limit} samples of an artifact, in order. */
  public static SimulatedRollout read(Artifact artifact, int limit) {
    List<Path> files = artifact.files("samples/");
    TableReader.Header header = TableReader.header(files.get(0));
    TableSchema schema =
        SimulatedTables.samples(
                header.shape("log_prob").get(0),
                header.shape("image").get(0),
                header.shape("agent_h").get(0),
                header.shape("env_h").get(0))
            .only("sample_id", "t", "agent_h", "env_h");
    Collector collector = new Collector(limit, artifact.manifest().stage());
    for (Path file : files) {
      if (!collector.full()) TableReader.forEach(file, schema, row -> collector.add(file, row));
    }
    return collector.finish(artifact);
  }

  private static final class Collector {
    private final int limit;
    private final String stage;
    private final List<Integer> ids = new ArrayList<>();
    private final List<List<float[]>> agent = new ArrayList<>();
    private final List<List<float[]>> world = new ArrayList<>();

    Collector(int limit, String stage) {
      this.limit = limit;
      this.stage = stage;
    }

    boolean full() {
      return ids.size() > limit;
    }

    void add(Path file, Row row) {
      int id = row.integer("sample_id");
      if (ids.isEmpty() || ids.get(ids.size() - 1) != id) {
        ids.add(id);
        agent.add(new ArrayList<>());
        world.add(new ArrayList<>());
      }
      List<float[]> states = agent.get(agent.size() - 1);
      if (row.integer("t") != states.size()) {
        throw torn(
            file,
            "sample %d has step %d where %d was expected"
                .formatted(id, row.integer("t"), states.size()));
      }
      states.add(row.floats("agent_h"));
      world.get(world.size() - 1).add(row.floats("env_h"));
    }

    SimulatedRollout finish(Artifact artifact) {
      int count = Math.min(limit, ids.size());
      int steps = agent.get(0).size();
      for (int i = 0; i < count; i++) {
        if (agent.get(i).size() != steps) {
          throw torn(
              artifact.location(),
              "sample %d has %d steps, the first has %d"
                  .formatted(ids.get(i), agent.get(i).size(), steps));
        }
      }
      return new SimulatedRollout(
          ids.subList(0, count).stream().mapToInt(Integer::intValue).toArray(),
          sequences(agent.subList(0, count), steps),
          sequences(world.subList(0, count), steps));
    }

    private static Sequences sequences(List<List<float[]>> samples, int steps) {
      int width = samples.get(0).get(0).length;
      double[] values = new double[samples.size() * steps * width];
      int at = 0;
      for (List<float[]> sample : samples) {
        for (float[] row : sample) for (float value : row) values[at++] = value;
      }
      return new Sequences(samples.size(), steps, width, values);
    }

    private DataProblem torn(Object file, String finding) {
      return new DataProblem(file, finding, "simulate again with --force=" + stage);
    }
  }
}
