package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SmallProductTest {
  /** Terms in the order of k, each rounded: the same bits as the loops of the definition. */
  @Property(tries = 300)
  void isTheDefinitionInEveryBit(
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean adds,
      @ForAll boolean bias,
      @ForAll @IntRange(min = 1, max = 3) int batches,
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll long seed) {
    float[] a = values(seed, batches * m * k);
    float[] b = values(seed + 1, batches * k * n);
    float[] row = values(seed + 2, n);
    float[] before = values(seed + 3, batches * m * n);
    float[] expected = adds ? before.clone() : new float[before.length];
    for (int i = 0; i < expected.length; i++) {
      int batch = i / (m * n);
      int r = i / n % m;
      int c = i % n;
      if (bias) expected[i] += row[c];
      for (int p = 0; p < k; p++) {
        float x = a[batch * m * k + (transposeA ? p * m + r : r * k + p)];
        float w = b[batch * k * n + (transposeB ? c * k + p : p * n + c)];
        expected[i] += x * w;
      }
    }
    float[] actual = new float[expected.length];
    try (NativeBlock block = new NativeBlock(4096)) {
      Tensor first = placed(block, 0, a);
      Tensor second = placed(block, 1024, b);
      Tensor added = placed(block, 2048, row);
      Tensor result = placed(block, 3072, before);
      MatrixProduct.Kind kind =
          new MatrixProduct.Kind(transposeA, transposeB, batches, m, n, k, adds, bias);
      ScratchBuffers tiles = new ScratchBuffers();
      for (int i = 0; i < 4; i++) Arrays.fill(tiles.get(i), Float.NaN);
      new SmallProduct(kind, tiles).run(first, second, added, result);
      result.load(0, actual, actual.length);
    }
    assertThat(actual).containsExactly(expected);
  }

  private static Tensor placed(NativeBlock block, long at, float[] values) {
    Tensor tensor = new Tensor(values.length);
    tensor.place(block, at);
    tensor.store(0, values, values.length);
    return tensor;
  }

  private static float[] values(long seed, int n) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = random.nextFloat() - 0.5f;
    return values;
  }
}
