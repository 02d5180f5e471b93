package io.fabula.model.actorcritic;

/**
 * V-trace targets (Espeholt et al. 2018) of a linear recursion {@code x(s) = E[c + g x(s')]}, from
 * a stretch of steps that another policy may have taken:
 *
 * <pre>
 * rho = min(ratioCap, pi / mu),  trace = min(traceCap, pi / mu)
 * delta_k = rho_k (c_k + g_k x_{k+1} - x_k)
 * target_k = x_k + acc_k,  acc_k = delta_k + g_k trace_k acc_{k+1}
 * advantage_k = rho_k (c_k + g_k target_{k+1} - x_k)
 * </pre>
 *
 * <p>Beyond the stretch the target is the bootstrap value. Where both policies are one, the target
 * is the n-step value; where ratios are clipped, its fixed point belongs to a policy between them.
 *
 * @param ratios rho
 * @param differences delta
 * @param targets per step
 * @param advantages per step, for the policy's gradient
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record VTrace(double[] ratios, double[] differences, double[] targets, double[] advantages) {
  /**
   * A recursion along some steps.
   *
   * @param constants c of each step
   * @param multipliers g of each step; 0 where the episode ends
   */
  public record Row(double[] constants, double[] multipliers) {
    public Row {
      if (constants.length != multipliers.length) {
        throw new IllegalArgumentException(
            "steps differ in number: " + constants.length + " and " + multipliers.length);
      }
    }
  }

  /** Largest values of the ratios pi / mu, each above 0. */
  public record Caps(double ratio, double trace) {
    /** Both 1. */
    public static final Caps ONE = new Caps(1, 1);

    public Caps {
      if (!(ratio > 0) || !(trace > 0)) {
        throw new IllegalArgumentException("caps must be above 0, got " + ratio + ", " + trace);
      }
    }
  }

  /**
   * Computes the targets.
   *
   * @param values x of the state before each step
   * @param bootstrap x of the state after the last step
   * @param importance pi / mu of each step's action
   */
  public static VTrace of(
      Row row, double[] values, double bootstrap, double[] importance, Caps caps) {
    int n = values.length;
    if (row.constants.length != n || importance.length != n) {
      throw new IllegalArgumentException(
          "steps differ in number: %d, %d and %d"
              .formatted(row.constants.length, n, importance.length));
    }
    double[] ratios = new double[n];
    double[] differences = new double[n];
    double[] targets = new double[n];
    double[] advantages = new double[n];
    double behind = 0;
    for (int k = n - 1; k >= 0; k--) {
      boolean last = k == n - 1;
      double constant = row.constants[k];
      double multiplier = row.multipliers[k];
      ratios[k] = Math.min(caps.ratio, importance[k]);
      double next = last ? bootstrap : values[k + 1];
      differences[k] = ratios[k] * (constant + multiplier * next - values[k]);
      behind = differences[k] + multiplier * Math.min(caps.trace, importance[k]) * behind;
      targets[k] = values[k] + behind;
      double target = last ? bootstrap : targets[k + 1];
      advantages[k] = ratios[k] * (constant + multiplier * target - values[k]);
    }
    return new VTrace(ratios, differences, targets, advantages);
  }
}
