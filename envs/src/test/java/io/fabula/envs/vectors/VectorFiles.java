package io.fabula.envs.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Recorded cases to test against: the folder named by the system property {@code fabula.vectors},
 * by default the copies under the module's test resources.
 */
public final class VectorFiles {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private VectorFiles() {}

  /** The folder {@code name} within the vectors. */
  public static Path folder(String name) {
    Path root = Path.of(System.getProperty("fabula.vectors", "src/test/resources/vectors"));
    Path folder = root.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new AssertionError("no folder of vectors at " + folder.toAbsolutePath());
    }
    return folder;
  }

  /** All files of a folder whose name begins with {@code prefix}; at least one. */
  public static List<Path> files(String folder, String prefix) {
    try (Stream<Path> all = Files.list(folder(folder))) {
      List<Path> files =
          all.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
      if (files.isEmpty()) {
        throw new AssertionError("no file " + prefix + "* in " + folder(folder).toAbsolutePath());
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a JSON file, gzip-compressed or not. */
  public static JsonNode json(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return MAPPER.readTree(file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Reads a JSON file of a folder. */
  public static JsonNode json(String folder, String file) {
    return json(folder(folder).resolve(file));
  }

  /** The array {@code node}, which must hold something. */
  public static JsonNode cases(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) throw new AssertionError("vectors hold no case");
    return node;
  }

  /** The numbers of an array. */
  public static double[] doubles(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) values[i] = node.get(i).asDouble();
    return values;
  }

  /** The whole numbers of an array. */
  public static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) values[i] = node.get(i).intValue();
    return values;
  }
}
