package io.fabula.analysis.figures;

import io.fabula.analysis.Sequences;
import java.util.List;

/** Independent components over time, one small panel each. */
public final class ComponentSeries {
  private ComponentSeries() {}

  /**
   * Draws some samples as thin lines, and the mean over all of them boldly.
   *
   * @param components independent components of all samples
   * @param lines samples drawn as lines, from the first; fewer if there are fewer
   */
  public static Figure of(Sequences components, int lines) {
    FigureData data = new FigureData("component", "sample", "step", "loading");
    FigureData means = new FigureData("component", "step", "mean");
    for (int c = 0; c < components.width(); c++) {
      for (int t = 0; t < components.steps(); t++) {
        double sum = 0;
        for (int s = 0; s < components.samples(); s++) sum += components.get(s, t, c);
        means.add(c, t, sum / components.samples());
      }
    }
    for (int c = 0; c < components.width(); c++) {
      for (int s = 0; s < Math.min(lines, components.samples()); s++) {
        for (int t = 0; t < components.steps(); t++) {
          data.add(c, "sample " + s, t, components.get(s, t, c));
        }
      }
    }
    double low = 0;
    double high = 0;
    for (Object each : data.column("loading")) {
      low = Math.min(low, (Double) each);
      high = Math.max(high, (Double) each);
    }
    List<Object> ticks = FigureNumbers.ticks(low, high, 5);
    int columns = Math.min(4, components.width());
    int rows = (components.width() + columns - 1) / columns;
    return new PlotSpecification(data, "x", "step")
        .layer("hline", "yintercept", 0.0, "color", Palette.LINE, "size", 0.8)
        .layer(
            "line",
            "mapping",
            PlotSpecification.map("y", "loading", "group", "sample"),
            "color",
            Palette.ACCENT,
            "size",
            0.5,
            "alpha",
            0.4)
        .layer(
            "line",
            "data",
            means.toPlotData(),
            "mapping",
            PlotSpecification.map("x", "step", "y", "mean"),
            "color",
            Palette.CONTRAST,
            "size",
            1.4)
        .axis(
            "x",
            "step",
            "breaks",
            FigureNumbers.wholeTicks(0, components.steps() - 1, 6),
            "format",
            "d")
        .axis("y", "loading", "breaks", ticks, "format", FigureNumbers.tickFormat(ticks))
        .wrap("component", "IC {d}", columns, "fixed")
        .subtitle("Thin: single samples. Bold: mean of " + components.samples() + ".")
        .figure(
            "component-series",
            "Independent components over time",
            "Loadings of each independent component along samples; thin lines are single samples, "
                + "bold lines means.",
            Math.max(460, 60 + 190 * columns),
            100 + 130 * rows);
  }
}
