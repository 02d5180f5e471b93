package io.fabula.analysis.saliency;

import io.fabula.analysis.RankCorrelation;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well weights predict measured effects: the rank correlation of both within each state, beside
 * that of the same weights shuffled within the state.
 *
 * @param states in which the correlation is defined
 * @param groups episodes that they come from
 * @param correlation mean over episodes, with a 95 % interval over them
 * @param shuffled mean over episodes with shuffled weights
 * @param difference of both per episode, with a 95 % interval over episodes
 */
public record EffectPrediction(
    int states,
    int groups,
    BootstrapInterval correlation,
    double shuffled,
    BootstrapInterval difference) {
  private static final int SHUFFLES = 20;

  /**
   * Weights and effects in one state.
   *
   * @param group the episode of the state; states of one episode are not independent
   * @param weights what is said to matter, in any order
   * @param effects how much it does, in the same order
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
  public record State(int group, double[] weights, double[] effects) {}

  /** Whether the weights predict more than shuffled ones do. */
  public boolean shown() {
    return difference.low() > 0;
  }

  /**
   * Judges weights by effects.
   *
   * @param seed of shuffling and resampling
   * @return nothing where the correlation is defined in fewer than two episodes
   */
  public static Optional<EffectPrediction> of(List<State> states, long seed) {
    Map<Integer, List<double[]>> groups = new TreeMap<>();
    int used = 0;
    for (int s = 0; s < states.size(); s++) {
      State state = states.get(s);
      double own = RankCorrelation.of(state.weights, state.effects);
      if (Double.isNaN(own)) continue;
      used++;
      double[] both = {own, shuffled(state, new RandomStream(Seeds.of(seed, "shuffle", s)))};
      groups.computeIfAbsent(state.group, key -> new ArrayList<>()).add(both);
    }
    if (groups.size() < 2) return Optional.empty();
    double[] own = new double[groups.size()];
    double[] shuffled = new double[groups.size()];
    double sum = 0;
    int g = 0;
    for (List<double[]> each : groups.values()) {
      own[g] = each.stream().mapToDouble(pair -> pair[0]).average().orElse(0);
      shuffled[g] = each.stream().mapToDouble(pair -> pair[1]).average().orElse(0);
      sum += shuffled[g++];
    }
    BootstrapInterval.Options options =
        BootstrapInterval.Options.withSeed(Seeds.of(seed, "bootstrap"));
    return Optional.of(
        new EffectPrediction(
            used,
            groups.size(),
            BootstrapInterval.ofMean(own, options),
            sum / groups.size(),
            BootstrapInterval.ofPairs(shuffled, own, options)));
  }

  private static double shuffled(State state, RandomStream random) {
    double sum = 0;
    for (int i = 0; i < SHUFFLES; i++) {
      int[] order = random.permutation(state.weights.length);
      double[] weights = new double[order.length];
      for (int j = 0; j < order.length; j++) weights[j] = state.weights[order[j]];
      sum += RankCorrelation.of(weights, state.effects);
    }
    return sum / SHUFFLES;
  }
}
