package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot put together in the one look that all figures share. Specifications are the plotting
 * library's raw maps; the library needs them mutable.
 */
final class PlotSpecification {
  private static final String FONT = "Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif";

  private final FigureData data;
  private final List<Object> layers = new ArrayList<>();
  private final List<Object> scales = new ArrayList<>();
  private final Map<String, Object> theme = look();
  private final Map<String, Object> mapping;
  private Map<String, Object> facet = Map.of();
  private Map<String, Object> coordinates = Map.of();
  private String subtitle = "";

  PlotSpecification(FigureData data, Object... mapping) {
    this.data = data;
    this.mapping = map(mapping);
  }

  /** A mutable map of alternating keys and values. */
  static Map<String, Object> map(Object... entries) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) result.put((String) entries[i], entries[i + 1]);
    return result;
  }

  /** A deep copy that the library may change. */
  @SuppressWarnings("unchecked") // a copy has the same shape
  static Map<String, Object> copy(Map<String, Object> original) {
    return (Map<String, Object>) copyOf(original);
  }

  private static Object copyOf(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(key, each == null ? null : copyOf(each)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      for (Object each : list) copy.add(each == null ? null : copyOf(each));
      return copy;
    }
    return value;
  }

  /** What lies at some keys below each other; empty if nothing does. */
  static Map<?, ?> mapAt(Map<String, Object> specification, String... keys) {
    Map<?, ?> found = specification;
    for (String key : keys) found = found.get(key) instanceof Map<?, ?> below ? below : Map.of();
    return found;
  }

  PlotSpecification subtitle(String text) {
    subtitle = text;
    return this;
  }

  /** Adds a layer: {@code geom}, then alternating keys and values. */
  PlotSpecification layer(String geom, Object... entries) {
    Map<String, Object> layer = map(entries);
    layer.put("geom", geom);
    layer.putIfAbsent("stat", "identity");
    layer.put("tooltips", "none");
    layers.add(layer);
    return this;
  }

  PlotSpecification scale(String aesthetic, Object... entries) {
    Map<String, Object> scale = map(entries);
    scale.put("aesthetic", aesthetic);
    scales.add(scale);
    return this;
  }

  PlotSpecification axis(String aesthetic, String name, Object... entries) {
    Map<String, Object> scale = map(entries);
    scale.put("aesthetic", aesthetic);
    scale.put("name", name);
    scales.add(scale);
    return this;
  }

  /** Symmetric diverging colours: red below zero, blue above. */
  PlotSpecification diverging(String aesthetic, String name, double range) {
    return scale(
        aesthetic,
        "name",
        name,
        "scale_mapper_kind",
        "color_gradient2",
        "low",
        Palette.NEGATIVE,
        "mid",
        Palette.ZERO,
        "high",
        Palette.POSITIVE,
        "midpoint",
        0.0,
        "limits",
        list(-range, range),
        "na_value",
        "#ffffff");
  }

  PlotSpecification sequential(String aesthetic, String name) {
    return scale(
        aesthetic,
        "name",
        name,
        "scale_mapper_kind",
        "color_cmap",
        "option",
        "viridis",
        "palette",
        "viridis",
        "begin",
        0.05,
        "end",
        0.95);
  }

  /** Colours of named categories, in this order. */
  PlotSpecification categories(String aesthetic, String name, List<String> labels) {
    List<Object> colours = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) colours.add(Palette.category(i));
    return manual(aesthetic, name, labels, colours);
  }

  PlotSpecification manual(
      String aesthetic, String name, List<String> labels, List<Object> colours) {
    return scale(
        aesthetic,
        "name",
        name,
        "values",
        new ArrayList<>(colours),
        "limits",
        new ArrayList<Object>(labels),
        "discrete",
        true);
  }

  PlotSpecification grid(String x, String y) {
    facet = map("name", "grid", "x", x, "y", y, "x_order", 0, "y_order", 0);
    return this;
  }

  /**
   * Small multiples by a column of whole numbers or of names, in ascending order; see {@link
   * #inOrder} for names in another one.
   *
   * @param format how a value is written over its panel, such as <code>IC {d}</code>
   */
  PlotSpecification wrap(String column, String format, int columns, String scalesMode) {
    facet =
        map(
            "name",
            "wrap",
            "facets",
            list(column),
            "ncol",
            columns,
            "order",
            list(1),
            "format",
            list(format),
            "scales",
            scalesMode);
    return this;
  }

  /**
   * A name of a panel that is sorted by its place: the library orders panels by their names or not
   * at all (by a hash table), so names get an invisible prefix that grows with their place.
   */
  static String inOrder(int place, String name) {
    return "\u200b".repeat(place) + name;
  }

  /** A vertical axis of names, the first of them on top. */
  PlotSpecification rows(String name, Collection<String> topDown) {
    List<Object> bottomUp = new ArrayList<>(topDown);
    Collections.reverse(bottomUp);
    return axis("y", name, "discrete", true, "limits", bottomUp, "expand", list(0.0, 0.7));
  }

  /** Small multiples by a column of names, in the order of their rows, each with its own y axis. */
  PlotSpecification panels(String column, int columns) {
    facet =
        map(
            "name",
            "wrap",
            "facets",
            list(column),
            "ncol",
            columns,
            "order",
            list(0),
            "scales",
            "free_y");
    return this;
  }

  PlotSpecification squareCells() {
    coordinates = map("name", "fixed", "ratio", 1.0);
    return this;
  }

  PlotSpecification theme(String key, Object value) {
    theme.put(key, value);
    return this;
  }

  /** No legend: colours are explained otherwise. */
  PlotSpecification withoutLegend() {
    return theme("legend_position", "none");
  }

  PlotSpecification heatMapLook() {
    theme("panel_grid", "blank");
    theme("axis_line", "blank");
    return theme("axis_ticks", "blank");
  }

  Figure figure(String name, String title, String description, int width, int height) {
    Map<String, Object> specification =
        map(
            "kind",
            "plot",
            "data",
            data.toPlotData(),
            "mapping",
            mapping,
            "layers",
            layers,
            "scales",
            scales,
            "theme",
            theme,
            "ggsize",
            map("width", width, "height", height),
            "ggtitle",
            subtitle.isEmpty() ? map("text", title) : map("text", title, "subtitle", subtitle));
    if (!facet.isEmpty()) specification.put("facet", facet);
    if (!coordinates.isEmpty()) specification.put("coord", coordinates);
    return new Figure(name, title, description, data, specification, width, height);
  }

  static List<Object> list(Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  private static Map<String, Object> look() {
    Map<String, Object> theme = map("name", "minimal");
    theme.put("text", map("name", "text", "family", FONT, "color", Palette.INK));
    theme.put(
        "plot_title",
        map(
            "name",
            "text",
            "size",
            16,
            "face",
            "bold",
            "color",
            Palette.INK,
            "margin",
            margin(0, 0, 4, 0)));
    theme.put("plot_subtitle", map("name", "text", "size", 12, "color", Palette.MUTED));
    theme.put("axis_title", map("name", "text", "size", 12, "color", Palette.MUTED));
    theme.put("axis_text", map("name", "text", "size", 11, "color", Palette.MUTED));
    theme.put("legend_title", map("name", "text", "size", 12, "color", Palette.MUTED));
    theme.put("legend_text", map("name", "text", "size", 11, "color", Palette.INK));
    theme.put("strip_text", map("name", "text", "size", 11, "color", Palette.INK));
    theme.put("strip_background", "blank");
    theme.put("panel_grid_major", map("name", "line", "color", Palette.LINE, "size", 0.6));
    theme.put("panel_grid_minor", "blank");
    theme.put("axis_line", map("name", "line", "color", Palette.LINE, "size", 1));
    theme.put("axis_ticks", map("name", "line", "color", Palette.LINE, "size", 0.6));
    theme.put(
        "plot_background", map("name", "rect", "fill", "#ffffff", "color", "#ffffff", "size", 0));
    theme.put("plot_margin", margin(16, 18, 12, 14));
    return theme;
  }

  private static Map<String, Object> margin(double t, double r, double b, double l) {
    return map("t", t, "r", r, "b", b, "l", l);
  }
}
