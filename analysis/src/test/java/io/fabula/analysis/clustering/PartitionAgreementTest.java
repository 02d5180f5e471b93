package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PartitionAgreementTest {
  /** By hand: two pairs stand together in both, three in one and four in the other, of 15. */
  @Test
  void anExampleByHand() {
    int[] left = {0, 0, 1, 1, 2, 2};
    int[] right = {0, 0, 0, 1, 2, 2};
    assertThat(pairs(left)).isEqualTo(3);
    assertThat(pairs(right)).isEqualTo(4);
    double expected = 3 * 4 / 15.0;
    assertThat(PartitionAgreement.adjustedRand(left, right))
        .isCloseTo((2 - expected) / (3.5 - expected), within(1e-12));
  }

  private static int pairs(int[] labels) {
    int pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < i; j++) if (labels[i] == labels[j]) pairs++;
    }
    return pairs;
  }

  @Test
  void namesOfGroupsDoNotMatterAndChanceIsAboutNothing() {
    int[] labels = new int[200];
    int[] renamed = new int[200];
    int[] other = new int[200];
    for (int i = 0; i < 200; i++) {
      labels[i] = i % 4;
      renamed[i] = 3 - i % 4;
      other[i] = i / 50;
    }
    PartitionAgreement same = PartitionAgreement.of(labels, renamed, 99, 1);
    assertThat(same.index()).isEqualTo(1);
    assertThat(same.pValue()).isEqualTo(0.01);
    PartitionAgreement chance = PartitionAgreement.of(labels, other, 99, 1);
    assertThat(chance.index()).isBetween(-0.05, 0.05);
    assertThat(chance.pValue()).isGreaterThan(0.1);
  }
}
