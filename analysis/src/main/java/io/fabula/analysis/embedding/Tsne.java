package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * A t-SNE map by gradient descent; it starts from the first principal components, so the same rows
 * always give the same map, with any number of threads. Few rows are mapped over all pairs, more by
 * Barnes and Hut's tree.
 *
 * @param points {@code [rows, dimensions]} the map
 * @param divergence Kullback-Leibler divergence at the end, nats
 * @param iterations iterations done
 */
public record Tsne(Matrix points, double divergence, int iterations) {
  private static final int CHECK_EVERY = 50;
  private static final int EXPLORATION = 250;
  private static final double LEAST_GRADIENT_NORM = 1e-7;
  private static final double START_DEVIATION = 1e-4;
  private static final double START_JITTER = 1e-6;

  /**
   * Settings; step sizes and momentum are those of the usual implementations.
   *
   * @param dimensions of the map, at least 1
   * @param perplexity effective number of neighbours, at least 1
   * @param iterations at least 1; the first 250 exaggerate the affinities
   * @param exaggeration factor in the first iterations, at least 1
   * @param exactRows up to so many rows the gradient is exact, at a time and memory that grow with
   *     rows squared; more rows are mapped by Barnes and Hut's tree, to at most three dimensions
   * @param angle width of a box of the tree over its distance below which it counts as one point,
   *     above 0 and at most 0.5
   * @param starts descents from slightly different starts, of which the best map is kept; the
   *     descent is chaotic and may end in a poor local minimum
   * @param seed of the differences between starts
   */
  public record Options(
      int dimensions,
      double perplexity,
      int iterations,
      double exaggeration,
      int exactRows,
      double angle,
      int starts,
      long seed) {
    /** Two dimensions, perplexity 30, 1,000 iterations, exaggeration 12, one start. */
    public static final Options USUAL = new Options(2, 30, 1000, 12, 1000, 0.5, 1, 0);

    /** As published for behaviours: the same in three dimensions. */
    public static final Options BEHAVIOURS = USUAL.withDimensions(3);

    public Options {
      if (dimensions < 1) {
        throw new IllegalArgumentException("dimensions must be at least 1, got " + dimensions);
      }
      if (!(perplexity >= 1)) {
        throw new IllegalArgumentException("perplexity must be at least 1, got " + perplexity);
      }
      if (iterations < 1) {
        throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
      }
      if (!(exaggeration >= 1)) {
        throw new IllegalArgumentException("exaggeration must be at least 1, got " + exaggeration);
      }
      if (starts < 1) {
        throw new IllegalArgumentException("starts must be at least 1, got " + starts);
      }
      if (exactRows < 0) {
        throw new IllegalArgumentException("exactRows must be at least 0, got " + exactRows);
      }
      if (!(angle > 0 && angle <= 0.5)) {
        throw new IllegalArgumentException("angle must be in (0, 0.5], got " + angle);
      }
    }

    /** The same settings for a map of {@code count} dimensions. */
    public Options withDimensions(int count) {
      return new Options(
          count, perplexity, iterations, exaggeration, exactRows, angle, starts, seed);
    }

    /** The same settings, keeping the best of {@code count} descents. */
    public Options withStarts(int count) {
      return new Options(
          dimensions, perplexity, iterations, exaggeration, exactRows, angle, count, seed);
    }

    /** The same settings, exact up to {@code count} rows. */
    public Options withExactRows(int count) {
      return new Options(
          dimensions, perplexity, iterations, exaggeration, count, angle, starts, seed);
    }
  }

  /**
   * Draws the map of {@code data}.
   *
   * @throws IllegalArgumentException if the perplexity does not fit the rows, or more than {@code
   *     exactRows} are to be mapped to more than three dimensions
   */
  public static Tsne fit(Matrix data, Options options) {
    int n = data.rows();
    MapForces forces;
    if (n <= options.exactRows()) {
      forces = new TsneForces(Affinities.of(data, options.perplexity()), options.dimensions());
    } else if (options.dimensions() <= 3) {
      SparseAffinities affinities = SparseAffinities.of(data, options.perplexity());
      forces = new BarnesHutForces(affinities, options.dimensions(), options.angle());
    } else {
      throw new IllegalArgumentException(
          "more than %d rows are mapped to at most 3 dimensions, got %d rows and %d dimensions"
              .formatted(options.exactRows(), n, options.dimensions()));
    }
    Matrix start = start(data, options.dimensions());
    Tsne best = descend(forces, new Matrix(n, start.columns(), start.values().clone()), options);
    for (int s = 1; s < options.starts(); s++) {
      RandomStream random = new RandomStream(Seeds.of(options.seed(), "tsne-start", s));
      Matrix moved = new Matrix(n, start.columns());
      for (int i = 0; i < moved.values().length; i++) {
        moved.values()[i] = start.values()[i] * (1 + START_JITTER * random.nextGaussian());
      }
      Tsne other = descend(forces, moved, options);
      if (other.divergence() < best.divergence()) best = other;
    }
    return best;
  }

  private static Tsne descend(MapForces forces, Matrix map, Options options) {
    int n = map.rows();
    double learningRate = Math.max(n / options.exaggeration() / 4, 50);
    double[] velocity = new double[map.values().length];
    double[] gain = new double[map.values().length];
    double[] gradient = new double[map.values().length];
    Arrays.fill(gain, 1);
    int iteration = 0;
    while (iteration < options.iterations()) {
      boolean exploring = iteration < EXPLORATION;
      if (iteration == EXPLORATION) {
        Arrays.fill(velocity, 0);
        Arrays.fill(gain, 1);
      }
      forces.gradient(map, exploring ? options.exaggeration() : 1, gradient);
      move(map, gradient, velocity, gain, exploring ? 0.5 : 0.8, learningRate);
      iteration++;
      if (!exploring
          && iteration % CHECK_EVERY == 0
          && TsneObjective.norm(gradient) <= LEAST_GRADIENT_NORM) {
        break;
      }
    }
    return new Tsne(map, forces.divergence(map), iteration);
  }

  private static Matrix start(Matrix data, int dimensions) {
    if (dimensions > data.columns()) {
      throw new IllegalArgumentException(
          "dimensions must be at most " + data.columns() + ", got " + dimensions);
    }
    Matrix scores =
        PrincipalComponents.fit(data, new PrincipalComponents.Options(dimensions)).project(data);
    double deviation = Math.sqrt(scores.columnVariances()[0]);
    if (!(deviation > 0)) throw new IllegalArgumentException("all rows are equal: nothing to map");
    double[] values = scores.values();
    for (int i = 0; i < values.length; i++) values[i] *= START_DEVIATION / deviation;
    return scores;
  }

  private static void move(
      Matrix map,
      double[] gradient,
      double[] velocity,
      double[] gain,
      double momentum,
      double learningRate) {
    double[] position = map.values();
    for (int i = 0; i < position.length; i++) {
      double slope = gradient[i];
      gain[i] = Math.max(0.01, velocity[i] * slope < 0 ? gain[i] + 0.2 : gain[i] * 0.8);
      velocity[i] = momentum * velocity[i] - learningRate * gain[i] * slope;
      position[i] += velocity[i];
    }
  }
}
