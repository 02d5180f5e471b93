package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines over a common axis in panels side by side, one colour per name in all panels. */
public final class LinePanels {
  private static final int THOUSAND = 1000;

  private LinePanels() {}

  /**
   * One line.
   *
   * @param panel the panel's title
   * @param name of what it shows, in the legend
   * @param x ascending
   * @param y values; NaN where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Line(String panel, String name, double[] x, double[] y) {
    public Line {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "x and y of " + name + " differ in length: " + x.length + " and " + y.length);
      }
    }
  }

  /**
   * Names of what is drawn.
   *
   * @param file file stem
   * @param title of the figure
   * @param description for the caption
   * @param x name of the horizontal axis
   * @param y name of the vertical axis
   */
  public record Words(String file, String title, String description, String x, String y) {}

  /**
   * Draws lines in the order given.
   *
   * @param level a dashed line across all panels; null for none
   */
  public static Figure of(Words words, List<Line> lines, @Nullable Double level) {
    FigureData data = new FigureData("panel", "name", "x", "y");
    FigureData drawn = new FigureData("panel", "name", "x", "y");
    List<String> panels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double last = 0;
    for (Line line : lines) {
      if (!panels.contains(line.panel())) panels.add(line.panel());
      if (!names.contains(line.name())) names.add(line.name());
      String panel = PlotSpecification.inOrder(panels.indexOf(line.panel()), line.panel());
      for (int i = 0; i < line.x().length; i++) {
        data.add(line.panel(), line.name(), line.x()[i], line.y()[i]);
        drawn.add(panel, line.name(), line.x()[i], line.y()[i]);
        last = Math.max(last, line.x()[i]);
      }
    }
    List<Object> ticks = FigureNumbers.ticks(0, last, 4);
    String format = last < THOUSAND ? FigureNumbers.tickFormat(ticks) : ".2s";
    PlotSpecification plot =
        new PlotSpecification(drawn, "x", "x", "y", "y", "color", "name", "group", "name");
    if (level != null) {
      plot.layer(
          "hline", "yintercept", level, "color", Palette.MUTED, "linetype", "dashed", "size", 0.8);
    }
    plot.layer("line", "size", 1.1)
        .axis("x", words.x(), "format", format, "breaks", ticks)
        .axis("y", words.y())
        .categories("color", "", names)
        .theme("legend_position", "bottom");
    if (names.size() < 2) plot.withoutLegend();
    int columns = Math.min(panels.size(), 2);
    if (panels.size() > 1) plot.wrap("panel", "{}", columns, "fixed");
    int rows = (panels.size() + columns - 1) / columns;
    return plot.figure(
            words.file(), words.title(), words.description(), 420 * columns, 130 + 210 * rows)
        .withData(data);
  }
}
