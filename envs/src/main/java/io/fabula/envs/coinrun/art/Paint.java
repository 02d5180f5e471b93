package io.fabula.envs.coinrun.art;

/** The colour of each point of an area, {@code 0xRRGGBB}. */
@FunctionalInterface
interface Paint {
  int at(double x, double y);

  static Paint solid(int rgb) {
    return (x, y) -> rgb;
  }

  /** From one colour at height {@code top} to another at {@code bottom}. */
  static Paint vertical(int upper, double top, int lower, double bottom) {
    return (x, y) -> mixed(upper, lower, (y - top) / (bottom - top));
  }

  /** A colour between two others; {@code share} of the second, held within 0..1. */
  static int mixed(int first, int second, double share) {
    double t = Math.max(0, Math.min(1, share));
    int result = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = (first >> shift) & 0xFF;
      int b = (second >> shift) & 0xFF;
      result |= (int) Math.floor(a + (b - a) * t + 0.5) << shift;
    }
    return result;
  }

  static int darker(int rgb, double share) {
    return mixed(rgb, 0x000000, share);
  }

  static int lighter(int rgb, double share) {
    return mixed(rgb, 0xFFFFFF, share);
  }
}
