package io.fabula.model.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Files of test vectors, in the folder that {@code -Dfabula.vectors} names or in the copies among
 * the test resources, and the numbers in them.
 */
public final class VectorFile {
  private static final Map<Path, JsonNode> CACHE = new ConcurrentHashMap<>();

  private VectorFile() {}

  /** A whole file such as {@code recsim/networks.json}, gzip-compressed or not; never empty. */
  public static JsonNode read(String file) {
    Path root = Path.of(System.getProperty("fabula.vectors", "src/test/resources/vectors"));
    return CACHE.computeIfAbsent(root.resolve(file).toAbsolutePath(), VectorFile::parse);
  }

  private static JsonNode parse(Path path) {
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      JsonNode content = new ObjectMapper().readTree(in);
      if (content.isEmpty()) throw new AssertionError("no case in " + path);
      return content;
    } catch (IOException e) {
      throw new AssertionError("cannot read the test vectors " + path, e);
    }
  }

  /** The entries of a list; fails when there is none. */
  public static List<JsonNode> list(JsonNode list, String what) {
    List<JsonNode> entries = new ArrayList<>();
    list.forEach(entries::add);
    if (entries.isEmpty()) throw new AssertionError("no case in " + what);
    return entries;
  }

  /** All numbers of a nested list in order. */
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

  /** As {@link #doubles}, whole numbers. */
  public static int[] ints(JsonNode node) {
    double[] values = doubles(node);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) ints[i] = (int) values[i];
    return ints;
  }
}
