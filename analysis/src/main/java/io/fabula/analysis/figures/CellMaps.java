package io.fabula.analysis.figures;

import java.util.List;

/** Maps of the cells of a grid world, one panel each, with one scale from 0 up for all of them. */
public final class CellMaps {
  private static final int CELL = 34;
  private static final int BESIDE = 150;
  private static final int ABOVE = 90;
  private static final int PER_PANEL = 30;

  private CellMaps() {}

  /**
   * One map.
   *
   * @param panel its title
   * @param values {@code [y][x]}, row 0 on top, at least 0; NaN where there is nothing to show
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Cells(String panel, double[][] values) {
    public Cells {
      if (values.length == 0 || values[0].length == 0) {
        throw new IllegalArgumentException("a map needs cells: " + panel);
      }
    }
  }

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param value name of the colour scale
   */
  public record Words(String file, String title, String description, String value) {}

  /**
   * Draws maps in the order given.
   *
   * @param columns how many stand side by side
   */
  public static Figure of(Words words, List<Cells> maps, int columns) {
    if (maps.isEmpty()) throw new IllegalArgumentException("needs at least one map");
    FigureData data = new FigureData("panel", "x", "y", "value");
    for (int i = 0; i < maps.size(); i++) {
      double[][] values = maps.get(i).values();
      String panel = PlotSpecification.inOrder(i, maps.get(i).panel());
      for (int y = 0; y < values.length; y++) {
        for (int x = 0; x < values[y].length; x++) {
          if (!Double.isNaN(values[y][x])) data.add(panel, x, -y, values[y][x]);
        }
      }
    }
    int wide = maps.get(0).values()[0].length;
    int high = maps.get(0).values().length;
    int rows = (maps.size() + columns - 1) / columns;
    return new PlotSpecification(data, "x", "x", "y", "y", "fill", "value")
        .layer("tile", "color", "#ffffff", "size", 0.6, "width", 1.0, "height", 1.0)
        .axis("x", "", "breaks", List.of())
        .axis("y", "", "breaks", List.of())
        .theme("panel_grid_major", "blank")
        .sequential("fill", words.value())
        .heatMapLook()
        .squareCells()
        .wrap("panel", "{}", columns, "fixed")
        .figure(
            words.file(),
            words.title(),
            words.description(),
            BESIDE + columns * (CELL * wide + PER_PANEL),
            ABOVE + rows * (CELL * high + PER_PANEL));
  }
}
