package io.fabula.model.slates;

/**
 * The learning rule of an agent that shows slates.
 *
 * @param batch transitions of an update, at least 1
 * @param discount from a slate to the next, within 0..1
 * @param withinDiscount from a position of the slate to the next, within 0..1
 * @param rate Adam's learning rate, above 0
 * @param rateDecay factor of the rate from epoch to epoch, within (0, 1]
 * @param clipNorm longest gradient of each clipped module, or 0 for any
 * @param targetEvery epochs from one move of the target network to the next, at least 1
 * @param targetRate part of the way that it moves then, within (0, 1]; 1 is a copy
 * @param targetEncoders whether targets have encoders and item codes of their own
 */
public record SlateLearning(
    int batch,
    double discount,
    double withinDiscount,
    double rate,
    double rateDecay,
    double clipNorm,
    int targetEvery,
    double targetRate,
    boolean targetEncoders) {
  /** The published settings. */
  public static final SlateLearning PUBLISHED =
      new SlateLearning(32, 0.99, 0.99, 1e-4, 1, 1, 500, 1, true);

  public SlateLearning {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    require("discount", discount, discount >= 0 && discount <= 1, "within 0..1");
    require(
        "withinDiscount",
        withinDiscount,
        withinDiscount >= 0 && withinDiscount <= 1,
        "within 0..1");
    require("rate", rate, rate > 0 && rate < Double.MAX_VALUE, "a number above 0");
    require("rateDecay", rateDecay, rateDecay > 0 && rateDecay <= 1, "within (0, 1]");
    require("clipNorm", clipNorm, clipNorm >= 0 && clipNorm < Double.MAX_VALUE, "at least 0");
    require("targetRate", targetRate, targetRate > 0 && targetRate <= 1, "within (0, 1]");
    if (targetEvery < 1) {
      throw new IllegalArgumentException("targetEvery must be at least 1, got " + targetEvery);
    }
  }

  private static void require(String name, double value, boolean good, String range) {
    if (!good) throw new IllegalArgumentException(name + " must be " + range + ", got " + value);
  }
}
