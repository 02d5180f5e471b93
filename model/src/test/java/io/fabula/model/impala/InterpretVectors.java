package io.fabula.model.impala;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;

/** Test vectors of the interpretability system, and the formulas that they name. */
public final class InterpretVectors {
  private static final double TWO_TO_32 = 4294967296.0;

  private InterpretVectors() {}

  /** One test per case of a list in a file; fails if there is none. */
  public static Stream<DynamicTest> each(String file, String list, Consumer<JsonNode> check) {
    JsonNode cases = read(file).path(list);
    assertThat(cases.size()).as("cases of %s in %s", list, file).isPositive();
    return StreamSupport.stream(cases.spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.path("name").asText(), () -> check.accept(c)));
  }

  /** A whole file, gzip-compressed or not. */
  public static JsonNode read(String file) {
    String root = System.getProperty("fabula.vectors", "src/test/resources/vectors");
    Path path = Path.of(root, "interpret", file);
    assertThat(path).as("test vectors").isRegularFile();
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + path, e);
    }
  }

  /** All numbers of a nested array in order. */
  public static float[] floats(JsonNode node) {
    List<JsonNode> leaves = leaves(node).toList();
    float[] values = new float[leaves.size()];
    for (int i = 0; i < values.length; i++) values[i] = (float) leaves.get(i).asDouble();
    return values;
  }

  private static Stream<JsonNode> leaves(JsonNode node) {
    if (!node.isArray()) return Stream.of(node);
    return StreamSupport.stream(node.spliterator(), false).flatMap(InterpretVectors::leaves);
  }

  /** hash_u(i, k, seed) in [-1, 1). */
  public static double hash(int i, int k, int seed) {
    int x = (i + 1) * 0x9E3779B1 + (k + 1) * 0x85EBCA6B + seed;
    x ^= x >>> 16;
    x *= 0x7FEB352D;
    x ^= x >>> 15;
    x *= 0x846CA68B;
    x ^= x >>> 16;
    return Integer.toUnsignedLong(x) / TWO_TO_32 * 2 - 1;
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
    byte[] frame = new byte[64 * 64 * 3];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 64; x++) {
          frame[(y * 64 + x) * 3 + c] = (byte) pixel(image, t, b, c, y, x);
        }
      }
    }
    return frame;
  }

  private static int pixel(JsonNode f, int t, int b, int c, int y, int x) {
    switch (f.get("type").asText()) {
      case "lin":
        return Math.floorMod(
            f.get("c").asInt() * c
                + f.get("y").asInt() * y
                + f.get("x").asInt() * x
                + f.get("b").asInt() * b
                + f.get("t").asInt() * t
                + f.get("off").asInt(),
            256);
      case "hash":
        double u = hash((c * 64 + y) * 64 + x, 100 * t + b, f.get("seed").asInt());
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

  /**
   * Checks an array against a summary object; an element may be off by {@code tolerance} times the
   * array's norm, the sum by the wider rule for sums that cancel.
   */
  public static void assertSummary(
      String what, float[] values, JsonNode summary, double tolerance, double sumTolerance) {
    double sum = 0;
    double squares = 0;
    for (float each : values) {
      sum += each;
      squares += (double) each * each;
    }
    double expectedSquares = summary.get("sumsq").asDouble();
    double norm = Math.sqrt(expectedSquares);
    double tiny = 1e-9;
    if (summary.has("shape")) {
      int size = 1;
      for (JsonNode axis : summary.get("shape")) size *= axis.asInt();
      assertThat(values.length).as("%s size", what).isEqualTo(size);
    }
    assertThat(Math.abs(Math.sqrt(squares) - norm))
        .as("%s norm %s against %s", what, Math.sqrt(squares), norm)
        .isLessThanOrEqualTo(tolerance * norm + tiny);
    assertThat(Math.abs(sum - summary.get("sum").asDouble()))
        .as("%s sum %s against %s", what, sum, summary.get("sum"))
        .isLessThanOrEqualTo(sumTolerance * Math.sqrt(values.length * expectedSquares) + tiny);
    for (int j = 0; j < summary.path("first").size(); j++) {
      assertThat(Math.abs(values[j] - summary.get("first").get(j).asDouble()))
          .as("%s[%d]", what, j)
          .isLessThanOrEqualTo(tolerance * norm + tiny);
    }
    for (int j = 0; j < summary.path("at").size(); j++) {
      int at = summary.get("at").get(j).asInt();
      assertThat(Math.abs(values[at] - summary.get("values").get(j).asDouble()))
          .as("%s[%d]", what, at)
          .isLessThanOrEqualTo(tolerance * norm + tiny);
    }
  }
}
