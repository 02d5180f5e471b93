package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.RolloutTables;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden states of recorded episodes after each decision; terminal records, which decide
 * nothing, are left out.
 *
 * @param steps what is known of each row
 * @param hidden {@code [rows, hidden]}
 */
public record RecordedStates(List<Step> steps, Matrix hidden) {
  /**
   * A row.
   *
   * @param episode its episode
   * @param t step in the episode
   * @param through how far through the episode, percent
   * @param rewarded whether the episode was completed
   * @param value the agent's prediction, in units of the scaled return
   * @param entropy of the policy, nats
   */
  public record Step(
      int episode, int t, float through, boolean rewarded, float value, float entropy) {}

  public static RecordedStates read(Artifact rollouts, int episodes) {
    TableReader.Header header = TableReader.header(rollouts.files("steps/").get(0));
    TableSchema columns =
        RolloutTables.steps(
                header.shape("log_prob").get(0),
                header.shape("obs").get(1),
                header.shape("hx_out").get(0))
            .only("episode", "t", "global_step", "is_last", "done", "value", "log_prob", "hx_out");
    List<Step> steps = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    new RolloutReader(rollouts, columns)
        .read(
            episodes,
            (episode, rows) -> {
              for (Row row : rows) {
                if (row.flag("done")) continue;
                int t = row.integer("t");
                steps.add(
                    new Step(
                        episode.episode(),
                        t,
                        100f * t / episode.length(),
                        episode.success(),
                        (float) row.number("value"),
                        entropy(row.floats("log_prob"))));
                states.add(row.floats("hx_out"));
              }
            });
    int width = header.shape("hx_out").get(0);
    double[] values = new double[states.size() * width];
    int at = 0;
    for (float[] state : states) for (float each : state) values[at++] = each;
    return new RecordedStates(steps, new Matrix(states.size(), width, values));
  }

  private static float entropy(float[] logProbs) {
    double sum = 0;
    for (float each : logProbs) sum -= StrictMath.exp(each) * each;
    return (float) sum;
  }
}
