package io.fabula.pipelines.analyses.saliency;

import static io.fabula.pipelines.tables.Column.Type.BOOLEAN;
import static io.fabula.pipelines.tables.Column.Type.BYTES;
import static io.fabula.pipelines.tables.Column.Type.FLOATS;
import static io.fabula.pipelines.tables.Column.Type.INT16;
import static io.fabula.pipelines.tables.Column.Type.INT32;
import static io.fabula.pipelines.tables.Column.Type.STRING;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gradients of targets at one step with respect to all steps of simulated rollouts. */
public final class SaliencyTable {
  private SaliencyTable() {}

  /** The directory of the parts. */
  static final String PART = "saliency";

  /**
   * One row per sample, target and step.
   *
   * @param side rows and columns of the frames that the agent sees
   * @param hidden width of the agent's state
   * @param components independent components
   * @param world width of the simulator's deterministic state
   * @param images whether gradients of all pixels are there
   */
  static TableSchema schema(int side, int hidden, int components, int world, boolean images) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.of("sample_id", INT32).doc("id of the rollout; of a mean, its first one"),
                Column.of("variant", STRING).doc("single, or which samples were averaged"),
                Column.of("target", STRING).doc("what was differentiated"),
                Column.of("env_grads", BOOLEAN)
                    .doc("whether causes are followed from the world into earlier actions"),
                Column.of("t", INT32).doc("step with respect to which, from 0"),
                Column.of("target_t", INT32).doc("step at which the target was read"),
                Column.array("map_rgb", BYTES, side, side, 3)
                    .doc("map over the frame: blue raises the target, red lowers it"),
                Column.array("grad_h", FLOATS, hidden)
                    .doc("gradient with respect to the agent's state after the frame"),
                Column.array("grad_h_ic", FLOATS, components)
                    .doc("the same along the independent components"),
                Column.array("grad_env_h", FLOATS, world)
                    .doc("gradient with respect to the simulator's deterministic state"),
                Column.of("averaged_over", INT16).doc("copies of the beginning"),
                Column.of("rescaled", BOOLEAN)
                    .doc("true: means of derivatives; false: divided by the copies once more")));
    if (images) {
      columns.add(
          Column.array("grad_image", FLOATS, side, side, 3)
              .doc("gradient with respect to the frame: row, column, channel; values 0 to 1"));
    }
    return new TableSchema(
        "saliency",
        1,
        "A gradient of a target at one step of a simulated rollout. Actions and stochastic states"
            + " are modes with straight-through gradients, which are biased.",
        columns);
  }

  /**
   * Jacobians of the independent components of one sample.
   *
   * @param sample id of the rollout
   * @param target step at which components were read
   * @param steps one matrix {@code [K, K]} per step up to the target: rows the component at the
   *     step, columns the component at the target step
   */
  public record SampleJacobian(int sample, int target, List<Matrix> steps) {}

  /**
   * Reads the Jacobians of all samples whose components were all targets.
   *
   * @param environmentPath with or without the path from actions to the world
   * @throws WorkProblem if a component was no target
   */
  public static List<SampleJacobian> jacobians(Artifact artifact, boolean environmentPath) {
    Map<Integer, List<Matrix>> samples = new TreeMap<>();
    int[] shape = {0, 0, 0}; // components, target step, rows seen
    for (Path file : artifact.files(PART + "/")) {
      TableReader.Header header = TableReader.header(file);
      shape[0] = header.shape("grad_h_ic").get(0);
      TableSchema schema =
          schema(
                  header.shape("map_rgb").get(0),
                  header.shape("grad_h").get(0),
                  shape[0],
                  header.shape("grad_env_h").get(0),
                  false)
              .only(
                  "sample_id",
                  "target",
                  "env_grads",
                  "t",
                  "target_t",
                  "grad_h_ic",
                  "rescaled",
                  "averaged_over");
      TableReader.forEach(file, schema, row -> add(row, environmentPath, samples, shape));
    }
    if (shape[0] == 0 || shape[2] != samples.size() * shape[0] * (shape[1] + 1)) {
      throw new WorkProblem(
          "Jacobians need gradients of all independent components; ask for func_type hx_direction"
              + " and direction_ids all"
              + (environmentPath ? "" : ", and also_without_environment"));
    }
    List<SampleJacobian> result = new ArrayList<>();
    samples.forEach((id, steps) -> result.add(new SampleJacobian(id, shape[1], steps)));
    return result;
  }

  private static void add(
      Row row, boolean environmentPath, Map<Integer, List<Matrix>> samples, int[] shape) {
    if (row.flag("env_grads") != environmentPath) return;
    int target = row.integer("target_t");
    int t = row.integer("t");
    if (t > target) return;
    int d = component(row.text("target"), shape[0]);
    if (d < 0) return;
    shape[1] = target;
    shape[2]++;
    List<Matrix> steps =
        samples.computeIfAbsent(row.integer("sample_id"), id -> zeros(target + 1, shape[0]));
    float[] gradient = row.floats("grad_h_ic");
    double scale = row.flag("rescaled") ? 1 : row.integer("averaged_over");
    for (int i = 0; i < shape[0]; i++) {
      steps.get(t).values()[i * shape[0] + d] = gradient[i] * scale;
    }
  }

  static int component(String target, int count) {
    for (int d = 0; d < count; d++) {
      if (target.equals(Targets.direction(d, SaliencySettings.DirectionType.ICA))) return d;
    }
    return -1;
  }

  private static List<Matrix> zeros(int count, int size) {
    List<Matrix> result = new ArrayList<>();
    for (int i = 0; i < count; i++) result.add(new Matrix(size, size));
    return result;
  }
}
