package io.fabula.model.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.workloads.HashTensors;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Test vectors of the interpretability system, and the formulas that they name. */
public final class InterpretVectors {
  private static final int SIDE = 64;

  private InterpretVectors() {}

  /** A whole file. */
  public static JsonNode file(String name) {
    return VectorFile.read("interpret/" + name);
  }

  /** The cases of a file; fails when there is none. */
  public static List<JsonNode> cases(String name) {
    return VectorFile.list(file(name).path("cases"), name);
  }

  /** One test per entry of a list in a file; fails when there is none. */
  public static Stream<DynamicTest> each(String name, String list, Consumer<JsonNode> check) {
    return VectorFile.list(file(name).path(list), list + " in " + name).stream()
        .map(c -> DynamicTest.dynamicTest(c.path("name").asText(), () -> check.accept(c)));
  }

  /** hash_u(i, k, seed) in [-1, 1), all in 32-bit arithmetic. */
  public static double hash(int i, long k, long seed) {
    return HashTensors.hash(i, (int) k, (int) seed);
  }

  /** Values of the k-th tensor of a network by the formula of {@code weights}. */
  public static float[] weights(JsonNode weights, ParameterShape parameter, int k) {
    double gain = weights.path("gain").asDouble(1);
    for (var override : weights.path("overrides").properties()) {
      if (parameter.name().startsWith(override.getKey())) gain = override.getValue().asDouble();
    }
    int rank = parameter.shape().size();
    double fan = rank < 2 ? 64 : (double) parameter.size() / parameter.shape().get(0);
    boolean sine = weights.get("type").asText().equals("sin");
    float[] values = new float[Tensor.size(parameter.shape())];
    for (int i = 0; i < values.length; i++) {
      double f =
          sine
              ? Math.sin(
                  weights.get("a").asDouble() * i
                      + weights.get("b").asDouble() * k
                      + weights.get("phase").asDouble())
              : hash(i, k, weights.get("seed").asInt());
      values[i] = (float) (gain * f / Math.sqrt(fan));
    }
    return values;
  }

  /** The image of time t and batch element b, {@code [64, 64, 3]} bytes (row, column, channel). */
  public static byte[] image(JsonNode image, int t, int b) {
    byte[] frame = new byte[SIDE * SIDE * 3];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        for (int c = 0; c < 3; c++) {
          frame[(y * SIDE + x) * 3 + c] = (byte) pixel(image, t, b, c, y, x);
        }
      }
    }
    return frame;
  }

  /** A batch of images at one time, {@code [b, y, x, c]} in 0..1. */
  public static float[] frames(JsonNode image, int batch, int t) {
    float[] frames = new float[batch * SIDE * SIDE * 3];
    for (int b = 0; b < batch; b++) {
      byte[] bytes = image(image, t, b);
      for (int i = 0; i < bytes.length; i++) {
        frames[b * bytes.length + i] = (float) ((bytes[i] & 0xFF) / 255.0);
      }
    }
    return frames;
  }

  private static int pixel(JsonNode f, int t, int b, int c, int y, int x) {
    switch (f.get("type").asText()) {
      case "lin":
        return Math.floorMod(
            f.path("c").asInt() * c
                + f.path("y").asInt() * y
                + f.path("x").asInt() * x
                + f.path("b").asInt() * b
                + f.path("t").asInt() * t
                + f.path("off").asInt(),
            256);
      case "hash":
        double u = hash((c * SIDE + y) * SIDE + x, 100 * t + b, f.get("seed").asInt());
        return (int) Math.floor((u + 1) / 2 * 256);
      case "smooth":
        double phase =
            f.get("fx").asDouble() * x
                + f.get("fy").asDouble() * y
                + f.get("fc").asDouble() * c
                + f.get("fb").asDouble() * b
                + f.get("ft").asDouble() * t;
        return (int) Math.floor(127.5 + 127.4 * Math.sin(phase));
      default:
        throw new AssertionError("unknown image formula " + f);
    }
  }
}
