package io.fabula.pipelines.analyses.saliency;

import static java.util.Objects.requireNonNull;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gradients of all independent components at the target step with respect to the states at one
 * earlier step of a rollout, through agent and world.
 *
 * @param sample id of the rollout
 * @param gradients {@code [K, hidden + world]}: a row per component, the agent's state before the
 *     simulator's
 * @param jacobian {@code [K, K]}: rows the component at the step, columns the component at the
 *     target step
 */
public record SampleGradients(int sample, Matrix gradients, Matrix jacobian) {
  /**
   * Reads them of all rollouts of which they were computed.
   *
   * @param artifact of saliency
   * @param step with respect to which
   * @throws WorkProblem if a component was no target, or there is no such step
   */
  public static List<SampleGradients> read(Artifact artifact, int step) {
    Map<Integer, SampleGradients> samples = new TreeMap<>();
    int[] seen = {0, 0}; // components, rows
    for (Path file : artifact.files(SaliencyTable.PART + "/")) {
      TableReader.Header header = TableReader.header(file);
      seen[0] = header.shape("grad_h_ic").get(0);
      TableSchema columns =
          SaliencyTable.schema(
                  header.shape("map_rgb").get(0),
                  header.shape("grad_h").get(0),
                  seen[0],
                  header.shape("grad_env_h").get(0),
                  false)
              .only(
                  "sample_id",
                  "target",
                  "env_grads",
                  "t",
                  "target_t",
                  "grad_h",
                  "grad_h_ic",
                  "grad_env_h",
                  "averaged_over",
                  "rescaled");
      TableReader.forEach(
          file,
          columns,
          row -> {
            if (row.flag("env_grads") && row.integer("t") == step) add(row, samples, seen);
          });
    }
    if (seen[0] == 0 || seen[1] != samples.size() * seen[0]) {
      throw new WorkProblem(
          "clusters of gradients need those of all independent components; ask for func_type"
              + " hx_direction and direction_ids all");
    }
    if (samples.isEmpty()) {
      throw new WorkProblem(
          "analyses.jacobian.grad_timestep must be a step of the rollouts, got " + step);
    }
    return new ArrayList<>(samples.values());
  }

  private static void add(Row row, Map<Integer, SampleGradients> samples, int[] seen) {
    int count = seen[0];
    int component = SaliencyTable.component(row.text("target"), count);
    if (component < 0) return;
    if (row.integer("target_t") < row.integer("t")) {
      throw new WorkProblem(
          "analyses.jacobian.grad_timestep must be at most the step of the targets, %d, got %d"
              .formatted(row.integer("target_t"), row.integer("t")));
    }
    seen[1]++;
    float[] agent = row.floats("grad_h");
    float[] world = row.floats("grad_env_h");
    float[] along = row.floats("grad_h_ic");
    double scale = row.flag("rescaled") ? 1 : row.integer("averaged_over");
    int sample = row.integer("sample_id");
    SampleGradients found =
        requireNonNull(
            samples.computeIfAbsent(
                sample,
                id ->
                    new SampleGradients(
                        id,
                        new Matrix(count, agent.length + world.length),
                        new Matrix(count, count))));
    int at = component * (agent.length + world.length);
    for (float each : agent) found.gradients().values()[at++] = each * scale;
    for (float each : world) found.gradients().values()[at++] = each * scale;
    for (int i = 0; i < count; i++) {
      found.jacobian().values()[i * count + component] = along[i] * scale;
    }
  }
}
