package io.fabula.envs.create.physics;

/** Where two shapes touch: a normal from the first to the second, and up to two pairs of points. */
final class Manifold {
  double normalX;
  double normalY;
  int count;

  /** Points on the surface of the first shape. */
  final double[] firstX = new double[2];

  final double[] firstY = new double[2];

  /** Points on the surface of the second shape. */
  final double[] secondX = new double[2];

  final double[] secondY = new double[2];

  /** Names of the touching features, by which a contact is recognised in the next step. */
  final int[] feature = new int[2];

  void clear(double newNormalX, double newNormalY) {
    count = 0;
    normalX = newNormalX;
    normalY = newNormalY;
  }

  void add(double x1, double y1, double x2, double y2, int name) {
    firstX[count] = x1;
    firstY[count] = y1;
    secondX[count] = x2;
    secondY[count] = y2;
    feature[count] = name;
    count++;
  }
}
