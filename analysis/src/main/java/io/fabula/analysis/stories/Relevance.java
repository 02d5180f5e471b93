package io.fabula.analysis.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether an edit of the world moves an agent's state more than a placebo of equal area does, and
 * more so than in untrained agents that watch the same frames.
 *
 * @param edit name of the edit
 * @param states states that were edited
 * @param logRatio logarithm of the mean change under the edit divided by that under the placebo,
 *     with its interval over episodes
 * @param untrained the same of each untrained agent, without intervals
 * @param pUntrained probability that one more untrained agent would have as large a log ratio; NaN
 *     for fewer than two untrained agents, or where a log ratio is not defined
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Relevance(
    String edit, int states, RatioInterval logRatio, double[] untrained, double pUntrained) {
  /**
   * Measures an edit.
   *
   * @param studied responses of the studied agent, of at least 2 episodes
   * @param untrained responses of each untrained agent, which are the units of comparison
   */
  public static Relevance of(
      String edit,
      List<EditResponse> studied,
      List<List<EditResponse>> untrained,
      BootstrapInterval.Options options) {
    Map<Long, double[]> episodes = new TreeMap<>();
    for (EditResponse each : studied) {
      double[] sums = episodes.computeIfAbsent(each.episode(), key -> new double[2]);
      sums[0] += each.edited();
      sums[1] += each.placebo();
    }
    RatioInterval interval =
        RatioInterval.ofLogRatio(
            episodes.values().stream().mapToDouble(sums -> sums[0]).toArray(),
            episodes.values().stream().mapToDouble(sums -> sums[1]).toArray(),
            new BootstrapInterval.Options(
                options.level(), options.draws(), Seeds.of(options.seed(), "relevance-" + edit)));
    return against(
        edit,
        studied.size(),
        interval,
        untrained.stream().mapToDouble(Relevance::logRatioOf).toArray());
  }

  static Relevance against(String edit, int states, RatioInterval studied, double[] untrained) {
    double p =
        Double.isNaN(studied.value()) || Arrays.stream(untrained).anyMatch(Double::isNaN)
            ? Double.NaN
            : new UntrainedPopulation(untrained).probabilityOf(studied.value());
    return new Relevance(edit, states, studied, untrained, p);
  }

  private static double logRatioOf(List<EditResponse> responses) {
    return RatioInterval.logRatio(
        responses.stream().mapToDouble(EditResponse::edited).sum(),
        responses.stream().mapToDouble(EditResponse::placebo).sum());
  }
}
