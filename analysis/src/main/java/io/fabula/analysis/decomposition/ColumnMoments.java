package io.fabula.analysis.decomposition;

import io.fabula.analysis.causal.FixedPointSums;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Sums of columns and of products of all pairs of columns of rows that need not be in one place:
 * parts are added up in any order. Sums are exact in fixed point, and so is what is subtracted from
 * them for the covariance, so principal components have the same bits for any order and any
 * grouping of the rows.
 */
public final class ColumnMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final int columns;
  private final long[] high;
  private final long[] low;
  private long rows;

  /** No rows yet. */
  public ColumnMoments(int columns) {
    if (columns < 1)
      throw new IllegalArgumentException("columns must be at least 1, got " + columns);
    this.columns = columns;
    int sums = Math.addExact(columns, Math.multiplyExact(columns, columns + 1) / 2);
    this.high = new long[sums];
    this.low = new long[sums];
  }

  /**
   * Adds a row.
   *
   * @param row {@code [columns]} finite numbers below 2^20 in magnitude
   */
  public void add(double[] row) {
    if (row.length != columns) {
      throw new IllegalArgumentException(
          "a row must have " + columns + " numbers, got " + row.length);
    }
    FixedPointSums sums = new FixedPointSums(high, low);
    for (int a = 0, at = columns; a < columns; a++) {
      sums.add(a, row[a]);
      for (int b = 0; b <= a; b++) sums.add(at++, row[a] * row[b]);
    }
    rows++;
  }

  /** Adds all rows of other sums. */
  public void add(ColumnMoments other) {
    if (other.columns != columns) {
      throw new IllegalArgumentException(
          "sums of " + other.columns + " columns cannot be added to sums of " + columns);
    }
    new FixedPointSums(high, low).add(other.high, other.low);
    rows += other.rows;
  }

  public int columns() {
    return columns;
  }

  /** Rows added. */
  public long rows() {
    return rows;
  }

  /** Principal components of all rows; at least two. */
  public PrincipalComponents principalComponents(PrincipalComponents.Options options) {
    if (rows < 2) throw new IllegalArgumentException("needs at least 2 rows, got " + rows);
    double[] mean = new double[columns];
    double[][] covariance = new double[columns][columns];
    BigInteger n = BigInteger.valueOf(rows);
    BigDecimal divisor = new BigDecimal(n.multiply(n.subtract(BigInteger.ONE)));
    for (int a = 0, at = columns; a < columns; a++) {
      mean[a] = new FixedPointSums(high, low).get(a) / rows;
      for (int b = 0; b <= a; b++, at++) {
        // in units of 2^-128: rows * sum of products - product of sums
        BigInteger centred = sum(at).multiply(n).shiftLeft(64).subtract(sum(a).multiply(sum(b)));
        double value =
            new BigDecimal(centred).divide(divisor, MathContext.DECIMAL128).doubleValue()
                * 0x1p-128;
        covariance[a][b] = value;
        covariance[b][a] = value;
      }
    }
    return PrincipalComponents.of(mean, covariance, Math.toIntExact(rows), options);
  }

  /** A sum in units of 2^-64. */
  private BigInteger sum(int index) {
    BigInteger fraction = BigInteger.valueOf(low[index] >>> 1).shiftLeft(1);
    if ((low[index] & 1) == 1) fraction = fraction.add(BigInteger.ONE);
    return BigInteger.valueOf(high[index]).shiftLeft(64).add(fraction);
  }
}
