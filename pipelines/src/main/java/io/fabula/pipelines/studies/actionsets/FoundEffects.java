package io.fabula.pipelines.studies.actionsets;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.saliency.EffectPrediction;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What changes of the set did to one agent.
 *
 * @param states judged, per layer and state: episode, weights and effects
 * @param shares mean absolute change of share of the other actions when one is removed
 * @param probabilities mean absolute change of probability when one is removed
 * @param values mean absolute change of the value when one is removed
 * @param lost return lost in each state in which an action that counts is removed
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
public record FoundEffects(
    List<List<Judged>> states, double shares, double probabilities, double values, double[] lost) {
  /** One state: weights and effects of all pairs of an action and one that was removed. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  public record Judged(int episode, double[] weights, double[] effects) {}

  /**
   * Adds the numbers of an agent.
   *
   * @param name what its metrics begin with
   * @param lostName how the mean of what is lost is called; it is left out where nothing counted
   */
  public void add(Map<String, Double> metrics, String name, String lostName) {
    metrics.put(name + "_share_change", shares);
    metrics.put(name + "_probability_change", probabilities);
    metrics.put(name + "_value_change", values);
    if (lost.length > 0) {
      metrics.put(name + "_" + lostName, Arrays.stream(lost).average().orElse(Double.NaN));
    }
  }

  /**
   * Adds how well weights of attention predict effects, for each layer where there are any.
   *
   * @param name what the agent's metrics begin with
   * @param title the agent in figures
   * @param seed of the run
   */
  public void predict(
      Map<String, Double> metrics,
      List<EffectIntervals.Estimate> estimates,
      String name,
      String title,
      long seed) {
    for (int layer = 0; layer < SetMeasurement.LAYERS.size(); layer++) {
      List<EffectPrediction.State> all =
          states.get(layer).stream()
              .map(s -> new EffectPrediction.State(s.episode(), s.weights(), s.effects()))
              .toList();
      String prefix = name + "_" + SetMeasurement.LAYERS.get(layer);
      String which = layer == 0 ? "first layer" : "last layer";
      EffectPrediction.of(all, Seeds.of(seed, "predict", layer))
          .ifPresent(
              prediction -> {
                put(metrics, prefix, prediction);
                estimates.add(
                    new EffectIntervals.Estimate(
                        title,
                        which,
                        prediction.correlation().mean(),
                        prediction.correlation().low(),
                        prediction.correlation().high(),
                        Double.NaN));
              });
    }
  }

  private static void put(Map<String, Double> metrics, String prefix, EffectPrediction prediction) {
    metrics.put(prefix, prediction.correlation().mean());
    metrics.put(prefix + "_low", prediction.correlation().low());
    metrics.put(prefix + "_high", prediction.correlation().high());
    metrics.put(prefix + "_shuffled", prediction.shuffled());
    metrics.put(prefix + "_minus_shuffled", prediction.difference().mean());
    metrics.put(prefix + "_minus_shuffled_low", prediction.difference().low());
    metrics.put(prefix + "_minus_shuffled_high", prediction.difference().high());
  }

  /** The figure of all estimates. */
  public static EffectIntervals.Words words() {
    return new EffectIntervals.Words(
        "attention-and-effects",
        "Do weights of attention predict what removing an action changes?",
        "Rank correlation of the weight from each action to the one removed with the"
            + " change of its share, within states, mean over episodes with a 95 %"
            + " interval; shuffled weights have 0.",
        "rank correlation");
  }
}
