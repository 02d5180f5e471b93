package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Estimated effects with their intervals, one row per variable, beside their exact values. */
public final class EffectIntervals {
  private EffectIntervals() {}

  /**
   * One estimate.
   *
   * @param variable its row
   * @param run such as {@code seed 1}
   * @param estimate the estimated effect
   * @param low lower end of its interval; NaN for none
   * @param high upper end of its interval; NaN for none
   * @param exact the exact effect; NaN where it is unknown
   */
  public record Estimate(
      String variable, String run, double estimate, double low, double high, double exact) {}

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param x name of the horizontal axis
   */
  public record Words(String file, String title, String description, String x) {}

  /** Draws the estimates; rows in the order of their first appearance, from the top. */
  public static Figure of(List<Estimate> estimates, Words words) {
    List<String> variables = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    for (Estimate each : estimates) {
      if (!variables.contains(each.variable())) variables.add(each.variable());
      if (!runs.contains(each.run())) runs.add(each.run());
    }
    FigureData data = new FigureData("variable", "run", "y", "estimate", "low", "high", "exact");
    for (Estimate each : estimates) {
      double within = runs.size() == 1 ? 0 : runs.indexOf(each.run()) / (runs.size() - 1.0) - 0.5;
      double y = variables.size() - 1 - variables.indexOf(each.variable()) - 0.55 * within;
      data.add(
          each.variable(), each.run(), y, each.estimate(), each.low(), each.high(), each.exact());
    }
    List<Object> bottomUp = new ArrayList<>(variables);
    Collections.reverse(bottomUp);
    List<Object> places = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) places.add((double) i);
    PlotSpecification plot =
        new PlotSpecification(data, "y", "y", "color", "run")
            .layer("vline", "xintercept", 0.0, "color", Palette.MUTED, "size", 0.6)
            .layer(
                "segment",
                "mapping",
                PlotSpecification.map("x", "low", "xend", "high", "yend", "y"),
                "size",
                1.1)
            .layer("point", "mapping", PlotSpecification.map("x", "estimate"), "size", 2.6)
            .layer(
                "point",
                "mapping",
                PlotSpecification.map("x", "exact"),
                "shape",
                4,
                "size",
                3.2,
                "color",
                Palette.INK)
            .axis("x", words.x())
            .axis("y", "", "breaks", places, "labels", bottomUp)
            .categories("color", "", runs)
            .theme("legend_position", "bottom");
    if (runs.size() < 2) plot.withoutLegend();
    return plot.figure(
        words.file(), words.title(), words.description(), 820, 130 + 46 * variables.size());
  }
}
