package io.fabula.pipelines.studies.interpret.panel;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.SampleRows;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The simulated rollouts, with the components of the agent's memory in them. */
final class SimulatedSamples {
  private final SampleRows rows;
  private final List<Integer> ids;
  private final List<Integer> lengths = new ArrayList<>();
  private final int steps;
  private final int components;
  private final float[] loadings; // [sample, step, component]

  SimulatedSamples(Artifact artifact, Projector projector) {
    List<float[]> states = new ArrayList<>();
    List<Integer> samples = new ArrayList<>();
    rows =
        new SampleRows(
            artifact,
            "samples/",
            "sample_id",
            List.of("sample_id", "t", "agent_h"),
            row -> {
              int id = row.integer("sample_id");
              boolean next = samples.isEmpty() || samples.get(samples.size() - 1) != id;
              if (next) {
                samples.add(id);
                lengths.add(0);
              }
              int length = lengths.get(lengths.size() - 1);
              if (row.integer("t") != length) {
                throw new DataProblem(
                    artifact.location(),
                    "sample %d has step %d where %d was expected"
                        .formatted(id, row.integer("t"), length),
                    "simulate again with --force=" + artifact.manifest().stage());
              }
              lengths.set(lengths.size() - 1, length + 1);
              states.add(row.floats("agent_h"));
            });
    ids = List.copyOf(samples);
    steps = lengths.stream().mapToInt(Integer::intValue).max().orElse(0);
    components = projector.independentCount();
    loadings = new float[ids.size() * steps * components];
    Arrays.fill(loadings, Float.NaN);
    int from = 0;
    for (int i = 0; i < ids.size(); i++) {
      int length = lengths.get(i);
      Matrix own = projector.independentComponents(matrix(states.subList(from, from + length)));
      for (int k = 0; k < length * components; k++) {
        loadings[i * steps * components + k] = (float) own.values()[k];
      }
      from += length;
    }
  }

  private static Matrix matrix(List<float[]> states) {
    int width = states.get(0).length;
    double[] values = new double[states.size() * width];
    int at = 0;
    for (float[] state : states) for (float each : state) values[at++] = each;
    return new Matrix(states.size(), width, values);
  }

  /** Ids of the rollouts, in their order. */
  List<Integer> ids() {
    return ids;
  }

  /** Steps of each. */
  List<Integer> lengths() {
    return List.copyOf(lengths);
  }

  /** Most steps. */
  int steps() {
    return steps;
  }

  /** {@code [count, steps, components]}. */
  float[] loadings(int first, int count) {
    int size = steps * components;
    return Arrays.copyOfRange(loadings, first * size, (first + count) * size);
  }

  /** The first points, {@code [points, components]}. */
  float[] points(int most) {
    float[] points = new float[Math.min(most, ids.size() * steps) * components];
    int n = 0;
    for (int i = 0; i < loadings.length && n < points.length; i++) {
      if (!Float.isNaN(loadings[i])) points[n++] = loadings[i];
    }
    return Arrays.copyOf(points, n);
  }

  /** The frames of a rollout. */
  FrameStrip frames(int sample) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    int side = 0;
    for (Row row : rows.rows(ids.get(sample))) {
      side = row.schema().column("image").shape().get(0);
      frames.add(row.bytes("image"));
    }
    return FrameStrip.ofBytes("simulated", frames, side);
  }

  /** What was done in each step. */
  List<Integer> actions(int sample) {
    return rows.rows(ids.get(sample)).stream().map(row -> row.integer("action")).toList();
  }

  /** Probabilities of actions. */
  SampleDetail.Bars probabilities(int sample, List<String> names) {
    List<List<Double>> steps = new ArrayList<>();
    for (Row row : rows.rows(ids.get(sample))) {
      List<Double> probabilities = new ArrayList<>();
      for (float each : row.floats("log_prob")) probabilities.add(StrictMath.exp(each));
      steps.add(probabilities);
    }
    return new SampleDetail.Bars("probability of actions", names, steps, actions(sample));
  }

  /** Numbers that change from step to step. */
  List<SampleDetail.Line> lines(int sample) {
    return List.of(
        line("value (scaled return)", "value", sample),
        line("predicted reward (scaled points)", "reward", sample),
        line("predicted probability of the end", "done_prob", sample));
  }

  private SampleDetail.Line line(String title, String column, int sample) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Row row : rows.rows(ids.get(sample))) values.add(row.number(column));
    return new SampleDetail.Line(title, values);
  }

  /** As in the published export. */
  String name(int sample) {
    return String.format(Locale.ROOT, "sample_%05d", ids.get(sample));
  }
}
