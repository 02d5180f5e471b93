package io.fabula.analysis.decomposition;

import io.fabula.analysis.causal.FixedPointSums;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;

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
    return PrincipalComponents.of(mean(), covariance(), Math.toIntExact(rows), options);
  }

  /** Principal components of all rows with standardised columns; at least two rows. */
  public StandardisedComponents standardisedComponents(PrincipalComponents.Options options) {
    double[] mean = mean();
    double[][] covariance = covariance();
    double[] deviation = new double[columns];
    for (int j = 0; j < columns; j++) {
      // products are cut off at 2^-63: what is no more than that is no variance
      double rounding = 0x1p-61 * (1 + 2 * Math.abs(mean[j]));
      double variance = covariance[j][j] <= rounding ? 0 : covariance[j][j];
      deviation[j] = Math.sqrt(variance * ((rows - 1.0) / rows));
    }
    Standardisation standardisation = Standardisation.of(mean, deviation);
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < columns; b++) {
        covariance[a][b] /= standardisation.deviation()[a] * standardisation.deviation()[b];
      }
    }
    return new StandardisedComponents(
        standardisation,
        PrincipalComponents.of(new double[columns], covariance, Math.toIntExact(rows), options));
  }

  private double[] mean() {
    double[] mean = new double[columns];
    FixedPointSums sums = new FixedPointSums(high, low);
    for (int a = 0; a < columns; a++) mean[a] = sums.get(a) / rows;
    return mean;
  }

  private double[][] covariance() {
    if (rows < 2) throw new IllegalArgumentException("needs at least 2 rows, got " + rows);
    double[][] covariance = new double[columns][columns];
    BigInteger n = BigInteger.valueOf(rows);
    BigDecimal divisor = new BigDecimal(n.multiply(n.subtract(BigInteger.ONE)));
    BigInteger[] first = new BigInteger[columns];
    for (int a = 0; a < columns; a++) first[a] = sum(a);
    for (int a = 0, at = columns; a < columns; a++) {
      for (int b = 0; b <= a; b++, at++) {
        // in units of 2^-128: rows * sum of products - product of sums
        BigInteger centred =
            sum(at).multiply(n).shiftLeft(64).subtract(first[a].multiply(first[b]));
        double value =
            new BigDecimal(centred).divide(divisor, MathContext.DECIMAL128).doubleValue()
                * 0x1p-128;
        covariance[a][b] = value;
        covariance[b][a] = value;
      }
    }
    return covariance;
  }

  /** All of it as bytes, for {@link #ofBytes}. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES * (1 + 2 * high.length));
    bytes.putInt(columns).putLong(rows);
    for (long each : high) bytes.putLong(each);
    for (long each : low) bytes.putLong(each);
    return bytes.array();
  }

  /**
   * What {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if these bytes are not what it gives
   */
  public static ColumnMoments ofBytes(byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array);
    long least = Integer.BYTES + Long.BYTES;
    int columns = array.length < least ? 0 : bytes.getInt();
    long sums = columns + columns * (columns + 1L) / 2;
    if (columns < 1 || array.length != least + 2 * Long.BYTES * sums) {
      throw new IllegalArgumentException("these bytes are no sums of columns: " + array.length);
    }
    ColumnMoments moments = new ColumnMoments(columns);
    moments.rows = bytes.getLong();
    if (moments.rows < 0) {
      throw new IllegalArgumentException("sums of columns of " + moments.rows + " rows");
    }
    for (int i = 0; i < moments.high.length; i++) moments.high[i] = bytes.getLong();
    for (int i = 0; i < moments.low.length; i++) moments.low[i] = bytes.getLong();
    return moments;
  }

  /** A sum in units of 2^-64. */
  private BigInteger sum(int index) {
    BigInteger fraction = BigInteger.valueOf(low[index] >>> 1).shiftLeft(1);
    if ((low[index] & 1) == 1) fraction = fraction.add(BigInteger.ONE);
    return BigInteger.valueOf(high[index]).shiftLeft(64).add(fraction);
  }
}
