package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Points of a two-dimensional map, coloured by a quantity of the step they stand for. */
public final class ScatterMap {
  private ScatterMap() {}

  /** What colours the points. */
  public sealed interface Colouring {
    /** Name of the quantity, such as {@code value} or {@code entropy (nats)}. */
    String name();
  }

  /**
   * Colour by number.
   *
   * @param name of the quantity
   * @param values one per point
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Quantity(String name, double[] values) implements Colouring {}

  /**
   * Colour by category.
   *
   * @param name of the category
   * @param labels the categories in the order of the legend
   * @param index category of each point
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Category(String name, List<String> labels, int[] index) implements Colouring {}

  /**
   * Settings.
   *
   * @param horizontal name of the first coordinate, such as {@code principal component 1}
   * @param vertical name of the second coordinate
   * @param maximumPoints more are thinned out at random, at least 1
   * @param seed of the thinning
   */
  public record Options(String horizontal, String vertical, int maximumPoints, long seed) {
    /** The first two principal components, at most 3,000 points. */
    public static final Options PRINCIPAL =
        new Options("principal component 1", "principal component 2", 3000, 0);
  }

  /**
   * Draws the map.
   *
   * @param points {@code [points, 2 or more]}
   * @param overlay points drawn in black on top, such as simulated steps; may have no rows
   * @param overlayName what they are
   */
  public static Figure of(
      Matrix points, Colouring colouring, Matrix overlay, String overlayName, Options options) {
    int[] chosen = RowSample.choose(points.rows(), options.maximumPoints(), options.seed());
    FigureData data = new FigureData("x", "y", "colour", "kind");
    for (int i : chosen) {
      data.add(points.get(i, 0), points.get(i, 1), colour(colouring, i), "real");
    }
    PlotSpecification plot =
        new PlotSpecification(data, "x", "x", "y", "y", "color", "colour")
            .layer("point", "size", 2.2, "alpha", 0.65, "shape", 16)
            .axis("x", options.horizontal())
            .axis("y", options.vertical());
    if (colouring instanceof Category category) {
      plot.categories("color", category.name(), category.labels());
      if (category.labels().size() > 12) {
        plot.theme("legend_text", PlotSpecification.map("name", "text", "size", 9));
      }
    } else {
      plot.sequential("color", colouring.name());
    }
    if (overlay.rows() > 0) {
      FigureData black = new FigureData("x", "y");
      int[] few = RowSample.choose(overlay.rows(), options.maximumPoints() / 4 + 1, options.seed());
      for (int i : few) black.add(overlay.get(i, 0), overlay.get(i, 1));
      plot.layer(
          "point",
          "data",
          black.toPlotData(),
          "mapping",
          PlotSpecification.map("x", "x", "y", "y"),
          "color",
          "#000000",
          "size",
          1.4,
          "alpha",
          0.7,
          "shape",
          16);
      plot.subtitle("black: " + overlayName);
    }
    return plot.figure(
        "map-" + slug(colouring.name()),
        "Hidden states by " + colouring.name(),
        "Each point is one recorded step; "
            + options.horizontal()
            + " and "
            + options.vertical()
            + " of the agent's hidden state, coloured by "
            + colouring.name()
            + ".",
        560,
        440);
  }

  private static Object colour(Colouring colouring, int i) {
    if (colouring instanceof Quantity quantity) return quantity.values()[i];
    Category category = (Category) colouring;
    return category.labels().get(category.index()[i]);
  }

  /** Labels {@code prefix 0}, {@code prefix 1}, ... */
  public static List<String> numbered(String prefix, int count) {
    List<String> labels = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> labels.add(prefix + " " + i));
    return labels;
  }

  static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
  }
}
