package io.fabula.pipelines.datasets;

import io.fabula.analysis.decomposition.ColumnMoments;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.StandardisedComponents;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;

/**
 * Principal components of all rows of a collection with standardised columns, however many and
 * wherever they are; the same bits for any bundles, workers and runner.
 *
 * <p>rows.apply(Combine.globally(new PrincipalComponentsFn(64, new
 * PrincipalComponents.Options(16))) .withoutDefaults())
 */
public final class PrincipalComponentsFn
    extends Combine.CombineFn<double[], ColumnMoments, StandardisedComponents> {
  private static final long serialVersionUID = 1;

  private final int columns;
  private final int components;

  /**
   * For rows of one width.
   *
   * @param columns numbers in each row, below 2^20 in magnitude
   * @param options components to keep
   */
  public PrincipalComponentsFn(int columns, PrincipalComponents.Options options) {
    this.columns = columns;
    this.components = options.components();
  }

  @Override
  public ColumnMoments createAccumulator() {
    return new ColumnMoments(columns);
  }

  @Override
  public ColumnMoments addInput(ColumnMoments sums, double[] row) {
    sums.add(row);
    return sums;
  }

  @Override
  public ColumnMoments mergeAccumulators(Iterable<ColumnMoments> parts) {
    ColumnMoments sums = createAccumulator();
    for (ColumnMoments each : parts) sums.add(each);
    return sums;
  }

  @Override
  public StandardisedComponents extractOutput(ColumnMoments sums) {
    return sums.standardisedComponents(new PrincipalComponents.Options(components));
  }

  @Override
  public Coder<ColumnMoments> getAccumulatorCoder(CoderRegistry registry, Coder<double[]> input) {
    return SerializableCoder.of(ColumnMoments.class);
  }

  @Override
  public Coder<StandardisedComponents> getDefaultOutputCoder(
      CoderRegistry registry, Coder<double[]> input) {
    return SerializableCoder.of(StandardisedComponents.class);
  }
}
