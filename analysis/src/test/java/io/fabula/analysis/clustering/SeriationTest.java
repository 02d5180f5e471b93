package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriationTest {
  @Test
  void pointsOnALineStandInTheirOrder() {
    Matrix line = new Matrix(6, 1, new double[] {5, 0, 9, 1.1, 5.9, 2.3});
    assertThat(Seriation.order(line)).containsExactly(1, 3, 5, 0, 4, 2);
  }

  @Test
  void groupsStandTogetherAndEveryRowOnce() {
    RandomStream random = new RandomStream(3);
    Matrix rows = new Matrix(30, 4);
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 4; j++) {
        rows.values()[4 * i + j] = (i % 3 == j ? 20 : 0) + random.nextGaussian();
      }
    }
    int[] order = Seriation.order(rows);
    assertThat(order.clone()).containsExactlyInAnyOrder(IntStream.range(0, 30).toArray());
    int changes = 0;
    for (int i = 1; i < 30; i++) if (order[i] % 3 != order[i - 1] % 3) changes++;
    assertThat(changes).isEqualTo(2);
    assertThat(order[0]).isLessThan(order[29]);
  }

  @Test
  void rowsAndColumnsMoveTogether() {
    Matrix square = new Matrix(3, 3, new double[] {0, 1, 2, 10, 11, 12, 20, 21, 22});
    assertThat(Seriation.reordered(square, new int[] {2, 0, 1}).values())
        .containsExactly(22, 20, 21, 2, 0, 1, 12, 10, 11);
    assertThat(Seriation.order(new Matrix(1, 2))).containsExactly(0);
  }
}
