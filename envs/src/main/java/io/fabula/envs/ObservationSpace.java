package io.fabula.envs;

import java.util.List;

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
  }
}
