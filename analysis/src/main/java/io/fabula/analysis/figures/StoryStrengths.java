package io.fabula.analysis.figures;

import io.fabula.analysis.causal.StoryVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Strength of every entry of a causal story beside the strongest of untrained agents. */
public final class StoryStrengths {
  private StoryStrengths() {}

  /** Draws entries with intervals: behaviours downwards, one panel per time difference. */
  public static Figure of(List<StoryVerdict> verdicts) {
    FigureData data =
        new FigureData(
            "behaviour",
            "difference",
            "strength",
            "low",
            "high",
            "strongest_untrained",
            "adjusted_p",
            "verdict",
            "reason");
    List<String> behaviours = new ArrayList<>();
    TreeSet<Integer> panels = new TreeSet<>();
    int shown = 0;
    for (StoryVerdict each : verdicts) {
      String behaviour = String.valueOf(each.behaviour());
      if (!behaviours.contains(behaviour)) behaviours.add(behaviour);
      panels.add(each.difference());
      data.add(
          behaviour,
          each.difference(),
          each.strength(),
          each.low(),
          each.high(),
          each.strongestUntrained(),
          each.adjusted(),
          each.verdict(),
          each.reason());
      if (each.shown()) shown++;
    }
    List<Object> bottomUp = new ArrayList<>(behaviours);
    Collections.reverse(bottomUp);
    int columns = Math.min(4, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    return new PlotSpecification(data, "y", "behaviour", "color", "verdict")
        .layer("vline", "xintercept", 0.0, "color", Palette.LINE, "size", 0.9)
        .layer(
            "vline",
            "mapping",
            PlotSpecification.map("xintercept", "strongest_untrained"),
            "color",
            Palette.CONTRAST,
            "linetype",
            "dashed",
            "size",
            0.9)
        .layer(
            "segment",
            "mapping",
            PlotSpecification.map("x", "low", "xend", "high", "yend", "behaviour"),
            "size",
            1.1)
        .layer("point", "mapping", PlotSpecification.map("x", "strength"), "size", 3.4)
        .axis("x", "strength of lead and lag")
        .axis(
            "y",
            "behaviour",
            "discrete",
            true,
            "limits",
            bottomUp,
            "expand",
            PlotSpecification.list(0.0, 0.7))
        .manual("color", "", List.of("shown", "not shown"), List.of(Palette.ACCENT, "#a4adb8"))
        .wrap("difference", "time difference {d}", columns, "fixed")
        .theme("legend_position", "bottom")
        .subtitle(
            shown
                + " of "
                + verdicts.size()
                + " entries shown. Dashed: the strongest behaviour of an untrained agent.")
        .figure(
            "story-strengths",
            "Is the story more than an untrained agent's?",
            "How consistently components lead and follow each other in each behaviour, with 95 % "
                + "bootstrap intervals, against the strongest behaviour of untrained agents.",
            Math.max(520, 90 + 200 * columns),
            120 + rows * (70 + 26 * behaviours.size()));
  }
}
