package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import java.util.List;

/** Distributions of independent components, the columns of a matrix, one small panel each. */
public final class Histograms {
  private Histograms() {}

  /**
   * Counts each column into bins over the range of all.
   *
   * @param bins at least 2
   */
  public static Figure of(Matrix values, int bins) {
    if (bins < 2) throw new IllegalArgumentException("bins must be at least 2, got " + bins);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double each : values.values()) {
      low = Math.min(low, each);
      high = Math.max(high, each);
    }
    if (!(low <= high)) throw new IllegalArgumentException("there are no values to count");
    double width = high > low ? (high - low) / bins : 1;
    FigureData data = new FigureData("component", "center", "low", "high", "count");
    for (int c = 0; c < values.columns(); c++) {
      int[] counts = new int[bins];
      for (int i = 0; i < values.rows(); i++) {
        counts[Math.min(bins - 1, (int) ((values.get(i, c) - low) / width))]++;
      }
      for (int b = 0; b < bins; b++) {
        data.add(c, low + (b + 0.5) * width, low + b * width, low + (b + 1) * width, counts[b]);
      }
    }
    List<Object> ticks = FigureNumbers.ticks(low, high, 5);
    int columns = Math.min(4, values.columns());
    int rows = (values.columns() + columns - 1) / columns;
    return new PlotSpecification(data, "x", "center", "y", "count")
        .layer("bar", "fill", Palette.ACCENT, "color", Palette.ACCENT, "size", 0.2, "width", 1.0)
        .axis("x", "loading", "breaks", ticks, "format", FigureNumbers.tickFormat(ticks))
        .axis("y", "steps")
        .wrap("component", "IC {d}", columns, "fixed")
        .figure(
            "component-histograms",
            "Distribution of loadings",
            "How often each loading occurs; independent components have long tails.",
            Math.max(460, 60 + 190 * columns),
            90 + 130 * rows);
  }

  /**
   * Distances from neighbours, and the one from which a row is far.
   *
   * @param distances one per row
   * @param threshold drawn as a line
   * @param neighbours how many neighbours they are medians over
   * @param bins at least 2
   */
  public static Figure ofOutliers(double[] distances, double threshold, int neighbours, int bins) {
    if (bins < 2) throw new IllegalArgumentException("bins must be at least 2, got " + bins);
    double high = threshold;
    for (double each : distances) high = Math.max(high, each);
    double width = high > 0 ? high / bins : 1;
    int[] counts = new int[bins];
    for (double each : distances) counts[Math.min(bins - 1, (int) (each / width))]++;
    FigureData data = new FigureData("center", "low", "high", "count");
    for (int b = 0; b < bins; b++)
      data.add((b + 0.5) * width, b * width, (b + 1) * width, counts[b]);
    List<Object> ticks = FigureNumbers.ticks(0, high, 8);
    return new PlotSpecification(data, "x", "center", "y", "count")
        .layer("bar", "fill", Palette.ACCENT, "color", Palette.ACCENT, "size", 0.2, "width", 1.0)
        .layer("vline", "xintercept", threshold, "color", Palette.MUTED, "linetype", "dashed")
        .axis(
            "x",
            "median distance from %d neighbours".formatted(neighbours),
            "breaks",
            ticks,
            "format",
            FigureNumbers.tickFormat(ticks))
        .axis("y", "rows")
        .figure(
            "outliers-" + neighbours,
            "Which states are far from all others",
            "Median distance of each fitted state from its %d nearest others; those beyond the dashed"
                    .formatted(neighbours)
                + " line are set aside.",
            680,
            320);
  }
}
