package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;

/** Returns over training, seed by seed, against named reference policies. */
public final class LearningCurve {
  /** Measurements that are drawn as points too: a single one makes no line. */
  private static final int FEW = 20;

  private LearningCurve() {}

  /**
   * One measured curve.
   *
   * @param series what was measured, such as {@code training} or {@code validation}
   * @param seed the run, such as {@code seed 1}
   * @param frames environment frames seen at each point, ascending
   * @param returns mean episode return at each point, unscaled
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Curve(String series, String seed, double[] frames, double[] returns) {
    public Curve {
      if (frames.length != returns.length) {
        throw new IllegalArgumentException(
            "frames and returns differ in length: " + frames.length + " and " + returns.length);
      }
    }
  }

  /**
   * A reference drawn as a dashed line.
   *
   * @param name such as {@code random}
   * @param value mean return
   */
  public record Reference(String name, double value) {}

  /**
   * Draws the curves: every measurement faintly, a running mean over {@code window} points boldly.
   *
   * @param window points of the running mean, at least 1
   */
  public static Figure of(List<Curve> curves, List<Reference> references, int window) {
    if (window < 1) throw new IllegalArgumentException("window must be at least 1, got " + window);
    FigureData data = new FigureData("series", "seed", "line", "frames", "return", "smoothed");
    List<String> names = new ArrayList<>();
    int measured = 0;
    int most = 0;
    double last = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (Reference each : references) {
      lowest = Math.min(lowest, each.value());
      highest = Math.max(highest, each.value());
    }
    for (Curve curve : curves) {
      if (!names.contains(curve.series())) names.add(curve.series());
      most = Math.max(most, curve.frames().length);
      for (int i = 0; i < curve.frames().length; i++) {
        last = Math.max(last, curve.frames()[i]);
        if (Double.isFinite(curve.returns()[i])) {
          lowest = Math.min(lowest, curve.returns()[i]);
          highest = Math.max(highest, curve.returns()[i]);
          measured++;
        }
        data.add(
            curve.series(),
            curve.seed(),
            curve.series() + ", " + curve.seed(),
            curve.frames()[i],
            curve.returns()[i],
            runningMean(curve.returns(), i, window));
      }
    }
    PlotSpecification plot =
        new PlotSpecification(data, "x", "frames", "color", "series", "group", "line")
            .layer(
                "line", "mapping", PlotSpecification.map("y", "return"), "size", 0.5, "alpha", 0.3)
            .layer("line", "mapping", PlotSpecification.map("y", "smoothed"), "size", 1.3)
            .axis(
                "x",
                "environment frames",
                "format",
                ".2s",
                "breaks",
                FigureNumbers.ticks(0, last, 8),
                "limits",
                PlotSpecification.list(0.0, references.isEmpty() ? 1.02 * last : 1.22 * last))
            .axis("y", "mean episode return")
            .categories("color", "", names)
            .theme("legend_position", "bottom");
    if (most <= FEW) {
      plot.layer("point", "mapping", PlotSpecification.map("y", "smoothed"), "size", 3);
    }
    for (Reference reference : references) {
      plot.layer(
          "hline",
          "yintercept",
          reference.value(),
          "color",
          Palette.MUTED,
          "linetype",
          "dashed",
          "size",
          0.8);
      FigureData label = new FigureData("frames", "value", "label", "series", "line");
      label.add(
          1.02 * last,
          reference.value(),
          reference.name() + " " + FigureNumbers.brief(reference.value()),
          names.isEmpty() ? "" : names.get(0),
          reference.name());
      plot.layer(
          "text",
          "data",
          label.toPlotData(),
          "mapping",
          PlotSpecification.map("x", "frames", "y", "value", "label", "label"),
          "hjust",
          "left",
          "vjust",
          "bottom",
          "nudge_y",
          0.015 * (highest - lowest),
          "size",
          5.5,
          "color",
          Palette.MUTED);
    }
    if (names.size() < 2) plot.withoutLegend();
    return plot.figure(
        "learning-curves",
        "Learning curves",
        description(measured, window, references.size()),
        820,
        420);
  }

  private static String description(int measured, int window, int references) {
    String curves =
        measured == 0
            ? "No return was measured over training: no episode ended."
            : "Mean episode return over training: each run faint, its running mean over %d points"
                    .formatted(window)
                + " bold.";
    return references == 0 ? curves : curves + " Dashed lines are reference policies.";
  }

  private static double runningMean(double[] values, int end, int window) {
    double sum = 0;
    int count = 0;
    for (int i = Math.max(0, end - window + 1); i <= end; i++) {
      if (Double.isFinite(values[i])) {
        sum += values[i];
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
