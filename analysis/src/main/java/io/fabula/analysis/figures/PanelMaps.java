package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import java.util.List;

/**
 * The same map in small panels, each with points of its own before a faint background: a cluster
 * per panel, or the course of an episode.
 */
public final class PanelMaps {
  private static final int COLUMNS = 4;
  private static final int PANEL = 170;
  private static final int SEED = 3;

  private PanelMaps() {}

  /**
   * One panel.
   *
   * @param name over it
   * @param points {@code [points, 2 or more]}, in the order of the course
   * @param course whether neighbouring points are joined by arrows
   */
  public record Panel(String name, Matrix points, boolean course) {}

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param horizontal name of the first coordinate
   * @param vertical name of the second coordinate
   */
  public record Words(
      String file, String title, String description, String horizontal, String vertical) {}

  /**
   * Draws the panels in their order.
   *
   * @param background {@code [points, 2 or more]}, thinned out
   * @param backgroundPoints most of them, and most of a panel that is no course
   */
  public static Figure of(
      Words words, Matrix background, int backgroundPoints, List<Panel> panels) {
    FigureData data = new FigureData("panel", "point", "x", "y");
    FigureData behind = new FigureData("panel", "x", "y");
    FigureData points = new FigureData("panel", "x", "y");
    FigureData arrows = new FigureData("panel", "x", "y", "xend", "yend");
    int[] few = RowSample.choose(background.rows(), backgroundPoints, SEED);
    for (int i = 0; i < panels.size(); i++) {
      Panel each = panels.get(i);
      String name = PlotSpecification.inOrder(i, each.name());
      for (int row : few) behind.add(name, background.get(row, 0), background.get(row, 1));
      int[] own =
          RowSample.choose(
              each.points().rows(), each.course() ? Integer.MAX_VALUE : backgroundPoints, SEED);
      for (int row : own) {
        points.add(name, each.points().get(row, 0), each.points().get(row, 1));
        data.add(each.name(), row, each.points().get(row, 0), each.points().get(row, 1));
      }
      for (int row = 0; each.course() && row + 1 < each.points().rows(); row++) {
        arrows.add(
            name,
            each.points().get(row, 0),
            each.points().get(row, 1),
            each.points().get(row + 1, 0),
            each.points().get(row + 1, 1));
      }
    }
    PlotSpecification plot =
        new PlotSpecification(behind, "x", "x", "y", "y")
            .layer("point", "size", 1.1, "color", Palette.LINE, "shape", 16);
    Object mapping = PlotSpecification.map("x", "x", "y", "y");
    plot.layer(
        "point",
        "data",
        points.toPlotData(),
        "mapping",
        mapping,
        "size",
        1.5,
        "color",
        Palette.category(0),
        "alpha",
        0.8,
        "shape",
        16);
    if (arrows.rows() > 0) {
      plot.layer(
          "segment",
          "data",
          arrows.toPlotData(),
          "mapping",
          PlotSpecification.map("x", "x", "y", "y", "xend", "xend", "yend", "yend"),
          "color",
          Palette.category(0),
          "size",
          0.6,
          "alpha",
          0.7,
          "arrow",
          PlotSpecification.map(
              "name", "arrow", "angle", 25.0, "length", 4.0, "ends", "last", "type", "open"));
    }
    int columns = Math.min(COLUMNS, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    return plot.axis("x", words.horizontal())
        .axis("y", words.vertical())
        .wrap("panel", "{}", columns, "fixed")
        .figure(
            words.file(),
            words.title(),
            words.description(),
            80 + PANEL * columns,
            110 + PANEL * rows)
        .withData(data);
  }
}
