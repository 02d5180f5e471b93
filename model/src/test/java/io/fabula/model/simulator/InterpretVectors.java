package io.fabula.model.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the reference vectors, from the folder that {@code -Dfabula.vectors} names or our copy. */
public final class InterpretVectors {
  private static final Map<String, JsonNode> CACHE = new HashMap<>();

  private InterpretVectors() {}

  /** The whole file. Fails when it is missing. */
  public static synchronized JsonNode file(String name) {
    return CACHE.computeIfAbsent(name, InterpretVectors::read);
  }

  /** The cases of a file. Fails when there is none. */
  public static List<JsonNode> cases(String name) {
    return list(file(name).path("cases"), name);
  }

  /** The entries of a list in a file. Fails when there is none. */
  public static List<JsonNode> list(JsonNode list, String name) {
    List<JsonNode> entries = new ArrayList<>();
    list.forEach(entries::add);
    if (entries.isEmpty()) throw new AssertionError("no case in " + name);
    return entries;
  }

  private static JsonNode read(String name) {
    String folder = System.getProperty("fabula.vectors", "src/test/resources/vectors");
    Path path = Path.of(folder, "interpret", name);
    if (!Files.exists(path)) throw new AssertionError("no vectors at " + path.toAbsolutePath());
    try (InputStream in = Files.newInputStream(path);
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new ObjectMapper().readTree(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list of whole numbers, nested lists flattened in order. */
  public static int[] ints(JsonNode node) {
    double[] values = doubles(node);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) ints[i] = (int) values[i];
    return ints;
  }

  /** A list of numbers, nested lists flattened in order. */
  public static double[] doubles(JsonNode node) {
    List<Double> values = new ArrayList<>();
    flatten(node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void flatten(JsonNode node, List<Double> values) {
    if (node.isArray()) node.forEach(child -> flatten(child, values));
    else values.add(node.asDouble());
  }

  /** As {@link #doubles}, in single precision. */
  public static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
    return floats;
  }

  /** The reference's hash in [-1, 1). */
  public static double hash(long i, long k, long seed) {
    int x = (int) ((i + 1) * 0x9E3779B1L + (k + 1) * 0x85EBCA6BL + seed);
    x ^= x >>> 16;
    x *= 0x7FEB352D;
    x ^= x >>> 15;
    x *= 0x846CA68B;
    x ^= x >>> 16;
    return Integer.toUnsignedLong(x) / 4294967296.0 * 2 - 1;
  }

  /** One pixel of the reference's pictures, 0..1. */
  public static float pixel(JsonNode image, int side, int c, int y, int x, int b, int t) {
    int value =
        switch (image.get("type").asText()) {
          case "lin" ->
              Math.floorMod(
                  image.path("c").asInt() * c
                      + image.path("y").asInt() * y
                      + image.path("x").asInt() * x
                      + image.path("b").asInt() * b
                      + image.path("t").asInt() * t
                      + image.path("off").asInt(),
                  256);
          case "hash" -> {
            long i = ((long) c * side + y) * side + x;
            double u = hash(i, 100L * t + b, image.get("seed").asLong());
            yield (int) Math.floor((u + 1) / 2 * 256);
          }
          case "smooth" -> {
            double angle =
                image.get("fx").asDouble() * x
                    + image.get("fy").asDouble() * y
                    + image.get("fc").asDouble() * c
                    + image.get("fb").asDouble() * b
                    + image.get("ft").asDouble() * t;
            yield (int) Math.floor(127.5 + 127.4 * Math.sin(angle));
          }
          default -> throw new AssertionError("unknown kind of picture " + image);
        };
    return (float) (value / 255.0);
  }

  /** A batch of frames at one time, {@code [b, y, x, c]}. */
  public static float[] frames(JsonNode image, int batch, int t) {
    int side = 64;
    float[] frames = new float[batch * side * side * 3];
    int at = 0;
    for (int b = 0; b < batch; b++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          for (int c = 0; c < 3; c++) frames[at++] = pixel(image, side, c, y, x, b, t);
        }
      }
    }
    return frames;
  }
}
