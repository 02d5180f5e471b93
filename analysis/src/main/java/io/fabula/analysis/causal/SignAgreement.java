package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;

/**
 * How often a Jacobian and the cross-correlation over the same time difference have the same sign:
 * where they do, the path from one component to the other is a candidate causal story.
 *
 * @param entries entries compared, those whose |J| reaches the threshold
 * @param agreement share of them with equal signs, NaN if there are none
 * @param offDiagonalEntries the same for entries between different components
 * @param offDiagonalAgreement the same for entries between different components
 * @param pValue probability of at least this off-diagonal agreement if J's components had been
 *     paired with X's at random
 * @implNote A component agrees with itself for no better reason than that it persists, so chance is
 *     not 50 % on the diagonal. The permutation test renames J's components and flips their signs
 *     (both are arbitrary in ICA), which leaves the diagonal a diagonal, every magnitude in place
 *     and its dependence between rows and columns intact.
 */
public record SignAgreement(
    int entries,
    double agreement,
    int offDiagonalEntries,
    double offDiagonalAgreement,
    double pValue) {

  /**
   * Settings.
   *
   * @param threshold entries with smaller |J| are left out; 0 compares all, zeros counting as
   *     positive as in the original
   * @param permutations random relabellings, at least 1
   * @param seed of the relabellings
   */
  public record Options(double threshold, int permutations, long seed) {
    public Options {
      if (!(threshold >= 0)) {
        throw new IllegalArgumentException("threshold must be at least 0, got " + threshold);
      }
      if (permutations < 1) {
        throw new IllegalArgumentException("permutations must be at least 1, got " + permutations);
      }
    }
  }

  /**
   * Compares signs.
   *
   * @param jacobian {@code [K, K]}, rows earlier, columns later
   * @param crossCorrelation {@code [K, K]} over the same time difference
   */
  public static SignAgreement of(Matrix jacobian, Matrix crossCorrelation, Options options) {
    int k = jacobian.rows();
    if (jacobian.columns() != k
        || crossCorrelation.rows() != k
        || crossCorrelation.columns() != k) {
      throw new IllegalArgumentException(
          "matrices must be square and alike, got " + jacobian + " and " + crossCorrelation);
    }
    int entries = 0;
    int agreeing = 0;
    for (int i = 0; i < k; i++) {
      if (compared(jacobian.get(i, i), options)) {
        entries++;
        if (jacobian.get(i, i) >= 0 == crossCorrelation.get(i, i) >= 0) agreeing++;
      }
    }
    int[] names = new int[k];
    boolean[] flipped = new boolean[k];
    for (int i = 0; i < k; i++) names[i] = i;
    int offEntries = offDiagonalEntries(jacobian, options);
    int offAgreeing = offDiagonal(jacobian, crossCorrelation, names, flipped, options);
    RandomStream random = new RandomStream(options.seed());
    int asGood = 1;
    for (int p = 0; p < options.permutations(); p++) {
      names = random.permutation(k);
      for (int i = 0; i < k; i++) flipped[i] = random.nextInt(2) == 1;
      if (offDiagonal(jacobian, crossCorrelation, names, flipped, options) >= offAgreeing) {
        asGood++;
      }
    }
    return new SignAgreement(
        entries + offEntries,
        share(agreeing + offAgreeing, entries + offEntries),
        offEntries,
        share(offAgreeing, offEntries),
        asGood / (options.permutations() + 1.0));
  }

  private static double share(int part, int whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  private static boolean compared(double entry, Options options) {
    return Math.abs(entry) >= options.threshold();
  }

  private static int offDiagonalEntries(Matrix jacobian, Options options) {
    int count = 0;
    for (int i = 0; i < jacobian.rows(); i++) {
      for (int j = 0; j < jacobian.rows(); j++) {
        if (i != j && compared(jacobian.get(i, j), options)) count++;
      }
    }
    return count;
  }

  private static int offDiagonal(
      Matrix jacobian, Matrix other, int[] names, boolean[] flipped, Options options) {
    int count = 0;
    for (int i = 0; i < names.length; i++) {
      for (int j = 0; j < names.length; j++) {
        double entry = jacobian.get(names[i], names[j]);
        if (i == j || !compared(entry, options)) continue;
        if (flipped[i] != flipped[j]) entry = -entry;
        if (entry >= 0 == other.get(i, j) >= 0) count++;
      }
    }
    return count;
  }

  /**
   * Where signs agree, for a heat map: 1 equal, -1 different, 0 left out.
   *
   * @param threshold entries with smaller |J| are left out
   */
  public static Matrix mask(Matrix jacobian, Matrix crossCorrelation, double threshold) {
    Matrix mask = new Matrix(jacobian.rows(), jacobian.columns());
    for (int i = 0; i < mask.values().length; i++) {
      double entry = jacobian.values()[i];
      if (Math.abs(entry) < threshold) continue;
      mask.values()[i] = entry >= 0 == crossCorrelation.values()[i] >= 0 ? 1 : -1;
    }
    return mask;
  }
}
