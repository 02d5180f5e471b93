package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one shard contributes to the means of stacks of matrices (cross-correlations, Jacobians) of
 * one group of samples, such as a behaviour.
 *
 * <p>The sums are exact in fixed point, so the means do not depend on how samples are split into
 * shards or in which order partials are folded, to the last bit. The shard index serves to refuse a
 * shard that arrives twice.
 *
 * @param shard index of the shard
 * @param group the behaviour or other group
 * @param samples samples counted, at least 1
 * @param matrices matrices in the stack
 * @param size rows and columns of each matrix
 * @param high whole parts of the sums, {@code matrices * size * size}
 * @param low fractions of the sums in units of 2^-64
 */
@SuppressWarnings("ArrayRecordComponent") // serialised component by component
public record MeanPartial(
    int shard, int group, int samples, int matrices, int size, long[] high, long[] low) {
  public MeanPartial {
    if (samples < 1)
      throw new IllegalArgumentException("samples must be at least 1, got " + samples);
    int expected = matrices * size * size;
    if (high.length != expected || low.length != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " sums, got " + high.length + " and " + low.length);
    }
  }

  /**
   * The mean stack of a group.
   *
   * @param group the behaviour or other group
   * @param samples samples averaged
   * @param matrices one mean per place in the stack
   */
  public record Mean(int group, int samples, List<Matrix> matrices) {
    public Mean {
      matrices = List.copyOf(matrices);
    }
  }

  /** Collects the stacks of one shard's samples, group by group. */
  public static final class Collector {
    private final int shard;
    private final int matrices;
    private final int size;
    private final Map<Integer, FixedPointSums> sums = new TreeMap<>();
    private final Map<Integer, Integer> samples = new TreeMap<>();

    /**
     * An empty collector.
     *
     * @param shard index of the shard
     * @param matrices matrices in a stack
     * @param size rows and columns of each
     */
    public Collector(int shard, int matrices, int size) {
      this.shard = shard;
      this.matrices = matrices;
      this.size = size;
    }

    /** Counts one sample. */
    public void add(int group, List<Matrix> stack) {
      if (stack.size() != matrices) {
        throw new IllegalArgumentException(
            "a stack must hold " + matrices + " matrices, got " + stack.size());
      }
      FixedPointSums sum =
          sums.computeIfAbsent(group, g -> new FixedPointSums(matrices * size * size));
      int at = 0;
      for (Matrix each : stack) {
        if (each.rows() != size || each.columns() != size) {
          throw new IllegalArgumentException("expected " + size + "x" + size + ", got " + each);
        }
        for (double value : each.values()) sum.add(at++, value);
      }
      samples.merge(group, 1, Integer::sum);
    }

    /** What was collected, groups ascending. */
    public List<MeanPartial> partials() {
      List<MeanPartial> result = new ArrayList<>();
      sums.forEach(
          (group, sum) ->
              result.add(
                  new MeanPartial(
                      shard,
                      group,
                      samples.getOrDefault(group, 0),
                      matrices,
                      size,
                      sum.high(),
                      sum.low())));
      return result;
    }
  }

  /**
   * Folds partials, in any order, into the mean of each group, groups ascending.
   *
   * @throws IllegalArgumentException if a shard stands twice or stacks differ in shape
   */
  public static List<Mean> fold(List<MeanPartial> partials) {
    List<MeanPartial> ordered = new ArrayList<>(partials);
    ordered.sort(Comparator.comparingInt(MeanPartial::group).thenComparingInt(MeanPartial::shard));
    List<Mean> result = new ArrayList<>();
    int at = 0;
    while (at < ordered.size()) {
      MeanPartial first = ordered.get(at);
      FixedPointSums sums = new FixedPointSums(first.high.length);
      int samples = 0;
      int lastShard = -1;
      for (; at < ordered.size() && ordered.get(at).group == first.group; at++) {
        MeanPartial each = ordered.get(at);
        if (samples > 0 && each.shard == lastShard) {
          throw new IllegalArgumentException(
              "shard " + each.shard + " of group " + each.group + " stands twice");
        }
        if (each.matrices != first.matrices || each.size != first.size) {
          throw new IllegalArgumentException("stacks of group " + each.group + " differ in shape");
        }
        sums.add(each.high, each.low);
        samples += each.samples;
        lastShard = each.shard;
      }
      result.add(new Mean(first.group, samples, means(first, sums, samples)));
    }
    return result;
  }

  private static List<Matrix> means(MeanPartial shape, FixedPointSums sums, int samples) {
    List<Matrix> result = new ArrayList<>();
    int cells = shape.size * shape.size;
    for (int m = 0; m < shape.matrices; m++) {
      Matrix mean = new Matrix(shape.size, shape.size);
      for (int i = 0; i < cells; i++) mean.values()[i] = sums.get(m * cells + i) / samples;
      result.add(mean);
    }
    return result;
  }
}
