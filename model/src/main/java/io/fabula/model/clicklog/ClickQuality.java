package io.fabula.model.clicklog;

import java.util.Arrays;

/**
 * How good chances of clicks are, against what was clicked: gathered row by row, in bins of equal
 * width, so that it takes the same memory for any number of rows.
 */
public final class ClickQuality {
  private static final int BINS = 10_000;
  private static final int COARSE = 20;

  private final long[] clicked = new long[BINS];
  private final long[] skipped = new long[BINS];
  private final double[] sums = new double[COARSE];
  private double nats;
  private double truthError;
  private long truths;

  /** Adds a row. */
  public void add(double chance, boolean click) {
    int bin = Math.min(BINS - 1, (int) (chance * BINS));
    (click ? clicked : skipped)[bin]++;
    sums[Math.min(COARSE - 1, (int) (chance * COARSE))] += chance;
    double kept = Math.min(Math.max(chance, 1e-12), 1 - 1e-12);
    nats -= StrictMath.log(click ? kept : 1 - kept);
  }

  /** Adds what the chance of a row should be. */
  public void addTruth(double chance, double truth) {
    truthError += (chance - truth) * (chance - truth);
    truths++;
  }

  /** Rows so far. */
  public long rows() {
    return Arrays.stream(clicked).sum() + Arrays.stream(skipped).sum();
  }

  /** Share of rows that were clicked. */
  public double clickRate() {
    return Arrays.stream(clicked).sum() / (double) rows();
  }

  /** Mean negative logarithm of the likelihood, in nats. */
  public double crossEntropy() {
    return nats / rows();
  }

  /**
   * Chance that a clicked row has a higher chance than one that was not clicked, ties half; of
   * chances that differ by less than 1/10,000 it is not known which is higher. NaN where all rows
   * or none were clicked.
   */
  public double areaUnderCurve() {
    double area = 0;
    long below = 0;
    for (int i = 0; i < BINS; i++) {
      area += clicked[i] * (below + skipped[i] / 2.0);
      below += skipped[i];
    }
    return area / Arrays.stream(clicked).sum() / below;
  }

  /**
   * Expected calibration error: the distance of mean chance and share of clicks in 20 bins of equal
   * width, weighted by their rows.
   */
  public double calibrationError() {
    double error = 0;
    int width = BINS / COARSE;
    for (int c = 0; c < COARSE; c++) {
      long clicks = 0;
      for (int i = c * width; i < (c + 1) * width; i++) clicks += clicked[i];
      error += Math.abs(sums[c] - clicks);
    }
    return error / rows();
  }

  /** Share of rows on the right side of a half. */
  public double accuracy() {
    return (sum(clicked, true) + sum(skipped, false)) / (double) rows();
  }

  /** Of the rows that are said to be clicked, how many were; NaN if there is none. */
  public double precision() {
    return sum(clicked, true) / (double) (sum(clicked, true) + sum(skipped, true));
  }

  /** Of the rows that were clicked, of how many it is said; NaN if there is none. */
  public double recall() {
    return sum(clicked, true) / (double) (sum(clicked, true) + sum(clicked, false));
  }

  private static long sum(long[] counts, boolean above) {
    int half = BINS / 2;
    long sum = 0;
    for (int i = above ? half : 0; i < (above ? BINS : half); i++) sum += counts[i];
    return sum;
  }

  /** Root of the mean squared distance to the true chances; NaN where none is known. */
  public double truthDistance() {
    return truths == 0 ? Double.NaN : Math.sqrt(truthError / truths);
  }
}
