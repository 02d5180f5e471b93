package io.fabula.model.mpdqn;

/**
 * Which numbers of a state the value of the chosen action hangs on most, at that state: absolute
 * derivatives over the largest of them.
 *
 * @param action the chosen action, of the largest value
 * @param values of all actions
 * @param parameters proposed for all actions, on the scale of -1..1
 * @param gradient derivative of the chosen action's value by each number
 * @param importance within 0..1, the largest exactly 1; all 0 if no derivative differs from 0
 * @param largest the largest absolute derivative, which the importances are shares of
 */
@SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
public record FeatureImportance(
    int action,
    float[] values,
    float[] parameters,
    float[] gradient,
    double[] importance,
    double largest) {
  /**
   * Explains what an agent does in a state.
   *
   * @param gradients of one row
   * @param state {@code [stateSize]}
   */
  public static FeatureImportance of(ValueGradient gradients, float[] state) {
    ValueGradient.Judgement judged = gradients.judge(state);
    float[] gradient = gradients.of(state, judged.actions());
    double[] importance = shares(gradient);
    double largest = 0;
    for (float each : gradient) largest = Math.max(largest, Math.abs(each));
    return new FeatureImportance(
        judged.actions()[0], judged.values(), judged.parameters(), gradient, importance, largest);
  }

  /** Absolute values over the largest; all 0 where all are. */
  public static double[] shares(float[] attribution) {
    double largest = 0;
    for (float each : attribution) largest = Math.max(largest, Math.abs((double) each));
    double[] shares = new double[attribution.length];
    if (largest == 0) return shares;
    for (int i = 0; i < shares.length; i++) shares[i] = Math.abs((double) attribution[i]) / largest;
    return shares;
  }

  /** Whether every derivative is 0, so that nothing can be ranked. */
  public boolean flat() {
    return largest == 0;
  }
}
