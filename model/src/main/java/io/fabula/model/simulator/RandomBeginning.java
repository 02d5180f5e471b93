package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;

/** Beginnings that no recording stands behind. */
public final class RandomBeginning {
  private RandomBeginning() {}

  /**
   * A direction drawn evenly: a standard normal vector brought to length 1.
   *
   * @param seed of the whole set
   * @param sample number in it
   * @param width of a bottleneck vector
   */
  public static float[] draw(long seed, long sample, int width) {
    RandomStream random = new RandomStream(Seeds.of(seed, "random beginning", sample));
    float[] vector = new float[width];
    double squares = 0;
    for (int d = 0; d < width; d++) {
      vector[d] = (float) random.nextGaussian();
      squares += (double) vector[d] * vector[d];
    }
    for (int d = 0; d < width; d++) vector[d] = (float) (vector[d] / Math.sqrt(squares));
    return vector;
  }

  /**
   * Points on the shortest arc between two beginnings, at equal distances, both ends included.
   *
   * @param from of length 1
   * @param to of length 1, not opposite
   * @param count at least 2
   */
  public static float[][] between(float[] from, float[] to, int count) {
    double cosine = 0;
    for (int i = 0; i < from.length; i++) cosine += (double) from[i] * to[i];
    double angle = StrictMath.acos(Math.max(-1, Math.min(1, cosine)));
    double[] across = new double[from.length];
    double squares = 0;
    for (int i = 0; i < from.length; i++) {
      across[i] = to[i] - cosine * from[i];
      squares += across[i] * across[i];
    }
    double length = Math.sqrt(squares);
    if (!(length > 0) && cosine < 0) {
      throw new IllegalArgumentException("between opposite beginnings there is no shortest arc");
    }
    float[][] points = new float[count][from.length];
    for (int p = 0; p < count; p++) {
      double turned = angle * p / (count - 1);
      double along = StrictMath.cos(turned);
      double aside = length > 0 ? StrictMath.sin(turned) / length : 0;
      for (int i = 0; i < from.length; i++) {
        points[p][i] = (float) (along * from[i] + aside * across[i]);
      }
    }
    return points;
  }
}
