package io.fabula.analysis.figures;

import io.fabula.analysis.MeanInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Something measured along trainings with several seeds: each run faint, their mean bold. */
public final class SeedBands {
  private SeedBands() {}

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param x name of the horizontal axis
   * @param y name of the vertical axis
   */
  public record Words(String file, String title, String x, String y) {}

  /**
   * Draws runs, the mean of each series where all its runs have a point, and around it a 95 %
   * bootstrap interval over runs, where there are at least 3.
   *
   * @param curves of one series the same points in each run; {@code frames} is the horizontal axis
   * @param seed of the resampling
   */
  public static Figure of(
      List<LearningCurve.Curve> curves,
      List<LearningCurve.Reference> references,
      Words words,
      long seed) {
    FigureData runs = new FigureData("series", "run", "line", "x", "y");
    FigureData means = new FigureData("series", "x", "mean", "low", "high", "runs");
    List<String> names = new ArrayList<>();
    Map<String, TreeMap<Double, List<Double>>> bySeries = new TreeMap<>();
    double last = 0;
    for (LearningCurve.Curve curve : curves) {
      if (!names.contains(curve.series())) names.add(curve.series());
      TreeMap<Double, List<Double>> points =
          bySeries.computeIfAbsent(curve.series(), key -> new TreeMap<>());
      for (int i = 0; i < curve.frames().length; i++) {
        if (!Double.isFinite(curve.returns()[i])) continue;
        last = Math.max(last, curve.frames()[i]);
        String line = curve.series() + ", " + curve.seed();
        runs.add(curve.series(), curve.seed(), line, curve.frames()[i], curve.returns()[i]);
        points.computeIfAbsent(curve.frames()[i], key -> new ArrayList<>()).add(curve.returns()[i]);
      }
    }
    for (String name : names) {
      long count = curves.stream().filter(each -> each.series().equals(name)).count();
      for (Map.Entry<Double, List<Double>> each :
          bySeries.getOrDefault(name, new TreeMap<>()).entrySet()) {
        if (each.getValue().size() != count) continue;
        double[] values = each.getValue().stream().mapToDouble(Double::doubleValue).toArray();
        MeanInterval interval = MeanInterval.of(values, seed);
        means.add(name, each.getKey(), interval.mean(), interval.low(), interval.high(), count);
      }
    }
    return draw(runs, means, names, references, words, last);
  }

  private static Figure draw(
      FigureData runs,
      FigureData means,
      List<String> names,
      List<LearningCurve.Reference> references,
      Words words,
      double last) {
    PlotSpecification plot =
        new PlotSpecification(means, "x", "x", "color", "series", "fill", "series")
            .layer(
                "ribbon",
                "mapping",
                PlotSpecification.map("ymin", "low", "ymax", "high"),
                "alpha",
                0.18,
                "size",
                0)
            .layer(
                "line",
                "data",
                runs.toPlotData(),
                "mapping",
                PlotSpecification.map("x", "x", "y", "y", "group", "line", "color", "series"),
                "size",
                0.5,
                "alpha",
                0.3)
            .layer("line", "mapping", PlotSpecification.map("y", "mean"), "size", 1.3)
            .axis("x", words.x(), "breaks", FigureNumbers.ticks(0, last, 8))
            .axis("y", words.y())
            .categories("color", "", names)
            .categories("fill", "", names)
            .theme("legend_position", "bottom");
    StringBuilder dashed = new StringBuilder();
    for (LearningCurve.Reference each : references) {
      plot.layer(
          "hline",
          "yintercept",
          each.value(),
          "color",
          Palette.MUTED,
          "linetype",
          "dashed",
          "size",
          0.8);
      dashed
          .append(dashed.isEmpty() ? " Dashed: " : ", ")
          .append(each.name())
          .append(' ')
          .append(FigureNumbers.brief(each.value()));
    }
    if (names.size() < 2) plot.withoutLegend();
    String closing = dashed.isEmpty() ? "" : dashed + ".";
    return plot.figure(
            words.file(),
            words.title(),
            "Each run faint, the mean of all runs bold with its 95 % bootstrap interval over runs"
                + " where there are at least 3."
                + closing,
            820,
            420)
        .withData(runs);
  }
}
