package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.neighbours.NearestNeighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that lie far from all others: for each neighbour count k the median distance to the k
 * nearest other rows is compared with the mean plus two (population) standard deviations of these
 * medians; a row stays if more than half (rounded down) of the counts keep it.
 *
 * @param kept whether each row stays
 * @param neighbourCounts the values of k looked at
 * @param medians for each k the median distance of each row
 * @param thresholds for each k the distance from which a row is far
 */
@SuppressWarnings("ArrayRecordComponent") // shared by agreement
public record NeighbourOutliers(
    boolean[] kept, List<Integer> neighbourCounts, List<double[]> medians, double[] thresholds) {

  /**
   * Which neighbour counts to look at: 5, 7, 9 ... below {@code maximumNeighbours}.
   *
   * @param maximumNeighbours exclusive upper end, at least 6; 6 means k = 5 alone
   * @param deviations standard deviations above the mean from which a median is far
   */
  public record Options(int maximumNeighbours, double deviations) {
    private static final int FIRST = 5;
    private static final int STEP = 2;

    /** The published rule: k = 5, two standard deviations. */
    public static final Options PUBLISHED = new Options(6, 2);

    public Options {
      if (maximumNeighbours <= FIRST) {
        throw new IllegalArgumentException(
            "maximumNeighbours must be at least " + (FIRST + 1) + ", got " + maximumNeighbours);
      }
      if (!(deviations > 0)) {
        throw new IllegalArgumentException("deviations must be above 0, got " + deviations);
      }
    }

    List<Integer> counts() {
      List<Integer> result = new ArrayList<>();
      for (int k = FIRST; k < maximumNeighbours; k += STEP) result.add(k);
      return result;
    }
  }

  /** Finds the outliers among standardised rows; more rows than neighbours are needed. */
  public static NeighbourOutliers find(Matrix standardised, Options options) {
    List<Integer> counts = options.counts();
    int most = counts.get(counts.size() - 1);
    NearestNeighbours neighbours = NearestNeighbours.of(standardised, most);
    int rows = standardised.rows();
    int[] votes = new int[rows];
    List<double[]> medians = new ArrayList<>();
    double[] thresholds = new double[counts.size()];
    for (int c = 0; c < counts.size(); c++) {
      double[] median = new double[rows];
      for (int i = 0; i < rows; i++) median[i] = median(neighbours, i, counts.get(c));
      thresholds[c] = threshold(median, options.deviations());
      for (int i = 0; i < rows; i++) if (median[i] < thresholds[c]) votes[i]++;
      medians.add(median);
    }
    boolean[] kept = new boolean[rows];
    for (int i = 0; i < rows; i++) kept[i] = votes[i] > counts.size() / 2;
    return new NeighbourOutliers(kept, counts, medians, thresholds);
  }

  private static double median(NearestNeighbours neighbours, int row, int k) {
    double upper = neighbours.distance(row, k / 2); // distances are in ascending order
    return k % 2 == 1 ? upper : 0.5 * (upper + neighbours.distance(row, k / 2 - 1));
  }

  private static double threshold(double[] medians, double deviations) {
    double mean = Arrays.stream(medians).sum() / medians.length;
    double squares = 0;
    for (double each : medians) squares += (each - mean) * (each - mean);
    // without any spread nothing is far; the strict comparison would drop every row
    if (squares == 0) return Double.POSITIVE_INFINITY;
    return mean + deviations * Math.sqrt(squares / medians.length);
  }

  /** Share of rows that stay, 0 to 1. */
  public double keptFraction() {
    int count = 0;
    for (boolean each : kept) if (each) count++;
    return (double) count / kept.length;
  }
}
