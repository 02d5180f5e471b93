package io.fabula.pipelines.inspection;

import io.fabula.envs.random.RandomStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Damages a file in one of the ways in which files are damaged, or worse. */
final class Mutation {
  private static final int MOST_CHANGES = 8;
  private static final byte[][] EXTREMES = {
    {0, 0, 0, 0},
    {-1, -1, -1, -1},
    {-1, -1, -1, 127},
    {0, 0, 0, -128},
    {-1, -1, -1, -1, -1, -1, -1, 127},
    {-128, -128, -128, -128, 16},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    "99999999999999999999".getBytes(StandardCharsets.US_ASCII),
    "-1".getBytes(StandardCharsets.US_ASCII),
    "null".getBytes(StandardCharsets.US_ASCII),
    {27, '[', '2', 'J'}
  };

  private Mutation() {}

  static byte[] of(byte[] whole, RandomStream random) {
    byte[] changed = whole;
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) changed = once(changed, random);
    return changed;
  }

  private static byte[] once(byte[] bytes, RandomStream random) {
    if (bytes.length == 0) return new byte[] {(byte) random.nextInt(256)};
    int at = place(bytes, random);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, at, random);
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> spliced(bytes, at, length, new byte[0]);
      case 3 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
      case 4 -> overwritten(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 5 -> spliced(bytes, at, 0, EXTREMES[random.nextInt(EXTREMES.length)]);
      default -> {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) noise[i] = (byte) random.nextInt(256);
        yield overwritten(bytes, at, noise);
      }
    };
  }

  /** Headers are at the beginning, footers at the end: most changes happen there. */
  private static int place(byte[] bytes, RandomStream random) {
    int near = Math.min(bytes.length, 1500);
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(near);
      case 1 -> bytes.length - 1 - random.nextInt(near);
      default -> random.nextInt(bytes.length);
    };
  }

  private static byte[] flipped(byte[] bytes, int at, RandomStream random) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private static byte[] overwritten(byte[] bytes, int at, byte[] with) {
    byte[] changed = bytes.clone();
    System.arraycopy(with, 0, changed, at, Math.min(with.length, bytes.length - at));
    return changed;
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(bytes, 0, at);
    spliced.writeBytes(inserted);
    spliced.write(bytes, at + removed, bytes.length - at - removed);
    return spliced.toByteArray();
  }
}
