package io.fabula.model.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares arrays with the lists and summaries of the reference vectors. */
public final class Closeness {
  private Closeness() {}

  /**
   * Every element within {@code tolerance}, absolute or relative to the element, whichever is
   * wider.
   */
  public static void elements(String what, float[] actual, JsonNode expected, double tolerance) {
    double[] values = VectorFile.doubles(expected);
    assertThat(actual).as(what).hasSize(values.length);
    for (int i = 0; i < values.length; i++) {
      near(
          what + "[" + i + "]", actual[i], values[i], tolerance * Math.max(1, Math.abs(values[i])));
    }
  }

  /** As {@link #summary(String, float[], JsonNode, double, double)}, the sum in its usual width. */
  public static void summary(String what, float[] actual, JsonNode expected, double tolerance) {
    summary(what, actual, expected, tolerance, tolerance);
  }

  /**
   * A list, or a summary object: elements may be off by {@code tolerance} times the norm, the norm
   * by {@code tolerance} relative, the sum by {@code sumTolerance} times norm and root of the
   * number of elements.
   */
  public static void summary(
      String what, float[] actual, JsonNode expected, double tolerance, double sumTolerance) {
    if (expected.isNull()) {
      for (float value : actual) assertThat(value).as(what + " (no gradient)").isZero();
      return;
    }
    if (expected.isArray()) {
      double[] values = VectorFile.doubles(expected);
      assertThat(actual).as(what).hasSize(values.length);
      double norm = 0;
      for (double value : values) norm += value * value;
      for (int i = 0; i < values.length; i++) {
        near(what + "[" + i + "]", actual[i], values[i], tolerance * Math.sqrt(norm));
      }
      return;
    }
    double norm = Math.sqrt(expected.get("sumsq").asDouble());
    double sum = 0;
    double squares = 0;
    for (float value : actual) {
      sum += value;
      squares += (double) value * value;
    }
    size(what, actual, expected);
    near(what + " norm", Math.sqrt(squares), norm, tolerance * norm);
    near(
        what + " sum",
        sum,
        expected.get("sum").asDouble(),
        sumTolerance * norm * Math.sqrt(actual.length));
    if (expected.has("first")) {
      double[] first = VectorFile.doubles(expected.get("first"));
      for (int i = 0; i < first.length; i++) {
        near(what + "[" + i + "]", actual[i], first[i], tolerance * norm);
      }
    }
    int[] at = VectorFile.ints(expected.get("at"));
    double[] values = VectorFile.doubles(expected.get("values"));
    for (int i = 0; i < at.length; i++) {
      near(what + "[" + at[i] + "]", actual[at[i]], values[i], tolerance * norm);
    }
  }

  /** Whether an array has as many elements as a summary object says, where it does. */
  static void size(String what, float[] actual, JsonNode summary) {
    if (!summary.has("shape")) return;
    int size = 1;
    for (int axis : VectorFile.ints(summary.get("shape"))) size *= axis;
    if (actual.length != size) {
      throw new AssertionError("%s has %d elements, not %d".formatted(what, actual.length, size));
    }
  }

  /** Fails when two numbers are further apart than {@code tolerance}, or not numbers. */
  public static void near(String what, double actual, double expected, double tolerance) {
    if (!(Math.abs(actual - expected) <= tolerance)) {
      throw new AssertionError(
          "%s: expected %.9g within %.3g, got %.9g".formatted(what, expected, tolerance, actual));
    }
  }

  /** Which element of each row of {@code width} is 1. */
  public static int[] indices(float[] oneHot, int width) {
    int[] indices = new int[oneHot.length / width];
    for (int i = 0; i < oneHot.length; i++) if (oneHot[i] > 0.5f) indices[i / width] = i % width;
    return indices;
  }

  /** Pictures {@code [n, row, column, channel]} as {@code [n, channel, row, column]}. */
  public static float[] channelsFirst(float[] pictures, int channels, int side) {
    int area = side * side;
    float[] out = new float[pictures.length];
    for (int n = 0; n < pictures.length / (area * channels); n++) {
      for (int p = 0; p < area; p++) {
        for (int c = 0; c < channels; c++) {
          out[(n * channels + c) * area + p] = pictures[(n * area + p) * channels + c];
        }
      }
    }
    return out;
  }
}
