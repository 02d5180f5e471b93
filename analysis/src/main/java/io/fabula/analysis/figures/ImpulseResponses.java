package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How long a push of an agent's state is remembered, beside agents that learned nothing. */
public final class ImpulseResponses {
  /**
   * A point of a curve.
   *
   * @param series the direction, or the untrained agent
   * @param trained whether it is of the agent that is studied
   * @param lag observations since the push
   * @param along change along the direction, per unit of the push
   * @param low lower end of its 95 % interval
   * @param high upper end of it
   */
  public record Curve(
      String series, boolean trained, int lag, double along, double low, double high) {}

  private static final double LOWEST = -0.2;

  private ImpulseResponses() {}

  /** Draws the curves of a feature's paths. */
  public static Figure of(String feature, List<Curve> curves) {
    FigureData data = new FigureData("series", "agent", "lag", "along", "low", "high");
    double highest = 1;
    double lowest = LOWEST;
    Set<Double> lags = new TreeSet<>();
    for (Curve each : curves) {
      lowest = Math.min(lowest, each.low());
      lags.add((double) each.lag());
      highest = Math.max(highest, each.high());
      data.add(
          each.series(),
          each.trained() ? "studied" : "untrained, mean of components",
          (double) each.lag(),
          each.along(),
          each.low(),
          each.high());
    }
    return new PlotSpecification(
            data, "x", "lag", "y", "along", "color", "agent", "group", "series")
        .layer("hline", "yintercept", 0.0, "color", Palette.LINE, "size", 0.9)
        .layer("line", "size", 1.1)
        .layer(
            "segment",
            "mapping",
            PlotSpecification.map("x", "lag", "xend", "lag", "y", "low", "yend", "high"),
            "size",
            0.9)
        .layer("point", "size", 3.0)
        .axis("x", "observations since the push", "breaks", new ArrayList<Object>(lags))
        .axis("y", "what is left of it", "limits", PlotSpecification.list(lowest, highest))
        .manual(
            "color",
            "",
            List.of("studied", "untrained, mean of components"),
            List.of(Palette.ACCENT, Palette.PALE))
        .theme("legend_position", "bottom")
        .figure(
            "memory-" + feature,
            "How long is a push remembered? Paths of " + feature,
            "The state is pushed along a direction by two standard deviations to either side, and"
                + " goes on in the real world; what is left along that direction, per unit, with"
                + " 95 % intervals over levels. Grey: agents that learned nothing.",
            560,
            340);
  }
}
