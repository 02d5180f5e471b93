package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Recorded steps with the agent's states and what was going on; the first step of each episode is
 * left out.
 *
 * @param steps what is known of each row
 * @param hidden {@code [rows, hidden]} the agent's state after the step's observation
 * @param actionNames names of the actions, as many as there are
 */
record WatchedSteps(List<Step> steps, Matrix hidden, List<String> actionNames) {
  /**
   * A row.
   *
   * @param episode its episode
   * @param t step in the episode, from 1
   * @param length actions of the episode
   * @param rewarded whether the episode was completed
   * @param entropy of the policy, nats
   * @param likeliest the action that the policy thinks likeliest
   * @param action that was taken
   * @param value the agent's prediction, in units of the scaled return
   * @param reward scaled reward of the action
   * @param done whether the action ended the episode
   */
  record Step(
      int episode,
      int t,
      int length,
      boolean rewarded,
      float entropy,
      int likeliest,
      int action,
      float value,
      float reward,
      boolean done) {
    float through() {
      return 100f * t / length;
    }
  }

  static WatchedSteps read(Artifact rollouts, int episodes) {
    RolloutReader reader =
        new RolloutReader(rollouts, "action", "value", "log_prob", "reward_scaled", "hx_out");
    int width = reader.steps().column("hx_out").elements();
    int count =
        reader.episodes().stream()
            .limit(episodes)
            .mapToInt(each -> Math.max(0, each.length() - 1))
            .sum();
    Matrix hidden = new Matrix(count, width);
    List<Step> steps = new ArrayList<>();
    reader.read(episodes, (episode, rows) -> add(episode, rows, steps, hidden));
    List<String> names = new ArrayList<>(reader.spaces().action().names());
    for (int a = names.size(); a < reader.spaces().action().count(); a++) names.add("action " + a);
    return new WatchedSteps(steps, hidden, names);
  }

  private static void add(EpisodeInfo episode, List<Row> rows, List<Step> steps, Matrix hidden) {
    for (int t = 1; t < episode.length(); t++) {
      Row row = rows.get(t);
      float[] logs = row.floats("log_prob");
      int likeliest = 0;
      for (int a = 1; a < logs.length; a++) if (logs[a] > logs[likeliest]) likeliest = a;
      int at = steps.size() * hidden.columns();
      for (float each : row.floats("hx_out")) hidden.values()[at++] = each;
      steps.add(
          new Step(
              episode.episode(),
              t,
              episode.length(),
              episode.success(),
              (float) ActionDistribution.entropy(logs, 0, logs.length),
              likeliest,
              row.integer("action"),
              (float) row.number("value"),
              (float) row.number("reward_scaled"),
              t == episode.length() - 1 && !episode.truncated()));
    }
  }

  Step step(int row) {
    return steps.get(row);
  }

  double[] values() {
    return numbers(Step::value);
  }

  private double[] numbers(ToDoubleFunction<Step> number) {
    return steps.stream().mapToDouble(number).toArray();
  }

  /** The rows of the first episodes that have more than one. */
  List<int[]> episodes(int count) {
    List<int[]> episodes = new ArrayList<>();
    int from = 0;
    while (from < steps.size() && episodes.size() < count) {
      int to = from;
      while (to < steps.size() && steps.get(to).episode() == steps.get(from).episode()) to++;
      int[] rows = new int[to - from];
      for (int i = 0; i < rows.length; i++) rows[i] = from + i;
      if (rows.length > 1) episodes.add(rows);
      from = to;
    }
    return episodes;
  }

  /** What rows are coloured by, but for clusters and components. */
  List<ScatterMap.Colouring> colourings() {
    List<ScatterMap.Colouring> all = new ArrayList<>();
    all.add(new ScatterMap.Quantity("value", values()));
    all.add(new ScatterMap.Quantity("entropy", numbers(Step::entropy)));
    all.add(category("likeliest action", steps.stream().mapToInt(Step::likeliest).toArray()));
    all.add(category("action", steps.stream().mapToInt(Step::action).toArray()));
    all.add(new ScatterMap.Quantity("episode length", numbers(Step::length)));
    all.add(new ScatterMap.Quantity("percent through the episode", numbers(Step::through)));
    all.add(new ScatterMap.Quantity("reward", numbers(Step::reward)));
    all.add(flag("last step", steps.stream().mapToInt(each -> each.done() ? 1 : 0).toArray()));
    all.add(
        flag(
            "episode rewarded",
            steps.stream().mapToInt(each -> each.rewarded() ? 1 : 0).toArray()));
    return all;
  }

  private ScatterMap.Colouring category(String name, int[] index) {
    return new ScatterMap.Category(name, actionNames, index);
  }

  private static ScatterMap.Colouring flag(String name, int[] index) {
    return new ScatterMap.Category(name, List.of("no", "yes"), index);
  }
}
