package io.fabula.analysis.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.SignAgreement;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a simulator's gradients foretell what pushes of an agent's state do to its components in
 * the real world, some steps later. What is compared are means over samples: of the gradient of
 * each component with respect to the state along a direction, and of the real change per unit of a
 * push along it. A component's effect on itself is left out, since every memory has it.
 *
 * @param lag steps from the push to what it changes
 * @param samples samples that were averaged
 * @param correlation between the means of gradients and of pushes, over entries; NaN where either
 *     does not vary
 * @param low lower end of its percentile bootstrap interval over episodes, which is widened to hold
 *     the correlation: means of resamples are noisier and so correlate less
 * @param high upper end of it
 * @param slope of the real change on the gradient, through the origin
 * @param signs share of entries in which both have the same sign
 * @param pSigns probability of as many between components had the simulator's been paired with the
 *     real ones at random, see {@link SignAgreement}; NaN for a single direction
 */
public record GradientAgreement(
    int lag,
    int samples,
    double correlation,
    double low,
    double high,
    double slope,
    double signs,
    double pSigns) {
  /** The least correlation at which a simulator is said to confirm what pushes do. */
  public static final double CONFIRMING = 0.9;

  private static final int RELABELLINGS = 1999;

  /**
   * What was found in one sample.
   *
   * @param episode that the sample is from; samples of one episode are resampled together
   * @param gradients {@code [directions][components]}, the components first among the directions
   * @param pushes the real changes, in the same order
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Sample(long episode, float[][] gradients, float[][] pushes) {}

  /** Over all entries between two different components, which are the first directions. */
  public static GradientAgreement ofComponents(
      int lag, List<Sample> samples, int components, BootstrapInterval.Options options) {
    List<int[]> entries = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      for (int j = 0; j < components; j++) if (i != j) entries.add(new int[] {i, j});
    }
    double[][] means = means(samples, entries);
    Matrix gradient = square(means[0], entries, components);
    Matrix push = square(means[1], entries, components);
    SignAgreement signs =
        SignAgreement.of(
            gradient,
            push,
            new SignAgreement.Options(0, RELABELLINGS, Seeds.of(options.seed(), "signs", lag)));
    return of(lag, samples, entries, signs.pValue(), options);
  }

  /**
   * Over what one direction does to the components.
   *
   * @param direction index of it; a component's effect on itself is left out
   */
  public static GradientAgreement ofDirection(
      int lag,
      List<Sample> samples,
      int direction,
      int components,
      BootstrapInterval.Options options) {
    List<int[]> entries = new ArrayList<>();
    for (int j = 0; j < components; j++) {
      if (j != direction) entries.add(new int[] {direction, j});
    }
    return of(lag, samples, entries, Double.NaN, options);
  }

  /** Whether gradients foretell pushes as well as is asked for. */
  public boolean confirms() {
    return correlation >= CONFIRMING;
  }

  private static GradientAgreement of(
      int lag,
      List<Sample> samples,
      List<int[]> entries,
      double pSigns,
      BootstrapInterval.Options options) {
    double[][] means = means(samples, entries);
    int agreeing = 0;
    double products = 0;
    double squares = 0;
    for (int e = 0; e < entries.size(); e++) {
      if (means[0][e] >= 0 == means[1][e] >= 0) agreeing++;
      products += means[0][e] * means[1][e];
      squares += means[0][e] * means[0][e];
    }
    double[] ends = interval(samples, entries, options, lag);
    double correlation = correlation(means[0], means[1]);
    boolean known = !Double.isNaN(correlation);
    return new GradientAgreement(
        lag,
        samples.size(),
        correlation,
        known ? Math.min(ends[0], correlation) : ends[0],
        known ? Math.max(ends[1], correlation) : ends[1],
        squares == 0 ? Double.NaN : products / squares,
        entries.isEmpty() ? Double.NaN : (double) agreeing / entries.size(),
        pSigns);
  }

  /** {@code [gradients, pushes][entry]}. */
  private static double[][] means(List<Sample> samples, List<int[]> entries) {
    double[][] means = new double[2][entries.size()];
    for (Sample each : samples) add(each, entries, means);
    for (double[] row : means) {
      for (int e = 0; e < row.length; e++) row[e] /= samples.size();
    }
    return means;
  }

  private static void add(Sample sample, List<int[]> entries, double[][] sums) {
    for (int e = 0; e < entries.size(); e++) {
      int[] entry = entries.get(e);
      sums[0][e] += sample.gradients()[entry[0]][entry[1]];
      sums[1][e] += sample.pushes()[entry[0]][entry[1]];
    }
  }

  /** A resample without a correlation widens the interval at both ends. */
  private static double[] interval(
      List<Sample> samples, List<int[]> entries, BootstrapInterval.Options options, int lag) {
    Map<Long, double[][]> byEpisode = new TreeMap<>();
    for (Sample each : samples) {
      add(
          each,
          entries,
          byEpisode.computeIfAbsent(each.episode(), episode -> new double[2][entries.size()]));
    }
    List<double[][]> groups = List.copyOf(byEpisode.values());
    if (groups.size() < 2) return new double[] {Double.NaN, Double.NaN};
    RandomStream random = new RandomStream(Seeds.of(options.seed(), "gradients", lag));
    double[] lows = new double[options.draws()];
    double[] highs = new double[options.draws()];
    for (int d = 0; d < lows.length; d++) {
      double[][] sums = new double[2][entries.size()];
      for (int i = 0; i < groups.size(); i++) {
        double[][] drawn = groups.get(random.nextInt(groups.size()));
        for (int e = 0; e < entries.size(); e++) {
          sums[0][e] += drawn[0][e];
          sums[1][e] += drawn[1][e];
        }
      }
      double value = correlation(sums[0], sums[1]);
      lows[d] = Double.isNaN(value) ? -1 : value;
      highs[d] = Double.isNaN(value) ? 1 : value;
    }
    Arrays.sort(lows);
    Arrays.sort(highs);
    double tail = (1 - options.level()) / 2;
    return new double[] {
      BootstrapInterval.quantile(lows, tail), BootstrapInterval.quantile(highs, 1 - tail)
    };
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa == 0 || bb == 0 ? Double.NaN : ab / Math.sqrt(aa * bb);
  }

  private static Matrix square(double[] values, List<int[]> entries, int components) {
    Matrix matrix = new Matrix(components, components);
    for (int e = 0; e < values.length; e++) {
      matrix.values()[entries.get(e)[0] * components + entries.get(e)[1]] = values[e];
    }
    return matrix;
  }
}
