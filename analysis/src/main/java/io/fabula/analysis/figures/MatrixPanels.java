package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Square matrices over the same names in small panels, rows downwards, with one colour range. */
public final class MatrixPanels {
  private static final int PANEL = 150;

  private MatrixPanels() {}

  /**
   * One panel.
   *
   * @param row title of its row of panels
   * @param column title of its column of panels
   * @param matrix {@code [names, names]}
   */
  public record Panel(String row, String column, Matrix matrix) {}

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param rows name of the vertical axis
   * @param columns name of the horizontal axis
   * @param value name of the colour scale
   */
  public record Words(
      String file, String title, String description, String rows, String columns, String value) {}

  /**
   * Draws panels.
   *
   * @param names of rows and columns of each matrix, in their order
   * @param range magnitude at which colours saturate, or 0 for the largest off the diagonals
   */
  public static Figure of(Words words, List<String> names, double range, List<Panel> panels) {
    if (panels.isEmpty()) throw new IllegalArgumentException("needs at least one panel");
    double limit = range > 0 ? range : largest(panels);
    FigureData data = new FigureData("panel_row", "panel_column", "row", "column", "value");
    FigureData drawn = new FigureData("panel_row", "panel_column", "row", "column", "value");
    List<String> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (Panel each : panels) {
      if (!rows.contains(each.row())) rows.add(each.row());
      if (!columns.contains(each.column())) columns.add(each.column());
      String row = PlotSpecification.inOrder(rows.indexOf(each.row()), each.row());
      String column = PlotSpecification.inOrder(columns.indexOf(each.column()), each.column());
      for (int i = 0; i < names.size(); i++) {
        for (int j = 0; j < names.size(); j++) {
          double value = each.matrix().get(i, j);
          data.add(each.row(), each.column(), names.get(i), names.get(j), value);
          drawn.add(
              row, column, names.get(i), names.get(j), Math.max(-limit, Math.min(limit, value)));
        }
      }
    }
    List<Object> across = new ArrayList<>(names);
    List<Object> bottomUp = new ArrayList<>(names);
    Collections.reverse(bottomUp);
    Object none = PlotSpecification.list(0.0, 0.0);
    return new PlotSpecification(drawn, "x", "column", "y", "row", "fill", "value")
        .layer("tile", "size", 0, "width", 1.0, "height", 1.0)
        .axis("x", words.columns(), "discrete", true, "limits", across, "expand", none)
        .axis("y", words.rows(), "discrete", true, "limits", bottomUp, "expand", none)
        .diverging("fill", words.value(), limit)
        .grid("panel_column", "panel_row")
        .heatMapLook()
        .theme(
            "axis_text", PlotSpecification.map("name", "text", "size", 7, "color", Palette.MUTED))
        .subtitle("Colours saturate at \u00b1" + FigureNumbers.brief(limit) + ".")
        .figure(
            words.file(),
            words.title(),
            words.description(),
            200 + PANEL * columns.size(),
            140 + (PANEL + 6) * rows.size())
        .withData(data);
  }

  private static double largest(List<Panel> panels) {
    double largest = 0;
    for (Panel each : panels) {
      for (int i = 0; i < each.matrix().rows(); i++) {
        for (int j = 0; j < each.matrix().columns(); j++) {
          double value = Math.abs(each.matrix().get(i, j));
          if (i != j && Double.isFinite(value)) largest = Math.max(largest, value);
        }
      }
    }
    return largest == 0 ? 1 : largest;
  }
}
