package io.fabula.envs.create;

import io.fabula.envs.random.RandomStream;

/** A random shift that all objects of a group share, drawn anew for every episode. */
sealed interface Noise {
  /** The name by which objects refer to it. */
  String name();

  /** Draws a shift {@code [x, y]}. */
  double[] draw(RandomStream stream);

  /** Uniform between two bounds for each coordinate. */
  record Uniform(String name, double minimumX, double maximumX, double minimumY, double maximumY)
      implements Noise {
    @Override
    public double[] draw(RandomStream stream) {
      double u = stream.nextDouble();
      double v = stream.nextDouble();
      return new double[] {
        minimumX + u * (maximumX - minimumX), minimumY + v * (maximumY - minimumY)
      };
    }
  }

  /** One of two shifts. */
  record Either(String name, double firstX, double firstY, double secondX, double secondY)
      implements Noise {
    @Override
    public double[] draw(RandomStream stream) {
      boolean first = stream.nextInt(2) == 0;
      return first ? new double[] {firstX, firstY} : new double[] {secondX, secondY};
    }
  }
}
