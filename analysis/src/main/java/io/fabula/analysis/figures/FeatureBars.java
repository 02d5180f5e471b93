package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;

/** One bar per feature and method, with an error bar where there is one. */
public final class FeatureBars {
  private FeatureBars() {}

  /**
   * One bar.
   *
   * @param feature on the horizontal axis
   * @param method by which bars of a feature are told apart
   * @param value height
   * @param low lower end of the error bar, NaN for none
   * @param high upper end
   */
  public record Bar(String feature, String method, double value, double low, double high) {
    /** A bar without an error bar. */
    public static Bar of(String feature, String method, double value) {
      return new Bar(feature, method, value, Double.NaN, Double.NaN);
    }
  }

  /**
   * Draws bars side by side, features in the order in which they come.
   *
   * @param words names of the file, the figure and both axes
   * @param description for the caption
   */
  public static Figure of(List<Bar> bars, SeedBands.Words words, String description) {
    FigureData data = new FigureData("feature", "method", "value", "low", "high");
    List<Object> features = new ArrayList<>();
    List<String> methods = new ArrayList<>();
    for (Bar each : bars) {
      data.add(each.feature(), each.method(), each.value(), each.low(), each.high());
      if (!features.contains(each.feature())) features.add(each.feature());
      if (!methods.contains(each.method())) methods.add(each.method());
    }
    boolean intervals = bars.stream().anyMatch(each -> Double.isFinite(each.low()));
    PlotSpecification plot =
        new PlotSpecification(data, "x", "feature", "y", "value", "fill", "method")
            .layer("bar", "position", "dodge", "width", 0.75, "size", 0, "color", "#ffffff");
    if (intervals) {
      plot.layer(
          "errorbar",
          "mapping",
          PlotSpecification.map("ymin", "low", "ymax", "high", "group", "method"),
          "position",
          PlotSpecification.map("name", "dodge", "width", 0.75),
          "width",
          0.2,
          "color",
          Palette.INK);
    }
    plot.axis("x", words.x(), "discrete", true, "limits", features)
        .axis("y", words.y())
        .categories("fill", "", methods)
        .theme("legend_position", "bottom")
        .theme("axis_text_x", PlotSpecification.map("name", "text", "angle", 15.0));
    if (methods.size() < 2) plot.withoutLegend();
    return plot.figure(words.file(), words.title(), description, 900, 420);
  }
}
