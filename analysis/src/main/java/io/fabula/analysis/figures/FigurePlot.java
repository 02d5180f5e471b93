package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A figure's specification without its look: what a page needs to draw it anew. */
final class FigurePlot {
  private static final Set<String> KNOWN =
      Set.of(
          "point",
          "line",
          "bar",
          "tile",
          "segment",
          "ribbon",
          "errorbar",
          "hline",
          "vline",
          "abline",
          "text");

  /** What says how a drawing looks, but not what it shows. */
  private static final Set<String> LOOK = Set.of("tooltips", "stat");

  private FigurePlot() {}

  static Optional<Map<String, Object>> of(Figure figure) {
    Map<String, Object> specification = PlotSpecification.copy(figure.specification());
    List<Object> layers = new ArrayList<>();
    if (!(specification.get("layers") instanceof List<?> drawn)) return Optional.empty();
    for (Object each : drawn) {
      if (!(each instanceof Map<?, ?> layer) || !KNOWN.contains(layer.get("geom"))) {
        return Optional.empty();
      }
      layer.keySet().removeAll(LOOK);
      layers.add(layer);
    }
    Map<String, Object> plot = PlotSpecification.map("width", figure.width());
    plot.put("height", figure.height());
    plot.put("layers", layers);
    for (String key : List.of("data", "mapping", "scales", "facet", "coord")) {
      if (specification.containsKey(key)) plot.put(key, specification.get(key));
    }
    Map<?, ?> legend = PlotSpecification.mapAt(specification, "theme");
    plot.put("legend", !"none".equals(legend.get("legend_position")));
    Object subtitle = PlotSpecification.mapAt(specification, "ggtitle").get("subtitle");
    plot.put("subtitle", subtitle == null ? "" : subtitle);
    plot.replaceAll((key, value) -> brief(value));
    return Optional.of(plot);
  }

  /** Numbers as they need to be for a drawing: in single precision, whole ones without a point. */
  private static Object brief(Object value) {
    if (value instanceof Double number) {
      double exact = number;
      if (exact == Math.rint(exact) && Math.abs(exact) < 1e15) return (long) exact;
      return (float) exact;
    }
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>(list.size());
      for (Object each : list) all.add(each == null ? null : brief(each));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new LinkedHashMap<>();
      map.forEach((key, each) -> all.put(key, each == null ? null : brief(each)));
      return all;
    }
    return value;
  }
}
