package io.fabula.envs.create.physics;

/** A disc around its body's centre. */
public final class Circle extends Shape {
  final double radius;
  private final double offsetX;
  private final double offsetY;
  double centreX;
  double centreY;

  /**
   * A circle around a point in the body's frame.
   *
   * @param radius greater than 0
   */
  public Circle(Body body, double x, double y, double radius, double elasticity, double friction) {
    super(body, elasticity, friction);
    if (!(radius > 0)) throw new IllegalArgumentException("radius must be positive, got " + radius);
    this.radius = radius;
    offsetX = x;
    offsetY = y;
    update();
  }

  public double radius() {
    return radius;
  }

  public double centreX() {
    return centreX;
  }

  public double centreY() {
    return centreY;
  }

  @Override
  void move() {
    centreX = poseX + offsetX * poseCosine - offsetY * poseSine;
    centreY = poseY + offsetX * poseSine + offsetY * poseCosine;
    minimumX = centreX - radius;
    maximumX = centreX + radius;
    minimumY = centreY - radius;
    maximumY = centreY + radius;
  }
}
