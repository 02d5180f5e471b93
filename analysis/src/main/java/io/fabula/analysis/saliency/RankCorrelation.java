package io.fabula.analysis.saliency;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spearman's rank correlation with an interval over groups, such as levels: states of one level are
 * not independent, so levels are what is drawn again.
 *
 * @param value the correlation, -1 to 1; NaN where one side does not vary
 * @param low lower end of its 95 % percentile bootstrap interval; NaN where there is none
 * @param high upper end
 * @param pairs numbers that were compared
 * @param groups that they come from
 */
public record RankCorrelation(double value, double low, double high, int pairs, int groups) {
  /**
   * Correlates.
   *
   * @param groups group of each pair
   * @param draws resamples of groups, at least 100
   */
  public static RankCorrelation of(
      long[] groups, double[] first, double[] second, int draws, long seed) {
    if (first.length != second.length || groups.length != first.length) {
      throw new IllegalArgumentException(
          "groups, first and second differ in length: %d, %d and %d"
              .formatted(groups.length, first.length, second.length));
    }
    Map<Long, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      members.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> all = List.copyOf(members.values());
    double value = spearman(first, second);
    if (all.size() < 2) {
      return new RankCorrelation(value, Double.NaN, Double.NaN, first.length, all.size());
    }
    RandomStream random = new RandomStream(seed);
    double[] drawn = new double[draws];
    int kept = 0;
    for (int d = 0; d < draws; d++) {
      List<Integer> chosen = new ArrayList<>();
      for (int g = 0; g < all.size(); g++) chosen.addAll(all.get(random.nextInt(all.size())));
      double each = spearman(select(first, chosen), select(second, chosen));
      if (Double.isFinite(each)) drawn[kept++] = each;
    }
    double[] ascending = Arrays.copyOf(drawn, kept);
    Arrays.sort(ascending);
    boolean none = kept == 0;
    return new RankCorrelation(
        value,
        none ? Double.NaN : BootstrapInterval.quantile(ascending, 0.025),
        none ? Double.NaN : BootstrapInterval.quantile(ascending, 0.975),
        first.length,
        all.size());
  }

  private static double[] select(double[] values, List<Integer> chosen) {
    return chosen.stream().mapToDouble(i -> values[i]).toArray();
  }

  /** Spearman's correlation; equal values share the mean of their ranks. NaN for fewer than two. */
  public static double spearman(double[] first, double[] second) {
    double[] a = ranks(first);
    double[] b = ranks(second);
    double mean = (a.length - 1) / 2.0;
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - mean) * (b[i] - mean);
      squaresA += (a[i] - mean) * (a[i] - mean);
      squaresB += (b[i] - mean) * (b[i] - mean);
    }
    return squaresA == 0 || squaresB == 0 ? Double.NaN : product / Math.sqrt(squaresA * squaresB);
  }

  private static double[] ranks(double[] values) {
    Integer[] order = new Integer[values.length];
    for (int i = 0; i < order.length; i++) order[i] = i;
    Arrays.sort(order, (x, y) -> Double.compare(values[x], values[y]));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) to++;
      for (int i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2.0;
      from = to;
    }
    return ranks;
  }
}
