package io.fabula.envs;

import java.util.List;
import java.util.stream.Collectors;

/** Shape and element type of an observation. All observations are dense and of fixed size. */
public sealed interface ObservationSpace {
  /** Number of elements of one observation. */
  int size();

  /**
   * Whether elements are whole numbers 0..255, so that {@link Environment#observe(byte[], int)}
   * works.
   */
  boolean byteValued();

  /** Axis lengths, outermost first. */
  List<Integer> shape();

  /** What this is in a few words, such as {@code image 64x64x3 of bytes}. */
  String summary();

  /** Writes a whole byte-valued observation as numbers 0 to 255. */
  static void toFloats(byte[] observation, float[] target, int offset) {
    for (int i = 0; i < observation.length; i++) target[offset + i] = observation[i] & 0xFF;
  }

  private static String axes(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /**
   * A picture: {@code [height, width, channels]}, row 0 at the top. Elements are bytes 0..255, or
   * floats 0..1 if {@code byteValued} is false.
   */
  record Image(int height, int width, int channels, boolean byteValued)
      implements ObservationSpace {
    public Image {
      if (height < 1 || width < 1 || channels < 1) {
        throw new IllegalArgumentException(
            "image axes must be at least 1, got " + height + "x" + width + "x" + channels);
      }
    }

    @Override
    public int size() {
      return height * width * channels;
    }

    @Override
    public List<Integer> shape() {
      return List.of(height, width, channels);
    }

    @Override
    public String summary() {
      return "image " + axes(shape()) + (byteValued ? " of bytes" : " within 0..1");
    }
  }

  /**
   * Symbols on a grid: {@code shape} axes of whole numbers {@code 0..symbols-1}, symbols at most
   * 256.
   *
   * @param symbols number of different element values
   */
  record Grid(List<Integer> shape, int symbols) implements ObservationSpace {
    public Grid {
      shape = List.copyOf(shape);
      if (shape.isEmpty() || shape.stream().anyMatch(n -> n < 1)) {
        throw new IllegalArgumentException("grid axes must be at least 1, got " + shape);
      }
      if (symbols < 2 || symbols > 256) {
        throw new IllegalArgumentException("symbols must be within 2..256, got " + symbols);
      }
    }

    @Override
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public String summary() {
      return "grid " + axes(shape) + " of " + symbols + " symbols";
    }

    @Override
    public boolean byteValued() {
      return true;
    }
  }

  /**
   * Named numbers. Bounds hold for every element.
   *
   * @param names one name per element, in order
   * @param minimum least value, may be negative infinity
   * @param maximum greatest value, may be positive infinity
   */
  record Vector(List<String> names, float minimum, float maximum) implements ObservationSpace {
    public Vector {
      names = List.copyOf(names);
      if (names.isEmpty())
        throw new IllegalArgumentException("a vector needs at least one element");
      if (!(minimum <= maximum)) {
        throw new IllegalArgumentException(
            "minimum must not exceed maximum, got " + minimum + " and " + maximum);
      }
    }

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public boolean byteValued() {
      return false;
    }

    @Override
    public List<Integer> shape() {
      return List.of(names.size());
    }

    @Override
    public String summary() {
      boolean bounded = Float.isFinite(minimum) || Float.isFinite(maximum);
      return "vector " + names.size() + (bounded ? " within " + range(minimum, maximum) : "");
    }

    private static String range(float minimum, float maximum) {
      return text(minimum) + ".." + text(maximum);
    }

    private static String text(float bound) {
      return bound == Math.rint(bound) && Math.abs(bound) < 1e6
          ? String.valueOf((int) bound)
          : String.valueOf(bound);
    }
  }
}
