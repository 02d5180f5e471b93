package io.fabula.analysis.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarnesHutForcesTest {
  private static final double PERPLEXITY = 12;

  /** Rows around some centres. */
  private static Matrix clusters(int rows, int columns, int centres, double width) {
    RandomStream random = new RandomStream(5);
    Matrix centre = new Matrix(centres, columns);
    for (int i = 0; i < centre.values().length; i++) centre.values()[i] = random.nextGaussian();
    Matrix data = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < columns; c++) {
        data.values()[i * columns + c] = centre.get(i % centres, c) + width * random.nextGaussian();
      }
    }
    return data;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double each : values) sum += each * each;
    return Math.sqrt(sum);
  }

  @Test
  void keepsTheAffinitiesThatCount() {
    Matrix data = clusters(300, 6, 4, 0.3);
    Affinities exact = Affinities.of(data, PERPLEXITY);
    SparseAffinities sparse = SparseAffinities.of(data, PERPLEXITY);
    double sum = 0;
    double kept = 0;
    double largest = 0;
    for (double each : exact.probabilities()) largest = Math.max(largest, each);
    for (int i = 0; i < 300; i++) {
      for (int e = sparse.first()[i]; e < sparse.first()[i + 1]; e++) {
        int j = sparse.other()[e];
        if (e > sparse.first()[i]) assertThat(j).isGreaterThan(sparse.other()[e - 1]);
        sum += sparse.probability()[e];
        kept += exact.probabilities()[i * 300 + j];
        assertThat(sparse.probability()[e])
            .isCloseTo(exact.probabilities()[i * 300 + j], within(0.1 * largest));
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(kept).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void comesNearTheExactGradient(int dimensions) {
    Matrix data = clusters(400, 5, 6, 0.4);
    Matrix map = clusters(400, dimensions, 6, 0.2);
    for (int i = 0; i < map.values().length; i++) map.values()[i] *= 20;
    double[] exact = new double[map.values().length];
    double[] near = new double[exact.length];
    double[] limit = new double[exact.length];
    TsneForces all = new TsneForces(Affinities.of(data, PERPLEXITY), dimensions);
    all.gradient(map, 1, exact);
    SparseAffinities sparse = SparseAffinities.of(data, PERPLEXITY);
    BarnesHutForces tree = new BarnesHutForces(sparse, dimensions, 0.5);
    tree.gradient(map, 1, near);
    assertThat(tree.divergence(map)).isCloseTo(all.divergence(map), within(0.05));
    // boxes that must look as small as this are looked into: what is left are the affinities
    new BarnesHutForces(sparse, dimensions, 1e-9).gradient(map, 1, limit);
    double scale = norm(exact);
    double[] byTree = new double[exact.length];
    double[] byNeighbours = new double[exact.length];
    for (int i = 0; i < exact.length; i++) {
      byTree[i] = near[i] - limit[i];
      byNeighbours[i] = limit[i] - exact[i];
    }
    assertThat(norm(byTree)).isLessThan(0.03 * scale);
    assertThat(norm(byNeighbours)).isLessThan(0.03 * scale);
  }

  @Test
  void equalPointsAreNoTrouble() {
    Matrix map = new Matrix(50, 2);
    for (int i = 25; i < 50; i++) map.values()[2 * i] = 1;
    Matrix data = clusters(50, 3, 2, 0.1);
    double[] gradient = new double[100];
    new BarnesHutForces(SparseAffinities.of(data, 5), 2, 0.5).gradient(map, 12, gradient);
    assertThat(gradient).doesNotContain(Double.NaN);
    assertThat(norm(gradient)).isPositive();
  }

  @Test
  void threadsDoNotChangeAMap() throws Exception {
    Matrix data = clusters(600, 8, 5, 0.3);
    Tsne.Options options = new Tsne.Options(3, PERPLEXITY, 60, 12, 100, 0.5, 1, 0);
    Matrix[] maps = new Matrix[2];
    for (int threads = 1; threads <= 2; threads++) {
      ForkJoinPool pool = new ForkJoinPool(threads == 1 ? 1 : 4);
      try {
        maps[threads - 1] = pool.submit(() -> Tsne.fit(data, options).points()).get();
      } finally {
        pool.shutdown();
      }
    }
    assertThat(maps[0].columns()).isEqualTo(3);
    assertThat(maps[0]).isEqualTo(maps[1]);
  }

  @Test
  void endsWhereTheExactDescentEnds() {
    Matrix data = clusters(400, 6, 4, 0.35);
    Tsne.Options options = new Tsne.Options(2, PERPLEXITY, 500, 12, 1000, 0.5, 1, 0);
    Affinities affinities = Affinities.of(data, PERPLEXITY);
    double exact = Tsne.fit(data, options).divergence();
    Tsne near = Tsne.fit(data, options.withExactRows(100));
    double judged = TsneObjective.at(affinities, near.points()).divergence();
    assertThat(judged).isLessThan(1.06 * exact);
    assertThat(near.divergence()).isCloseTo(judged, within(0.05 * judged));
  }

  @Test
  void refusesManyRowsInManyDimensions() {
    Tsne.Options options = Tsne.Options.USUAL.withDimensions(4).withExactRows(50);
    assertThatThrownBy(() -> Tsne.fit(clusters(60, 6, 2, 0.3), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "more than 50 rows are mapped to at most 3 dimensions, got 60 rows and 4 dimensions");
  }
}
