package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Steps of simulated rollouts with the simulator's states and what was going on. */
final class SimulatedSteps {
  private static final double ENDED = 0.5;

  private final List<Step> steps;
  private final Matrix world;
  private final int actions;

  /** A row. */
  private record Step(
      int sample, int t, double reward, double done, double value, double entropy, int action) {}

  private SimulatedSteps(List<Step> steps, Matrix world, int actions) {
    this.steps = steps;
    this.world = world;
    this.actions = actions;
  }

  /** Reads at most {@code limit} rollouts, the first ones. */
  static SimulatedSteps read(Artifact samples, int limit) {
    return read(samples.files("samples/"), limit);
  }

  /** Reads those of some files whose numbers are below {@code limit}. */
  static SimulatedSteps read(List<Path> files, int limit) {
    TableReader.Header header = TableReader.header(files.get(0));
    int actions = header.shape("log_prob").get(0);
    TableSchema columns =
        SimulatedTables.samples(
                actions,
                header.shape("image").get(0),
                header.shape("agent_h").get(0),
                header.shape("env_h").get(0))
            .only("sample_id", "t", "reward", "done_prob", "action", "log_prob", "value", "env_h");
    List<Step> steps = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    for (Path file : files) {
      TableReader.forEach(
          file,
          columns,
          row -> {
            if (row.integer("sample_id") >= limit) return;
            steps.add(step(row));
            states.add(row.floats("env_h"));
          });
    }
    Matrix world = new Matrix(states.size(), header.shape("env_h").get(0));
    int at = 0;
    for (float[] state : states) for (float each : state) world.values()[at++] = each;
    return new SimulatedSteps(steps, world, actions);
  }

  private static Step step(Row row) {
    float[] logs = row.floats("log_prob");
    return new Step(
        row.integer("sample_id"),
        row.integer("t"),
        row.number("reward"),
        row.number("done_prob"),
        row.number("value"),
        ActionDistribution.entropy(logs, 0, logs.length),
        row.integer("action"));
  }

  /** The simulator's states, {@code [rows, width]}. */
  Matrix world() {
    return world;
  }

  int sample(int row) {
    return steps.get(row).sample();
  }

  int t(int row) {
    return steps.get(row).t();
  }

  /** The rows of the first rollouts. */
  List<int[]> courses(int count) {
    List<int[]> courses = new ArrayList<>();
    for (int from = 0; from < steps.size() && courses.size() < count; ) {
      int to = end(from);
      int[] rows = new int[to - from];
      for (int i = 0; i < rows.length; i++) rows[i] = from + i;
      courses.add(rows);
      from = to;
    }
    return courses;
  }

  private int end(int from) {
    int to = from;
    while (to < steps.size() && sample(to) == sample(from)) to++;
    return to;
  }

  /**
   * The same with the rows of some steps alone.
   *
   * @param samples ids of rollouts, ascending
   * @param times steps of each
   * @throws WorkProblem if one of them is not there
   */
  List<ScatterMap.Colouring> colourings(int[] samples, int[] times) {
    int[] rows = new int[samples.length];
    int at = 0;
    for (int i = 0; i < rows.length; i++) {
      while (at < steps.size() && sample(at) < samples[i]) at++;
      rows[i] = at + times[i];
      if (rows[i] >= steps.size() || sample(rows[i]) != samples[i]) {
        throw new WorkProblem("rollout %d has no step %d".formatted(samples[i], times[i]));
      }
    }
    List<ScatterMap.Colouring> chosen = new ArrayList<>();
    for (ScatterMap.Colouring each : colourings()) {
      chosen.add(
          each instanceof ScatterMap.Quantity quantity
              ? new ScatterMap.Quantity(
                  quantity.name(),
                  Arrays.stream(rows).mapToDouble(r -> quantity.values()[r]).toArray())
              : chosen((ScatterMap.Category) each, rows));
    }
    return chosen;
  }

  private static ScatterMap.Colouring chosen(ScatterMap.Category category, int[] rows) {
    return new ScatterMap.Category(
        category.name(),
        category.labels(),
        Arrays.stream(rows).map(r -> category.index()[r]).toArray());
  }

  /** What rows are coloured by, but for clusters. */
  List<ScatterMap.Colouring> colourings() {
    double[] largest = new double[steps.size()];
    int[] ended = new int[steps.size()];
    for (int from = 0; from < steps.size(); ) {
      int to = end(from);
      double most = Double.NEGATIVE_INFINITY;
      boolean end = false;
      for (int i = from; i < to; i++) {
        most = Math.max(most, steps.get(i).reward());
        end |= steps.get(i).done() > ENDED;
      }
      for (int i = from; i < to; i++) {
        largest[i] = most;
        ended[i] = end ? 1 : 0;
      }
      from = to;
    }
    int[] chosen = steps.stream().mapToInt(Step::action).toArray();
    return List.of(
        new ScatterMap.Quantity("reward", numbers(Step::reward)),
        new ScatterMap.Quantity("largest reward of the rollout", largest),
        new ScatterMap.Quantity("probability of the end", numbers(Step::done)),
        new ScatterMap.Category("rollout ends", List.of("no", "yes"), ended),
        new ScatterMap.Quantity("value", numbers(Step::value)),
        new ScatterMap.Category("action", ScatterMap.numbered("action", actions), chosen),
        new ScatterMap.Quantity("entropy", numbers(Step::entropy)));
  }

  private double[] numbers(ToDoubleFunction<Step> number) {
    return steps.stream().mapToDouble(number).toArray();
  }
}
