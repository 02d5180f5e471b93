package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class NearestMeansTest {
  private static final int ROWS = 400;
  private static final int COLUMNS = 5;
  private static final int MEANS = 11;

  @Test
  void rowsThatAreLeftOutHaveTheNearestMeanAllTheSame() {
    RandomStream random = new RandomStream(4);
    Matrix points = drawn(random, ROWS, 3);
    for (int j = 0; j < COLUMNS; j++) points.values()[j] = points.values()[COLUMNS + j];
    NearestMeans nearest = new NearestMeans(points);
    Matrix means = drawn(random, MEANS, 3);
    double step = 2;
    for (int move = 0; move < 40; move++) {
      ClusterMeans now = new ClusterMeans(means);
      assertThat(nearest.of(now)).as("move %d", move).isEqualTo(now.nearest(points));
      if (move == 20) nearest.forget();
      Matrix next = new Matrix(MEANS, COLUMNS, means.values().clone());
      for (int i = 0; i < next.values().length; i++) {
        boolean moves = move % 2 == 0 || i < COLUMNS; // now and then one alone
        if (moves) next.values()[i] += step * random.nextGaussian();
      }
      means = next;
      step *= 0.8;
    }
  }

  private static Matrix drawn(RandomStream random, int rows, double scale) {
    Matrix matrix = new Matrix(rows, COLUMNS);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = scale * random.nextGaussian();
    }
    return matrix;
  }
}
