package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * A t-SNE map by gradient descent over all pairs; it starts from the first principal components, so
 * the same rows always give the same map.
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
   * @param maximumRows more rows are refused: memory and time grow with rows squared
   * @param starts descents from slightly different starts, of which the best map is kept; the
   *     descent is chaotic and may end in a poor local minimum
   * @param seed of the differences between starts
   */
  public record Options(
      int dimensions,
      double perplexity,
      int iterations,
      double exaggeration,
      int maximumRows,
      int starts,
      long seed) {
    /** Two dimensions, perplexity 30, 1,000 iterations, exaggeration 12, one start. */
    public static final Options PUBLISHED = new Options(2, 30, 1000, 12, 5000, 1, 0);

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
      if (maximumRows < 2) {
        throw new IllegalArgumentException("maximumRows must be at least 2, got " + maximumRows);
      }
    }

    /** The same settings for a map of {@code count} dimensions. */
    public Options withDimensions(int count) {
      return new Options(count, perplexity, iterations, exaggeration, maximumRows, starts, seed);
    }

    /** The same settings, keeping the best of {@code count} descents. */
    public Options withStarts(int count) {
      return new Options(
          dimensions, perplexity, iterations, exaggeration, maximumRows, count, seed);
    }
  }

  /**
   * Draws the map of {@code data}.
   *
   * @throws IllegalArgumentException if there are more rows than {@code maximumRows}
   */
  public static Tsne fit(Matrix data, Options options) {
    int n = data.rows();
    if (n > options.maximumRows()) {
      throw new IllegalArgumentException(
          "t-SNE takes at most "
              + options.maximumRows()
              + " rows, got "
              + n
              + "; sample the rows first");
    }
    Affinities affinities = Affinities.of(data, options.perplexity());
    Matrix start = start(data, options.dimensions());
    Tsne best =
        descend(affinities, new Matrix(n, start.columns(), start.values().clone()), options);
    for (int s = 1; s < options.starts(); s++) {
      RandomStream random = new RandomStream(Seeds.of(options.seed(), "tsne-start", s));
      Matrix moved = new Matrix(n, start.columns());
      for (int i = 0; i < moved.values().length; i++) {
        moved.values()[i] = start.values()[i] * (1 + START_JITTER * random.nextGaussian());
      }
      Tsne other = descend(affinities, moved, options);
      if (other.divergence() < best.divergence()) best = other;
    }
    return best;
  }

  private static Tsne descend(Affinities affinities, Matrix map, Options options) {
    int n = map.rows();
    double learningRate = Math.max(n / options.exaggeration() / 4, 50);
    double[] velocity = new double[map.values().length];
    double[] gain = new double[map.values().length];
    double[] gradient = new double[map.values().length];
    TsneForces forces = new TsneForces(affinities, options.dimensions());
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
    return new Tsne(map, TsneObjective.at(affinities, map).divergence(), iteration);
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
