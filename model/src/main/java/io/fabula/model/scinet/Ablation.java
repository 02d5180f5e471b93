package io.fabula.model.scinet;

import java.util.Arrays;

/**
 * What an agent's decoder loses when a latent says nothing: smooth L1 on the agent's data without
 * noise, with each latent in turn replaced by its mean over the rows.
 *
 * @param base loss with all latents as they are
 * @param without loss without each latent
 */
@SuppressWarnings("ArrayRecordComponent") // measured once, never compared
public record Ablation(double base, double[] without) {
  private static final int BATCH = 512;

  /**
   * Least rise of the loss, relative to the loss and in absolute terms, that counts: a step of one
   * cell more to a reward of 10 changes a target by about 1, the loss of a decoder that guesses by
   * much more.
   */
  private static final double RELATIVE = 0.25;

  private static final double ABSOLUTE = 0.02;

  /** Whether the loss rises without a latent. */
  public boolean needs(int latent) {
    return without[latent] - base > Math.max(ABSOLUTE, RELATIVE * base);
  }

  /**
   * Measures an agent.
   *
   * @param rows of its data, from the first on; at least 1
   */
  public static Ablation of(
      SelectionNetwork network, int agent, LatentTable table, SelectionData data, int rows) {
    int count = Math.min(rows, data.rows());
    int latents = table.latents();
    double[] means = new double[latents];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < latents; k++) means[k] += table.get(data.states()[i], k) / (double) count;
    }
    double[] without = new double[latents];
    try (DecoderPlan plan = new DecoderPlan(network, agent, BATCH)) {
      double base = loss(plan, table, data, count, -1, 0);
      for (int k = 0; k < latents; k++) {
        without[k] = loss(plan, table, data, count, k, (float) means[k]);
      }
      return new Ablation(base, without);
    }
  }

  private static double loss(
      DecoderPlan plan, LatentTable table, SelectionData data, int count, int latent, float mean) {
    int actions = table.space().actions();
    float[] vectors = new float[BATCH * table.latents()];
    float[] values = new float[BATCH * actions];
    double sum = 0;
    for (int from = 0; from < count; from += BATCH) {
      int n = Math.min(BATCH, count - from);
      Arrays.fill(vectors, 0);
      for (int i = 0; i < n; i++) {
        table.copy(data.states()[from + i], vectors, i * table.latents());
        if (latent >= 0) vectors[i * table.latents() + latent] = mean;
      }
      plan.run(vectors, values);
      for (int i = 0; i < n; i++) {
        double error =
            Math.abs(values[i * actions + data.actions()[from + i]] - data.targets()[from + i]);
        sum += error < 1 ? 0.5 * error * error : error - 0.5;
      }
    }
    return sum / count;
  }
}
