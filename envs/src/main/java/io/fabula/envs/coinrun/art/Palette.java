package io.fabula.envs.coinrun.art;

/**
 * The colours of a landscape.
 *
 * @param zenith the upper sky
 * @param horizon the lower sky and the haze
 * @param far the farthest ridge
 * @param near the nearest ridge
 * @param accent flowers, roofs and other small things
 * @param dark whether it is night: stars, a moon and lit windows
 */
record Palette(int zenith, int horizon, int far, int near, int accent, boolean dark) {
  private static final Palette[] TIMES = {
    new Palette(0x7ec8f2, 0xd9f1fb, 0xa9d6c2, 0x6fb57a, 0xf3b6c6, false),
    new Palette(0x8fb7e8, 0xfbe3c8, 0xcdb4c9, 0x8a8fb5, 0xf6c38f, false),
    new Palette(0x5b6bb0, 0xf7b08a, 0xb9849b, 0x6d5a86, 0xffd27a, false),
    new Palette(0x16203f, 0x3f5585, 0x38507d, 0x24365c, 0xffe08a, true),
    new Palette(0xa9bcc6, 0xdfe8ea, 0xb5c4c8, 0x84999c, 0xc9a27e, false),
    new Palette(0x86d6cf, 0xe8f7df, 0xa8d8b4, 0x5fa88f, 0xf2e394, false),
    new Palette(0x8a77c9, 0xe7c9ee, 0xb79fd6, 0x7a6bb0, 0xf7a9c4, false),
  };

  /** Noon, dawn, dusk, night, overcast, spring, and a violet evening. */
  static Palette of(int index) {
    return TIMES[index];
  }

  /** The colour of ridge {@code layer} of {@code layers}, the farthest first. */
  int ridge(int layer, int layers) {
    return Paint.mixed(far, near, (double) layer / (layers - 1));
  }
}
