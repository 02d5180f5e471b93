package io.fabula.analysis.figures;

import io.fabula.analysis.stories.RatioInterval;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How much of what seeing a feature is worth goes through directions of the state. */
public final class PathShareFigure {
  private static final String RANDOM = "random directions";

  /**
   * The share of a direction.
   *
   * @param path its name
   * @param confirmed whether it was measured on levels on which it was not chosen
   * @param share with its interval
   */
  public record Share(String path, boolean confirmed, RatioInterval share) {}

  private PathShareFigure() {}

  /**
   * Draws the shares of a feature.
   *
   * @param feature its name
   * @param shares of candidates, and of those that were chosen
   * @param random shares of random directions
   */
  public static Figure of(String feature, List<Share> shares, List<Double> random) {
    FigureData data = new FigureData("path", "levels", "share", "low", "high");
    Set<String> names = new LinkedHashSet<>();
    double lowest = -0.2;
    double highest = 1.1;
    for (Share each : shares) {
      String name = each.path();
      names.add(name);
      RatioInterval share = each.share();
      double low = Math.max(-1, share.low());
      double high = Math.min(2, share.high());
      lowest = Math.min(lowest, low);
      highest = Math.max(highest, high);
      data.add(
          name,
          each.confirmed() ? "confirming levels" : "choosing levels",
          share.value(),
          low,
          high);
    }
    if (!random.isEmpty()) names.add(RANDOM);
    for (double each : random) data.add(RANDOM, "confirming levels", each, each, each);
    return new PlotSpecification(data, "y", "path", "color", "levels")
        .layer("vline", "xintercept", 0.0, "color", Palette.LINE, "size", 0.9)
        .layer("vline", "xintercept", 1.0, "color", Palette.LINE, "linetype", "dashed", "size", 0.9)
        .layer(
            "segment",
            "mapping",
            PlotSpecification.map("x", "low", "xend", "high", "yend", "path"),
            "size",
            1.1,
            "alpha",
            0.7)
        .layer("point", "mapping", PlotSpecification.map("x", "share"), "size", 3.0)
        .axis(
            "x",
            "share of what seeing it is worth",
            "limits",
            PlotSpecification.list(lowest, highest))
        .rows("not seen along", names)
        .manual(
            "color",
            "",
            List.of("choosing levels", "confirming levels"),
            List.of(Palette.PALE, Palette.ACCENT))
        .theme("legend_position", "bottom")
        .figure(
            "path-shares-" + feature,
            "Through which directions does seeing " + feature + " go?",
            "Difference of the return when only these directions of the state do not see it,"
                + " divided by that of full blindness, with 95 % bootstrap intervals over levels."
                + " Directions were chosen on even levels and measured again on odd ones; random"
                + " directions have equal variance. Shares may add to more than 1, since paths"
                + " overlap.",
            640,
            150 + 26 * names.size());
  }
}
