package io.fabula.analysis.figures;

import io.fabula.analysis.stories.CauseChange;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.TotalEffect;
import java.util.ArrayList;
import java.util.List;

/** What seeing each feature is worth: blind less seeing, with intervals, one row per feature. */
public final class WorthOfSeeing {
  private WorthOfSeeing() {}

  /** Draws all features, placebos among them, with their verdicts. */
  public static Figure of(List<FeatureStory> stories) {
    FigureData data =
        new FigureData(
            "feature",
            "difference",
            "low",
            "high",
            "base",
            "blind",
            "levels",
            "better",
            "worse",
            "adjusted_p",
            "verdict",
            "reason",
            "causes");
    List<String> features = new ArrayList<>();
    for (FeatureStory each : stories) {
      TotalEffect total = each.evidence().total();
      String name = total.feature().placebo() ? each.feature() + " (placebo)" : each.feature();
      features.add(name);
      data.add(
          name,
          total.difference().mean(),
          total.difference().low(),
          total.difference().high(),
          total.base(),
          total.blind(),
          total.levels(),
          total.sign().better(),
          total.sign().worse(),
          each.pTotal(),
          each.finding().isShown() ? "shown" : "not shown",
          each.verdict(),
          causes(total));
    }
    return new PlotSpecification(data, "y", "feature", "color", "verdict")
        .layer("vline", "xintercept", 0.0, "color", Palette.LINE, "size", 0.9)
        .layer(
            "segment",
            "mapping",
            PlotSpecification.map("x", "low", "xend", "high", "yend", "feature"),
            "size",
            1.1)
        .layer("point", "mapping", PlotSpecification.map("x", "difference"), "size", 3.4)
        .axis("x", "return without seeing it, less return as it is")
        .rows("not seen", features)
        .manual("color", "", List.of("shown", "not shown"), List.of(Palette.ACCENT, Palette.PALE))
        .theme("legend_position", "bottom")
        .figure(
            "worth-of-seeing",
            "What is seeing it worth?",
            "The same levels with the same random numbers, played by the agent as it is and by a"
                + " twin whose decisions are read from a memory that never saw the feature; mean"
                + " difference of the return with its 95 % bootstrap interval over levels.",
            640,
            130 + 34 * stories.size());
  }

  private static String causes(TotalEffect total) {
    List<String> parts = new ArrayList<>();
    for (CauseChange each : total.causes()) {
      if (each.base() + each.blind() == 0) continue;
      parts.add(each.cause() + " " + each.base() + " -> " + each.blind());
    }
    return String.join(", ", parts);
  }
}
