package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.List;

/** How well a simulator predicts, by how many steps ahead, against baselines. */
public final class HorizonError {
  private HorizonError() {}

  /**
   * One predictor.
   *
   * @param name such as {@code simulator} or {@code repeat last frame}
   * @param mean mean error at 1, 2, ... steps ahead
   * @param low lower edge of the band, or an empty array for none
   * @param high upper edge of the band, or an empty array for none
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Series(String name, double[] mean, double[] low, double[] high) {
    public Series {
      boolean banded = low.length == mean.length && high.length == mean.length;
      if (!banded && (low.length > 0 || high.length > 0)) {
        throw new IllegalArgumentException("the band of " + name + " must have one value per step");
      }
    }
  }

  /**
   * Draws the first series boldly with its band, the others as baselines.
   *
   * @param measure what the error is, such as {@code squared error per pixel}
   */
  public static Figure of(List<Series> series, String measure) {
    FigureData data = new FigureData("predictor", "steps_ahead", "mean", "low", "high");
    List<String> names = new ArrayList<>();
    double top = 0;
    int longest = 1;
    for (Series each : series) {
      for (double value : each.mean()) top = Math.max(top, value);
      for (double value : each.high()) top = Math.max(top, value);
      names.add(each.name());
      longest = Math.max(longest, each.mean().length);
      for (int t = 0; t < each.mean().length; t++) {
        boolean banded = each.low().length > 0;
        data.add(
            each.name(),
            t + 1,
            each.mean()[t],
            banded ? each.low()[t] : Double.NaN,
            banded ? each.high()[t] : Double.NaN);
      }
    }
    PlotSpecification plot =
        new PlotSpecification(data, "x", "steps_ahead", "color", "predictor", "group", "predictor");
    boolean bands = series.stream().anyMatch(s -> s.low().length > 0);
    if (bands) {
      plot.layer(
          "ribbon",
          "mapping",
          PlotSpecification.map("ymin", "low", "ymax", "high", "fill", "predictor"),
          "alpha",
          0.16,
          "size",
          0,
          "show_legend",
          false);
      plot.categories("fill", "", names);
    }
    return plot.layer("line", "mapping", PlotSpecification.map("y", "mean"), "size", 1.3)
        .layer("point", "mapping", PlotSpecification.map("y", "mean"), "size", 2.4)
        .axis("x", "steps ahead", "breaks", FigureNumbers.wholeTicks(1, longest, 12), "format", "d")
        .axis("y", measure, "limits", PlotSpecification.list(0.0, 1.05 * top))
        .categories("color", "", names)
        .theme("legend_position", "bottom")
        .figure(
            "horizon-error",
            "Prediction error by horizon",
            "Mean "
                + measure
                + " of the simulator and of baselines, by steps ahead"
                + (bands ? "; bands hold the middle of the samples." : "."),
            680,
            420);
  }
}
