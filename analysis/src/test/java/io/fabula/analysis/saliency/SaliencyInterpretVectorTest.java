package io.fabula.analysis.saliency;

import static io.fabula.analysis.Vectors.doubles;
import static io.fabula.analysis.Vectors.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.Matrix;
import io.fabula.analysis.Vectors;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Saliency pictures and panel extrema against stored numbers. */
class SaliencyInterpretVectorTest {
  private static final int SIZE = 64;
  private static final int PIXELS = SIZE * SIZE;

  private static double bump(int y, int x) {
    return 4e-3 * Math.exp(-((y - 20.0) * (y - 20) + (x - 40.0) * (x - 40)) / 60)
        - 3e-3 * Math.exp(-((y - 45.0) * (y - 45) + (x - 15.0) * (x - 15)) / 40);
  }

  @Test
  void rendersTheStoredMap() {
    JsonNode expected = Vectors.read("losses_misc.json").get("saliency_map");
    int steps = expected.get("T").intValue();
    int seed = expected.get("seed").intValue();
    JsonNode image = expected.get("image");
    float[] gradient = new float[steps * 3 * PIXELS];
    float[] frames = new float[gradient.length];
    for (int t = 0, i = 0; t < steps; t++) {
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < SIZE; y++) {
          for (int x = 0; x < SIZE; x++, i++) {
            gradient[i] = (float) (1e-3 * Vectors.hash(i, 95, seed) + bump(y, x));
            frames[i] = (float) (pixel(image, t, c, y, x) / 255);
          }
        }
      }
    }
    SaliencyMap map = SaliencyMap.of(gradient, steps, 3, SIZE, SIZE);
    assertThat(map.meanMagnitude())
        .isCloseTo(expected.get("abs_mean").doubleValue(), within(1e-5 * map.meanMagnitude()));
    summary(map.blurred(), expected.get("blurred"), 1e-3);
    byte[] rgb = map.render(frames, -1);
    double[] levels = new double[rgb.length];
    double[] faint = new double[rgb.length / 3];
    for (int i = 0; i < rgb.length; i++) levels[i] = rgb[i] & 0xFF;
    for (int i = 0; i < faint.length; i++) faint[i] = levels[3 * i + 1];
    summary(levels, expected.get("rgb"), 1);
    summary(faint, expected.get("faint"), 1);
    Matrix corners = Vectors.matrix(expected.get("corner_values"));
    for (int y = 0; y < corners.rows(); y++) {
      for (int x = 0; x < corners.columns(); x++) {
        assertThat(map.blurred()[y * SIZE + x]).isCloseTo(corners.get(y, x), within(1e-3));
      }
    }
  }

  private static double pixel(JsonNode image, int t, int c, int y, int x) {
    return switch (image.get("type").textValue()) {
      case "smooth" ->
          Math.floor(
              127.5
                  + 127.4
                      * Math.sin(
                          image.get("fx").doubleValue() * x
                              + image.get("fy").doubleValue() * y
                              + image.get("fc").doubleValue() * c
                              + image.get("ft").doubleValue() * t));
      case "lin" ->
          (image.get("c").intValue() * c
                  + image.get("y").intValue() * y
                  + image.get("x").intValue() * x
                  + image.get("t").intValue() * t
                  + image.get("off").intValue())
              % 256;
      case "hash" ->
          Math.floor(
              (Vectors.hash((c * SIZE + y) * SIZE + x, 100 * t, image.get("seed").intValue()) + 1)
                  / 2
                  * 256);
      default -> throw new AssertionError("unknown image formula " + image);
    };
  }

  private static void summary(double[] actual, JsonNode expected, double tolerance) {
    int size = 1;
    for (int each : ints(expected.get("shape"))) size *= each;
    assertThat(actual).hasSize(size);
    double sum = 0;
    double squares = 0;
    for (double each : actual) {
      sum += each;
      squares += each * each;
    }
    assertThat(Math.sqrt(squares))
        .isCloseTo(
            Math.sqrt(expected.get("sumsq").doubleValue()), within(1e-3 * Math.sqrt(squares)));
    assertThat(sum)
        .isCloseTo(
            expected.get("sum").doubleValue(), within(1e-3 * Math.sqrt(actual.length * squares)));
    double[] first = doubles(expected.get("first"));
    for (int i = 0; i < first.length; i++) {
      assertThat(actual[i]).isCloseTo(first[i], within(tolerance));
    }
    for (int i = 0; i < expected.get("at").size(); i++) {
      assertThat(actual[expected.get("at").get(i).intValue()])
          .isCloseTo(expected.get("values").get(i).doubleValue(), within(tolerance));
    }
  }

  @Test
  void marksTheTargetStepInGreen() {
    float[] zeros = new float[2 * 3 * PIXELS];
    byte[] rgb = SaliencyMap.of(zeros, 2, 3, SIZE, SIZE).render(zeros, 1);
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3 % PIXELS;
      int y = pixel / SIZE;
      int x = pixel % SIZE;
      boolean marked = i >= PIXELS * 3 && y >= 5 && y <= 10 && x >= 18 && x <= 29 && i % 3 == 1;
      assertThat(rgb[i]).isEqualTo((byte) (marked ? 255 : 0));
    }
  }

  @Test
  void findsTheStoredExtrema() {
    JsonNode expected = Vectors.read("losses_misc.json").get("panel_extrema");
    int seed = expected.get("seed").intValue();
    double q = expected.get("q").doubleValue();
    int components = expected.get("thresholds").get("high").size();
    int rows = 200;
    int samples = 6;
    int steps = 10;
    for (int c = 0; c < components; c++) {
      double[] loadings = new double[rows];
      for (int i = 0; i < rows; i++) {
        loadings[i] = Vectors.round(3 * Vectors.hash(i * components + c, 96, seed), 4);
      }
      LoadingExtrema extrema = LoadingExtrema.of(loadings, q);
      JsonNode thresholds = expected.get("thresholds");
      assertThat(extrema.high()).isEqualTo(thresholds.get("high").get(c).doubleValue());
      assertThat(extrema.low()).isEqualTo(thresholds.get("low").get(c).doubleValue());
      assertThat(extrema.middleUpper())
          .isEqualTo(thresholds.get("middle_upper").get(c).doubleValue());
      assertThat(extrema.middleLower())
          .isEqualTo(thresholds.get("middle_lower").get(c).doubleValue());
      Matrix panel = new Matrix(samples, steps, java.util.Arrays.copyOf(loadings, samples * steps));
      for (LoadingExtrema.Group group : LoadingExtrema.Group.values()) {
        String name = group.name().toLowerCase(Locale.ROOT);
        assertThat(extrema.samples(group, panel, -1))
            .containsExactlyElementsOf(numbers(expected, "any", name, c));
        assertThat(extrema.samples(group, panel, 4))
            .containsExactlyElementsOf(numbers(expected, "saliency_step", name, c));
      }
    }
  }

  private static java.util.List<Integer> numbers(JsonNode file, String kind, String group, int c) {
    java.util.List<Integer> result = new java.util.ArrayList<>();
    file.get("extrema")
        .get(kind)
        .get(group)
        .get(String.valueOf(c))
        .forEach(each -> result.add(each.intValue()));
    return result;
  }
}
