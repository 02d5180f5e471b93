package io.fabula.envs.create.physics;

/**
 * A convex polygon, or a segment as a polygon of two corners, widened by a radius. Corners run
 * counter-clockwise; edge {@code i} leads from corner {@code i - 1} to corner {@code i}.
 */
public final class Hull extends Shape {
  final double radius;
  private final double[] localX;
  private final double[] localY;
  final double[] x;
  final double[] y;

  /** Outward unit normals of the edges. */
  final double[] normalX;

  final double[] normalY;

  private Hull(
      Body body, double radius, double elasticity, double friction, double[] xs, double[] ys) {
    super(body, elasticity, friction);
    this.radius = radius;
    localX = xs;
    localY = ys;
    int n = xs.length;
    x = new double[n];
    y = new double[n];
    normalX = new double[n];
    normalY = new double[n];
    update();
  }

  /** A segment between two points of the body's frame, with round ends if the radius is not 0. */
  public static Hull segment(
      Body body,
      double fromX,
      double fromY,
      double toX,
      double toY,
      double radius,
      double elasticity,
      double friction) {
    return new Hull(
        body, radius, elasticity, friction, new double[] {fromX, toX}, new double[] {fromY, toY});
  }

  /**
   * A convex polygon.
   *
   * @param corners {@code x, y} pairs in the body's frame, counter-clockwise, at least three
   * @throws IllegalArgumentException if there are fewer or they do not turn left everywhere
   */
  public static Hull polygon(Body body, double elasticity, double friction, double... corners) {
    int n = corners.length / 2;
    if (n < 3) throw new IllegalArgumentException("a polygon needs three corners, got " + n);
    double[] xs = new double[n];
    double[] ys = new double[n];
    for (int i = 0; i < n; i++) {
      xs[i] = corners[2 * i];
      ys[i] = corners[2 * i + 1];
    }
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      int k = (i + 2) % n;
      double turn = (xs[j] - xs[i]) * (ys[k] - ys[j]) - (ys[j] - ys[i]) * (xs[k] - xs[j]);
      if (!(turn > 0)) {
        throw new IllegalArgumentException("corners must be convex and counter-clockwise");
      }
    }
    return new Hull(body, 0, elasticity, friction, xs, ys);
  }

  public double radius() {
    return radius;
  }

  /** Number of corners; 2 for a segment. */
  public int corners() {
    return x.length;
  }

  public double cornerX(int i) {
    return x[i];
  }

  public double cornerY(int i) {
    return y[i];
  }

  @Override
  void move() {
    int n = x.length;
    minimumX = Double.POSITIVE_INFINITY;
    minimumY = Double.POSITIVE_INFINITY;
    maximumX = Double.NEGATIVE_INFINITY;
    maximumY = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      x[i] = poseX + localX[i] * poseCosine - localY[i] * poseSine;
      y[i] = poseY + localX[i] * poseSine + localY[i] * poseCosine;
      minimumX = Math.min(minimumX, x[i] - radius);
      maximumX = Math.max(maximumX, x[i] + radius);
      minimumY = Math.min(minimumY, y[i] - radius);
      maximumY = Math.max(maximumY, y[i] + radius);
    }
    for (int i = 0; i < n; i++) {
      int before = i == 0 ? n - 1 : i - 1;
      double alongX = x[i] - x[before];
      double alongY = y[i] - y[before];
      double length = Math.sqrt(alongX * alongX + alongY * alongY);
      normalX[i] = alongY / length;
      normalY[i] = -alongX / length;
    }
  }

  /** The corner farthest in a direction. */
  int support(double directionX, double directionY) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      double reach = x[i] * directionX + y[i] * directionY;
      if (reach > most) {
        most = reach;
        best = i;
      }
    }
    return best;
  }

  /** The edge at the farthest corner whose normal is nearest to a direction. */
  int supportEdge(double directionX, double directionY) {
    int here = support(directionX, directionY);
    int next = (here + 1) % x.length;
    double facing = directionX * normalX[here] + directionY * normalY[here];
    double facingNext = directionX * normalX[next] + directionY * normalY[next];
    return facing > facingNext ? here : next;
  }
}
