package io.fabula.envs.create.drawing;

/** Where the world is drawn; places and lengths in world units, colours as 0xRRGGBB. */
interface Canvas {
  /** A filled disc. */
  void disc(double x, double y, double radius, int colour);

  /** A filled polygon of {@code x, y} pairs, not necessarily convex. */
  void polygon(int colour, double... corners);

  /** A straight line of a width. */
  void line(double fromX, double fromY, double toX, double toY, double width, int colour);

  /** How much of what is below remains visible under what follows, 0 to begin with. */
  void seeThrough(double share);
}
