package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an agent does more and less often because of an edit of the world, by distance. */
public final class ReactionsToEdits {
  /**
   * The change of a group of actions.
   *
   * @param where which edit, how far away
   * @param states states that were edited
   * @param group the actions
   * @param change of their probability by the edit, less that by its placebo
   * @param low lower end of its 95 % interval
   * @param high upper end of it
   */
  public record Reaction(
      String where, int states, String group, double change, double low, double high) {}

  private ReactionsToEdits() {}

  /**
   * Draws the reactions to edits of a feature, a panel for each edit and distance, as they come.
   */
  public static Figure of(String feature, List<Reaction> reactions) {
    FigureData data = new FigureData("panel", "group", "change", "low", "high", "states");
    Set<String> groups = new LinkedHashSet<>();
    List<String> panels = new ArrayList<>();
    for (Reaction each : reactions) {
      String name = each.where() + " (" + each.states() + " states)";
      if (!panels.contains(name)) panels.add(name);
      String panel = PlotSpecification.inOrder(panels.indexOf(name), name);
      groups.add(each.group());
      data.add(panel, each.group(), each.change(), each.low(), each.high(), each.states());
    }
    int columns = Math.min(2, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    return new PlotSpecification(data, "y", "group")
        .layer("vline", "xintercept", 0.0, "color", Palette.LINE, "size", 0.9)
        .layer(
            "segment",
            "mapping",
            PlotSpecification.map("x", "low", "xend", "high", "yend", "group"),
            "size",
            1.1,
            "color",
            Palette.ACCENT)
        .layer(
            "point",
            "mapping",
            PlotSpecification.map("x", "change"),
            "size",
            3.0,
            "color",
            Palette.ACCENT)
        .axis("x", "change of probability, less that by the placebo")
        .rows("actions", groups)
        .wrap("panel", "{d}", columns, "fixed")
        .figure(
            "reactions-" + feature,
            "What does the agent do because of it? Edits of " + feature,
            "Change of the probability of groups of actions four steps after an edit of the world,"
                + " less the change by a placebo of about equal area, by the distance of the"
                + " feature; 95 % bootstrap intervals over levels.",
            Math.max(520, 60 + 330 * columns),
            110 + rows * (70 + 24 * groups.size()));
  }
}
