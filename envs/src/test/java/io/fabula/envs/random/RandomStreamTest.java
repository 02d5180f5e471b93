package io.fabula.envs.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void continuesExactlyFromASavedState() {
    RandomStream stream = new RandomStream(42);
    for (int i = 0; i < 100; i++) stream.nextGaussian();
    RandomStream copy = RandomStream.ofState(stream.state());
    for (int i = 0; i < 100; i++) assertThat(copy.nextLong()).isEqualTo(stream.nextLong());
  }

  @Test
  void matchesTheReferenceSequenceOfXoshiro256PlusPlus() {
    RandomStream stream = RandomStream.ofState(new long[] {1, 2, 3, 4});
    assertThat(stream.nextLong()).isEqualTo(41943041L);
    assertThat(stream.nextLong()).isEqualTo(58720359L);
    assertThat(stream.nextLong()).isEqualTo(3588806011781223L);
  }

  @Test
  void drawsHaveTheMomentsOfTheirDistributions() {
    RandomStream stream = new RandomStream(7);
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    int[] counts = new int[5];
    for (int i = 0; i < n; i++) {
      double g = stream.nextGaussian();
      sum += g;
      squares += g * g;
      counts[stream.nextInt(5)]++;
    }
    assertThat(sum / n).isCloseTo(0, within(4 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
    for (int count : counts)
      assertThat(count / (double) n).isCloseTo(0.2, within(4 * Math.sqrt(0.16 / n)));
  }

  @Test
  void derivedSeedsDependOnEveryPartAndTheirOrder() {
    Set<Long> seeds = new HashSet<>();
    for (long root = 0; root < 10; root++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba"}) {
        seeds.add(Seeds.of(root, purpose));
        for (long i = 0; i < 10; i++) {
          seeds.add(Seeds.of(root, purpose, i));
          seeds.add(Seeds.of(root, purpose, i, 100 + i));
          seeds.add(Seeds.of(root, purpose, 100 + i, i));
        }
      }
    }
    assertThat(seeds).hasSize(10 * 5 * 31);
  }

  @Test
  void refusesABoundBelowOne() {
    assertThatThrownBy(() -> new RandomStream(1).nextInt(0))
        .hasMessage("bound must be at least 1, got 0");
  }
}
