package io.fabula.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.model.workloads.HashTensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reference numbers of the interpretability system: files, and the formulas that they use. */
public final class Vectors {
  private Vectors() {}

  /** Reads {@code interpret/<name>}, compressed or not; a missing file or object is a failure. */
  public static JsonNode read(String name) {
    Path folder = Path.of(System.getProperty("fabula.vectors", "src/test/resources/vectors"));
    Path file = folder.resolve("interpret").resolve(name);
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      JsonNode node = new ObjectMapper().readTree(in);
      if (node.isEmpty()) throw new AssertionError(file + " holds no case");
      return node;
    } catch (IOException e) {
      throw new AssertionError("cannot read the vectors " + file.toAbsolutePath(), e);
    }
  }

  public static double[] doubles(JsonNode node) {
    double[] result = new double[node.size()];
    for (int i = 0; i < result.length; i++) result[i] = node.get(i).doubleValue();
    return result;
  }

  public static int[] ints(JsonNode node) {
    int[] result = new int[node.size()];
    for (int i = 0; i < result.length; i++) result[i] = node.get(i).intValue();
    return result;
  }

  public static Matrix matrix(JsonNode node) {
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) rows[i] = doubles(node.get(i));
    return Matrix.of(rows);
  }

  public static Sequences sequences(JsonNode node) {
    double[][][] samples = new double[node.size()][][];
    for (int i = 0; i < samples.length; i++) samples[i] = matrix(node.get(i)).toRows();
    return Sequences.of(samples);
  }

  /** The hash of the vectors' notes: uniform on [-1, 1). */
  public static double hash(int i, int k, int seed) {
    return HashTensors.hash(i, k, seed);
  }

  public static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.rint(value * scale) / scale;
  }

  /** Largest difference between {@code actual} and {@code expected}, or NaN if sizes differ. */
  public static double distance(double[] actual, double[] expected) {
    if (actual.length != expected.length) return Double.NaN;
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    return worst;
  }

  /** |Pearson correlation| of columns of {@code a} with columns of {@code b}. */
  public static Matrix absoluteCorrelations(Matrix a, Matrix b) {
    Matrix result = new Matrix(a.columns(), b.columns());
    for (int i = 0; i < a.columns(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        result.values()[i * b.columns() + j] =
            Math.abs(
                new org.hipparchus.stat.correlation.PearsonsCorrelation()
                    .correlation(a.column(i), b.column(j)));
      }
    }
    return result;
  }
}
