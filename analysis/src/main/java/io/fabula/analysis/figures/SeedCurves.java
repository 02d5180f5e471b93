package io.fabula.analysis.figures;

import io.fabula.analysis.causal.BootstrapInterval;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Several quantities over training, each as median and quartiles over seeds. */
public final class SeedCurves {
  private SeedCurves() {}

  /**
   * One quantity.
   *
   * @param title what it is
   * @param curves its values {@code [seed][point]}
   * @param line a value to compare with, drawn as a dashed line
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Panel(String title, double[][] curves, OptionalDouble line) {}

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param x name of the horizontal axis
   */
  public record Words(String file, String title, String description, String x) {}

  /**
   * Draws the panels side by side.
   *
   * @param points where the curves were measured, ascending
   */
  public static Figure of(double[] points, List<Panel> panels, Words words) {
    FigureData data = new FigureData("panel", "point", "median", "low", "high");
    FigureData lines = new FigureData("panel", "value");
    for (Panel panel : panels) {
      for (int i = 0; i < points.length; i++) {
        double[] values = new double[panel.curves().length];
        for (int seed = 0; seed < values.length; seed++) values[seed] = panel.curves()[seed][i];
        Arrays.sort(values);
        data.add(
            panel.title(),
            points[i],
            BootstrapInterval.quantile(values, 0.5),
            BootstrapInterval.quantile(values, 0.25),
            BootstrapInterval.quantile(values, 0.75));
      }
      if (panel.line().isPresent()) lines.add(panel.title(), panel.line().getAsDouble());
    }
    PlotSpecification plot =
        new PlotSpecification(data, "x", "point")
            .layer(
                "ribbon",
                "mapping",
                PlotSpecification.map("ymin", "low", "ymax", "high"),
                "fill",
                Palette.category(0),
                "alpha",
                0.25,
                "size",
                0)
            .layer(
                "line",
                "mapping",
                PlotSpecification.map("y", "median"),
                "color",
                Palette.category(0),
                "size",
                1.3)
            .axis("x", words.x())
            .axis("y", "")
            .panels("panel", panels.size());
    if (lines.rows() > 0) {
      plot.layer(
          "hline",
          "data",
          lines.toPlotData(),
          "mapping",
          PlotSpecification.map("yintercept", "value"),
          "color",
          Palette.MUTED,
          "linetype",
          "dashed",
          "size",
          0.8);
    }
    return plot.figure(
        words.file(), words.title(), words.description(), 300 * panels.size() + 60, 340);
  }
}
