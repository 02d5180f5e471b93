package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MeanPartialTest {
  private static List<List<Matrix>> stacks(int samples, long seed) {
    RandomStream random = new RandomStream(seed);
    List<List<Matrix>> stacks = new ArrayList<>();
    for (int s = 0; s < samples; s++) {
      List<Matrix> stack = new ArrayList<>();
      for (int m = 0; m < 2; m++) {
        Matrix matrix = new Matrix(3, 3);
        for (int i = 0; i < 9; i++) {
          matrix.values()[i] = random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
        }
        stack.add(matrix);
      }
      stacks.add(stack);
    }
    return stacks;
  }

  private static List<MeanPartial> split(List<List<Matrix>> stacks, int shards) {
    List<MeanPartial> partials = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      MeanPartial.Collector collector = new MeanPartial.Collector(shard, 2, 3);
      int from = stacks.size() * shard / shards;
      int to = stacks.size() * (shard + 1) / shards;
      for (int s = from; s < to; s++) collector.add(s % 4, stacks.get(s));
      partials.addAll(collector.partials());
    }
    return partials;
  }

  @Property(tries = 50)
  void bitsDependNeitherOnTheSplitNorOnTheOrder(
      @ForAll @IntRange(min = 1, max = 60) int samples,
      @ForAll @IntRange(min = 1, max = 9) int shards,
      @ForAll long seed) {
    List<List<Matrix>> stacks = stacks(samples, seed);
    List<MeanPartial> partials = split(stacks, shards);
    shuffle(partials, seed);
    assertThat(MeanPartial.fold(partials)).isEqualTo(MeanPartial.fold(split(stacks, 1)));
  }

  private static void shuffle(List<MeanPartial> partials, long seed) {
    List<MeanPartial> before = List.copyOf(partials);
    int[] order = new RandomStream(seed).permutation(before.size());
    for (int i = 0; i < order.length; i++) partials.set(i, before.get(order[i]));
  }

  @Test
  void meansAreRight() {
    List<List<Matrix>> stacks = stacks(21, 5);
    for (MeanPartial.Mean mean : MeanPartial.fold(split(stacks, 4))) {
      for (int m = 0; m < 2; m++) {
        for (int i = 0; i < 9; i++) {
          double sum = 0;
          int count = 0;
          for (int s = mean.group(); s < 21; s += 4, count++) {
            sum += stacks.get(s).get(m).values()[i];
          }
          assertThat(mean.samples()).isEqualTo(count);
          assertThat(mean.matrices().get(m).values()[i])
              .isCloseTo(sum / count, within(1e-12 * Math.max(1, Math.abs(sum))));
        }
      }
    }
  }

  @Test
  void fixedPointHoldsSmallAndNegativeNumbers() {
    FixedPointSums sums = new FixedPointSums(1);
    double[] values = {-1e-9, 0.75, -3.5, 1e-9, -0.0, 2e6, -2e6};
    for (double each : values) sums.add(0, each);
    assertThat(sums.get(0)).isCloseTo(-2.75, within(1e-15));
    FixedPointSums tiny = new FixedPointSums(1);
    tiny.add(0, -1e-12);
    assertThat(tiny.get(0)).isCloseTo(-1e-12, within(1e-18));
    assertThatThrownBy(() -> tiny.add(0, Double.NaN))
        .hasMessageContaining("must be finite and below 2^40");
  }

  @Test
  void refusesAShardThatStandsTwice() {
    List<MeanPartial> twice = new ArrayList<>(split(stacks(8, 1), 1));
    twice.addAll(split(stacks(8, 1), 1));
    assertThatThrownBy(() -> MeanPartial.fold(twice)).hasMessage("shard 0 of group 0 stands twice");
  }
}
