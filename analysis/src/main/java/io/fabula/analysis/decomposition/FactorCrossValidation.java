package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many non-negative factors rows have: some numbers, scattered over the data, are hidden from
 * the fit and predicted by it. Too few factors cannot say them, too many say the noise of others.
 *
 * @param folds one for each number of factors and seed, in this order
 * @implNote Hidden numbers are replaced by what the fit says of them before each sweep, which
 *     lowers the error of the shown ones in every sweep (expectation and maximisation).
 */
public record FactorCrossValidation(List<Fold> folds) {
  public FactorCrossValidation {
    folds = List.copyOf(folds);
  }

  /**
   * Settings.
   *
   * @param factors numbers of factors to try, each at least 1
   * @param seeds of hidden numbers and starts
   * @param hidden share of the numbers that are hidden, within 0 and 1
   * @param sweeps of each fit, at least 1
   */
  public record Options(List<Integer> factors, List<Long> seeds, double hidden, int sweeps) {
    /** As published: 10 to 60 factors in steps of 10, four seeds, 15 percent hidden. */
    public static final Options PUBLISHED =
        new Options(List.of(10, 20, 30, 40, 50, 60), List.of(0L, 1L, 2L, 3L), 0.15, 200);

    public Options {
      factors = List.copyOf(factors);
      seeds = List.copyOf(seeds);
      for (int each : factors) {
        if (each < 1) throw new IllegalArgumentException("factors must be at least 1, got " + each);
      }
      if (factors.isEmpty() || seeds.isEmpty()) {
        throw new IllegalArgumentException(
            "at least one number of factors and one seed are needed");
      }
      if (!(hidden > 0 && hidden < 1)) {
        throw new IllegalArgumentException("hidden must be above 0 and below 1, got " + hidden);
      }
      if (sweeps < 1)
        throw new IllegalArgumentException("sweeps must be at least 1, got " + sweeps);
    }
  }

  /**
   * One fit.
   *
   * @param factors of the fit
   * @param seed of hidden numbers and start
   * @param shownError root of the mean squared error of what it saw, in the unit of the data
   * @param hiddenError the same of what it did not see
   */
  public record Fold(int factors, long seed, double shownError, double hiddenError) {}

  /** Fits each number of factors with each seed; a seed hides the same numbers from all. */
  public static FactorCrossValidation of(Matrix rows, Options options) {
    Matrix data = NonNegativeFactors.shifted(rows, NonNegativeFactors.minimum(rows));
    List<Fold> folds = new ArrayList<>();
    for (int factors : options.factors()) {
      for (long seed : options.seeds()) folds.add(fold(data, factors, seed, options));
    }
    return new FactorCrossValidation(folds);
  }

  /** The number of factors with the smallest mean error of hidden numbers; of equal ones fewest. */
  public int best() {
    int best = folds.get(0).factors();
    for (Fold each : folds) {
      double better = hiddenError(each.factors()) - hiddenError(best);
      if (better < 0 || (better == 0 && each.factors() < best)) best = each.factors();
    }
    return best;
  }

  /** Mean over seeds of the error of hidden numbers. */
  public double hiddenError(int factors) {
    return folds.stream()
        .filter(each -> each.factors() == factors)
        .mapToDouble(Fold::hiddenError)
        .average()
        .orElseThrow(
            () -> new IllegalArgumentException("no fit has " + factors + " factors: " + folds));
  }

  private static Fold fold(Matrix data, int k, long seed, Options options) {
    int columns = data.columns();
    int size = data.values().length;
    int count = Math.max(1, (int) Math.rint(options.hidden() * size));
    int[] order = new RandomStream(Seeds.of(seed, "hidden entries", size)).permutation(size);
    int[] hidden = Arrays.copyOf(order, count);
    Matrix seen = new Matrix(data.rows(), columns, data.values().clone());
    hideBehindMeans(seen, hidden);
    RandomStream random = new RandomStream(Seeds.of(seed, "nmf", k));
    double scale = NonNegativeFactors.scale(seen, k);
    Matrix starts = NonNegativeFactors.start(columns, k, scale, random);
    FactorHalf h = new FactorHalf(seen, starts);
    FactorHalf w =
        new FactorHalf(seen.transposed(), NonNegativeFactors.start(data.rows(), k, scale, random));
    for (int sweep = 0; sweep < options.sweeps(); sweep++) {
      w.improve(h);
      h.improve(w);
      for (int at : hidden) {
        double value = h.product(w, at / columns, at % columns);
        h.set(at / columns, at % columns, value);
        w.set(at % columns, at / columns, value);
      }
    }
    return errors(data, hidden, w.values().transposed().times(h.values()), k, seed);
  }

  /** Hidden numbers begin as the mean of what is shown of their column. */
  private static void hideBehindMeans(Matrix seen, int[] hidden) {
    int columns = seen.columns();
    double[] sum = new double[columns];
    int[] shown = new int[columns];
    boolean[] isHidden = new boolean[seen.values().length];
    for (int at : hidden) isHidden[at] = true;
    for (int at = 0; at < isHidden.length; at++) {
      if (isHidden[at]) continue;
      sum[at % columns] += seen.values()[at];
      shown[at % columns]++;
    }
    for (int at : hidden) {
      int column = at % columns;
      seen.values()[at] = shown[column] == 0 ? 0 : sum[column] / shown[column];
    }
  }

  private static Fold errors(Matrix data, int[] hidden, Matrix fitted, int k, long seed) {
    double all = 0;
    double ofHidden = 0;
    for (int at = 0; at < data.values().length; at++) {
      double d = data.values()[at] - fitted.values()[at];
      all += d * d;
    }
    for (int at : hidden) {
      double d = data.values()[at] - fitted.values()[at];
      ofHidden += d * d;
    }
    int shown = data.values().length - hidden.length;
    return new Fold(
        k,
        seed,
        Math.sqrt(Math.max(0, all - ofHidden) / shown),
        Math.sqrt(ofHidden / hidden.length));
  }
}
