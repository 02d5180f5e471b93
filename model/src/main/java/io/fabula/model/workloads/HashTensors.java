package io.fabula.model.workloads;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Weights and inputs that any program can make by itself: a hash of element, tensor and seed.
 * Tensors are known by name, elements are counted in PyTorch's order.
 */
public final class HashTensors {
  private static final int SEED = 2021;
  private static final int DIRECTION_SEED = 77;
  private static final double RANGE = 4294967296.0;
  private static final double VECTOR_FAN = 64;
  private static final double NORM_SPREAD = 0.1;

  private HashTensors() {}

  /** A number in [-1, 1) that depends on all three arguments; 32-bit arithmetic throughout. */
  public static double hash(int i, int k, int seed) {
    int x = (i + 1) * 0x9E3779B1 + (k + 1) * 0x85EBCA6B + seed;
    x ^= x >>> 16;
    x *= 0x7FEB352D;
    x ^= x >>> 15;
    x *= 0x846CA68B;
    x ^= x >>> 16;
    return Integer.toUnsignedLong(x) / RANGE * 2 - 1;
  }

  /** The elements of one tensor, each in [-1, 1). */
  public record Sequence(int tensor, int seed) {
    /** Element {@code i}. */
    public double at(int i) {
      return hash(i, tensor, seed);
    }

    /** Element {@code i} as a whole number from 0 to {@code bound - 1}. */
    public int integer(int i, int bound) {
      return (int) ((at(i) + 1) / 2 * bound);
    }
  }

  /** The elements of tensor {@code name}. */
  public static Sequence of(String name) {
    return new Sequence(tensor(name), SEED);
  }

  /** The direction in which tensor {@code name} is looked at. */
  static Sequence direction(String name) {
    return new Sequence(tensor(name), DIRECTION_SEED);
  }

  /** {@code count} elements of a tensor times {@code scale}. */
  public static float[] values(String name, int count, double scale) {
    float[] values = new float[count];
    Sequence elements = of(name);
    for (int i = 0; i < count; i++) values[i] = (float) (scale * elements.at(i));
    return values;
  }

  /** 1 where the formula is below {@code threshold}, else 0. */
  public static float[] flags(String name, int count, double threshold) {
    float[] values = new float[count];
    Sequence elements = of(name);
    for (int i = 0; i < count; i++) values[i] = elements.at(i) < threshold ? 1 : 0;
    return values;
  }

  /** Weights of a layer: the formula divided by the root of the fan-in; 64 for a vector. */
  public static float[] weights(String name, Shape shape) {
    double fan = shape.rank() >= 2 ? (double) shape.size() / shape.dim(0) : VECTOR_FAN;
    return values(name, shape.size(), 1 / Math.sqrt(fan));
  }

  /** Scale or shift of a normalisation: near 1 or 0. */
  public static float[] normalisation(String name, int count, double centre) {
    float[] values = values(name, count, NORM_SPREAD);
    for (int i = 0; i < count; i++) values[i] += (float) centre;
    return values;
  }

  /** Gives all parameters the {@link #weights} of their names. */
  public static void fill(Parameters parameters) {
    for (String name : parameters.names()) {
      parameters.set(name, weights(name, parameters.shape(name)));
    }
  }

  /**
   * Byte frames [count, side, side, 3], whose elements are counted as [count, 3, side, side].
   *
   * @return one array per frame
   */
  public static byte[][] frames(String name, int count, int side) {
    byte[][] frames = new byte[count][3 * side * side];
    Sequence elements = of(name);
    for (int n = 0; n < count; n++) {
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < side * side; p++) {
          int i = (n * 3 + c) * side * side + p;
          frames[n][p * 3 + c] = (byte) elements.integer(i, 256);
        }
      }
    }
    return frames;
  }

  private static int tensor(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() & 0xFFFF);
  }
}
