package io.fabula.analysis.figures;

import java.util.List;

/** What a simulator's gradients foretell beside what pushes of the state do in the real world. */
public final class GradientsAgainstPushes {
  private static final int COLUMNS = 2;

  /**
   * A component's effect on another.
   *
   * @param lag steps from the push
   * @param samples that were averaged
   * @param from the component that is moved
   * @param to the component that changes
   * @param gradient mean change per unit by the gradients
   * @param push mean change per unit in the real world
   */
  public record Entry(int lag, int samples, String from, String to, double gradient, double push) {}

  private GradientsAgainstPushes() {}

  /** Draws one panel for each lag. */
  public static Figure of(List<Entry> entries) {
    FigureData data = new FigureData("panel", "from", "to", "gradient", "push");
    for (Entry each : entries) {
      data.add(
          "%d %s later (%d beginnings)"
              .formatted(each.lag(), each.lag() == 1 ? "step" : "steps", each.samples()),
          each.from(),
          each.to(),
          each.gradient(),
          each.push());
    }
    long panels = entries.stream().map(Entry::lag).distinct().count();
    int columns = (int) Math.min(COLUMNS, panels);
    long rows = (panels + columns - 1) / columns;
    return new PlotSpecification(data, "x", "gradient", "y", "push")
        .layer(
            "abline",
            "slope",
            1.0,
            "intercept",
            0.0,
            "color",
            Palette.LINE,
            "linetype",
            "dashed",
            "size",
            0.9)
        .layer("point", "size", 2.4, "alpha", 0.6, "color", Palette.ACCENT)
        .axis("x", "by the simulator's gradients")
        .axis("y", "by pushes in the real world")
        .wrap("panel", "{d}", columns, "fixed")
        .figure(
            "gradients-against-pushes",
            "Do the simulator's gradients hold against real pushes?",
            "What moving one component of the state by a standard deviation does to another, some"
                + " steps later: mean gradients of the simulator, with the environment's response"
                + " to other actions cut, against mean changes in the real world from the same"
                + " recorded beginnings. Points on the dashed line agree; agreement says that the"
                + " simulator is good enough, not that there is a story.",
            80 + 300 * columns,
            (int) (90 + 270 * rows));
  }
}
