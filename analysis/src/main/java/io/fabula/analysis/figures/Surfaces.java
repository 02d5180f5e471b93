package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Surfaces over two whole-numbered axes, one panel each, seen from above the corner of the first
 * values. Heights share one scale in all panels, symmetric around zero.
 */
public final class Surfaces {
  private static final int COLUMNS = 3;

  /** Half the width of a unit square seen along its diagonal, and half its height. */
  private static final double WIDE = StrictMath.sqrt(3) / 2;

  private static final double DEEP = 0.5;

  /** Height of the greatest value above zero, in sides of the base. */
  private static final double TALL = 0.55;

  private static final double BESIDE = 0.13;

  private Surfaces() {}

  /**
   * One surface.
   *
   * @param panel its title
   * @param first name of the axis of the array's rows
   * @param second name of the axis of its columns
   * @param heights {@code [first, second]}, at least 2 by 2
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Surface(String panel, String first, String second, double[][] heights) {
    public Surface {
      if (heights.length < 2 || heights[0].length < 2) {
        throw new IllegalArgumentException("a surface needs at least 2 by 2 values: " + panel);
      }
    }
  }

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param value name of the heights
   */
  public record Words(String file, String title, String description, String value) {}

  /** Draws surfaces in the order given, three a row. */
  public static Figure of(Words words, List<Surface> surfaces) {
    double range = range(surfaces);
    FigureData numbers = new FigureData("panel", "first", "second", "value");
    FigureData tiles = new FigureData("panel", "tile", "x", "y", "value");
    FigureData base = new FigureData("panel", "x", "y");
    FigureData names = new FigureData("panel", "x", "y", "name");
    for (int i = 0; i < surfaces.size(); i++) {
      Surface surface = surfaces.get(i);
      String panel = PlotSpecification.inOrder(i, surface.panel());
      list(surface, numbers);
      tile(surface, panel, range, tiles);
      double[][] corners = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
      for (double[] corner : corners) {
        base.add(panel, across(corner[0], corner[1]), up(corner[0], corner[1], 0));
      }
      names.add(panel, across(0.5, -BESIDE), up(0.5, -BESIDE, 0) - BESIDE, surface.first());
      names.add(panel, across(-BESIDE, 0.5), up(-BESIDE, 0.5, 0) - BESIDE, surface.second());
    }
    PlotSpecification plot =
        new PlotSpecification(tiles, "x", "x", "y", "y")
            .layer(
                "path",
                "data",
                base.toPlotData(),
                "mapping",
                PlotSpecification.map("x", "x", "y", "y"),
                "color",
                Palette.MUTED,
                "size",
                0.6)
            .layer(
                "polygon",
                "mapping",
                PlotSpecification.map("group", "tile", "fill", "value"),
                "color",
                Palette.MUTED,
                "size",
                0.3)
            .layer(
                "text",
                "data",
                names.toPlotData(),
                "mapping",
                PlotSpecification.map("x", "x", "y", "y", "label", "name"),
                "color",
                Palette.MUTED,
                "size",
                6)
            .diverging("fill", words.value(), range)
            .axis("x", "", "breaks", new ArrayList<>())
            .axis("y", "", "breaks", new ArrayList<>())
            .theme("panel_grid_major", "blank")
            .heatMapLook()
            .squareCells()
            .wrap("panel", "{}", Math.min(COLUMNS, surfaces.size()), "fixed");
    int columns = Math.min(COLUMNS, surfaces.size());
    int rows = (surfaces.size() + columns - 1) / columns;
    return plot.figure(
            words.file(), words.title(), words.description(), 130 + 230 * columns, 90 + 230 * rows)
        .withData(numbers);
  }

  private static double range(List<Surface> surfaces) {
    if (surfaces.isEmpty()) throw new IllegalArgumentException("needs at least one surface");
    double range = 0;
    for (Surface surface : surfaces) {
      for (double[] row : surface.heights()) {
        for (double each : row) range = Math.max(range, Math.abs(each));
      }
    }
    return range == 0 ? 1 : range;
  }

  private static void list(Surface surface, FigureData numbers) {
    for (int i = 0; i < surface.heights().length; i++) {
      for (int j = 0; j < surface.heights()[i].length; j++) {
        numbers.add(
            surface.panel(),
            surface.first() + " = " + i,
            surface.second() + " = " + j,
            surface.heights()[i][j]);
      }
    }
  }

  /** The tiles between neighbouring values, those behind before those in front of them. */
  private static void tile(Surface surface, String panel, double range, FigureData tiles) {
    double[][] heights = surface.heights();
    int rows = heights.length - 1;
    int columns = heights[0].length - 1;
    int tile = 0;
    for (int diagonal = rows + columns - 2; diagonal >= 0; diagonal--) {
      for (int i = Math.max(0, diagonal - columns + 1); i <= Math.min(rows - 1, diagonal); i++) {
        int j = diagonal - i;
        int[][] corners = {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}};
        double mean = 0;
        for (int[] each : corners) mean += heights[each[0]][each[1]] / corners.length;
        String name = String.format(Locale.ROOT, "%s%04d", panel, tile++);
        for (int[] each : corners) {
          double u = (double) each[0] / rows;
          double v = (double) each[1] / columns;
          double height = heights[each[0]][each[1]] / range;
          tiles.add(panel, name, across(u, v), up(u, v, height), mean);
        }
      }
    }
  }

  private static double across(double first, double second) {
    return WIDE * (first - second);
  }

  private static double up(double first, double second, double height) {
    return DEEP * (first + second) + TALL * height;
  }
}
