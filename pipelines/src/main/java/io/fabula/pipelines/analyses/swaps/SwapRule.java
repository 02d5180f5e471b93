package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.causal.DirectionSwap;
import io.fabula.model.twins.StateRule;

/** Rewrites an agent's memory by a swap of directions. */
public final class SwapRule {
  private SwapRule() {}

  /** Movement along some directions becomes movement along others, or none. */
  public static StateRule of(DirectionSwap swap) {
    return (previous, current) -> floats(swap.apply(doubles(previous), doubles(current)));
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) result[i] = values[i];
    return result;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }
}
