package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;

/** How many samples each behaviour has. */
public final class BehaviourSizes {
  private BehaviourSizes() {}

  /**
   * Bars with their counts.
   *
   * @param sizes samples of each behaviour
   */
  public static Figure of(int[] sizes) {
    FigureData data = new FigureData("behaviour", "samples", "label");
    List<Object> order = new ArrayList<>();
    int largest = 0;
    for (int b = 0; b < sizes.length; b++) {
      data.add(String.valueOf(b), sizes[b], String.valueOf(sizes[b]));
      order.add(String.valueOf(b));
      largest = Math.max(largest, sizes[b]);
    }
    return new PlotSpecification(data, "x", "behaviour", "y", "samples")
        .layer("bar", "fill", Palette.ACCENT, "color", "#ffffff", "size", 0, "width", 0.75)
        .layer(
            "text",
            "mapping",
            PlotSpecification.map("label", "label"),
            "vjust",
            "bottom",
            "nudge_y",
            0.012 * largest,
            "size",
            5.5,
            "color",
            Palette.MUTED)
        .axis("x", "behaviour", "discrete", true, "limits", order)
        .axis("y", "samples", "limits", PlotSpecification.list(0.0, 1.08 * Math.max(1, largest)))
        .figure(
            "behaviour-sizes",
            "Size of each behaviour",
            "Number of simulated samples whose steps fall mostly into each cluster of combined "
                + "dynamics.",
            Math.max(460, 120 + 34 * sizes.length),
            320);
  }
}
