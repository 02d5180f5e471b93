package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A matrix as coloured cells, first row on top, colours symmetric around zero. */
public final class HeatMap {
  private static final int CELLS_WITH_NUMBERS = 20;

  private HeatMap() {}

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

  /** Policy and value weights per independent component: which components push which action. */
  public static Figure readout(Matrix weights, List<String> outputs, List<String> components) {
    return of(
        weights,
        outputs,
        components,
        new Words(
            "readout-weights",
            "What each component pushes",
            "Policy and value weights expressed along the independent components: blue raises the "
                + "output when the component grows, red lowers it.",
            "",
            "independent component",
            "weight"));
  }

  /** Draws a matrix; numbers are written into the cells if there are few. */
  public static Figure of(
      Matrix matrix, List<String> rowNames, List<String> columnNames, Words words) {
    if (rowNames.size() != matrix.rows() || columnNames.size() != matrix.columns()) {
      throw new IllegalArgumentException(
          "names must fit the "
              + matrix.rows()
              + "x"
              + matrix.columns()
              + " matrix, got "
              + rowNames.size()
              + " and "
              + columnNames.size());
    }
    FigureData data = new FigureData("row", "column", "value", "label");
    double range = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        double value = matrix.get(i, j);
        data.add(
            rowNames.get(i), columnNames.get(j), value, String.format(Locale.ROOT, "%.2f", value));
        if (Double.isFinite(value)) range = Math.max(range, Math.abs(value));
      }
    }
    List<Object> bottomUp = new ArrayList<>(rowNames);
    Collections.reverse(bottomUp);
    PlotSpecification plot =
        new PlotSpecification(data, "x", "column", "y", "row", "fill", "value")
            .layer("tile", "color", "#ffffff", "size", 0.6, "width", 1.0, "height", 1.0)
            .axis(
                "x",
                words.columns(),
                "discrete",
                true,
                "limits",
                new ArrayList<Object>(columnNames),
                "expand",
                PlotSpecification.list(0.0, 0.0))
            .axis(
                "y",
                words.rows(),
                "discrete",
                true,
                "limits",
                bottomUp,
                "expand",
                PlotSpecification.list(0.0, 0.0))
            .diverging("fill", words.value(), range == 0 ? 1 : range)
            .heatMapLook();
    boolean numbers = matrix.columns() <= CELLS_WITH_NUMBERS && matrix.rows() <= CELLS_WITH_NUMBERS;
    if (numbers) {
      FigureData dark = new FigureData("row", "column", "label");
      FigureData light = new FigureData("row", "column", "label");
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          boolean strong = Math.abs(matrix.get(i, j)) > 0.6 * range;
          (strong ? light : dark)
              .add(
                  rowNames.get(i),
                  columnNames.get(j),
                  String.format(Locale.ROOT, "%.2f", matrix.get(i, j)));
        }
      }
      label(plot, dark, Palette.INK);
      label(plot, light, "#ffffff");
    }
    int longest = 0;
    for (String each : rowNames) longest = Math.max(longest, each.length());
    int cell = numbers ? 46 : Math.max(12, Math.min(40, 700 / matrix.columns()));
    int row = numbers ? 32 : Math.max(10, Math.min(32, 600 / matrix.rows()));
    return plot.figure(
        words.file(),
        words.title(),
        words.description(),
        Math.max(420, 150 + 8 * longest + cell * matrix.columns()),
        Math.max(220, 120 + row * matrix.rows()));
  }

  private static void label(PlotSpecification plot, FigureData labels, String colour) {
    if (labels.rows() == 0) return;
    plot.layer(
        "text",
        "data",
        labels.toPlotData(),
        "mapping",
        PlotSpecification.map("x", "column", "y", "row", "label", "label"),
        "size",
        5,
        "color",
        colour);
  }
}
