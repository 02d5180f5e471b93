package io.fabula.model.agents;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/**
 * The units in which an agent learned values: rewards divided by the running deviation of the
 * discounted return, within -10..10. A training keeps it in the agent's file, beside the network.
 *
 * @param variance of the discounted return; 0 where rewards are not scaled
 */
public record RewardScale(double variance) {
  /** Rewards as the world gives them. */
  public static final RewardScale NONE = new RewardScale(0);

  private static final String KEY = "agent.return_variance";
  private static final double LIMIT = 10;
  private static final double SMALLEST_VARIANCE = 1e-8;

  public RewardScale {
    if (!(variance >= 0) || Double.isInfinite(variance)) {
      throw new IllegalArgumentException("variance must be a number from 0, got " + variance);
    }
  }

  /**
   * The scale in an agent's file; {@link #NONE} if it has none.
   *
   * @throws DamagedFileException if it is no number from 0
   */
  public static RewardScale read(TensorFile file) throws DamagedFileException {
    if (!file.metadata().containsKey(KEY)) return NONE;
    String text = file.metadata(KEY);
    try {
      return new RewardScale(Double.parseDouble(text));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(
          file.source(), "metadata \"" + KEY + "\"", "expected a variance, got \"" + text + "\"");
    }
  }

  /** Writes the scale to an agent's file; nothing where there is none. */
  public void save(TensorFile file) {
    if (variance > 0) file.putMetadata(KEY, Double.toString(variance));
  }

  /** A raw reward in these units. */
  public double scaled(double raw) {
    if (variance == 0) return raw;
    return Math.max(-LIMIT, Math.min(LIMIT, raw / Math.sqrt(variance + SMALLEST_VARIANCE)));
  }
}
