package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.MeanPartial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cross-correlations as small multiples: behaviours downwards, time differences to the right. */
public final class CrossCorrelationMaps {
  private static final int PANEL = 128;

  private CrossCorrelationMaps() {}

  /**
   * Draws matrices of every behaviour at the given time differences in one colour range.
   *
   * @param means mean cross-correlations per behaviour, place k of the stack is difference k
   * @param differences the columns, steps
   * @param range magnitude at which colours saturate, or 0 for the largest off the diagonal
   */
  public static Figure of(List<MeanPartial.Mean> means, List<Integer> differences, double range) {
    FigureData data =
        new FigureData(
            "panel_row",
            "panel_column",
            "earlier",
            "later",
            "value",
            "behaviour",
            "samples",
            "difference");
    double limit = range > 0 ? range : largest(means, differences);
    int size = means.get(0).matrices().get(0).rows();
    for (MeanPartial.Mean mean : means) {
      for (int k : differences) {
        Matrix matrix = mean.matrices().get(k);
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            data.add(
                row(mean),
                column(k),
                String.valueOf(i),
                String.valueOf(j),
                matrix.get(i, j),
                mean.group(),
                mean.samples(),
                k);
          }
        }
      }
    }
    List<Object> names = new ArrayList<>();
    for (int i = 0; i < size; i++) names.add(String.valueOf(i));
    List<Object> bottomUp = new ArrayList<>(names);
    Collections.reverse(bottomUp);
    PlotSpecification plot =
        new PlotSpecification(clamped(data, limit), "x", "later", "y", "earlier", "fill", "value")
            .layer("tile", "size", 0, "width", 1.0, "height", 1.0)
            .axis(
                "x",
                "later step: independent component",
                "discrete",
                true,
                "limits",
                names,
                "expand",
                PlotSpecification.list(0.0, 0.0))
            .axis(
                "y",
                "earlier step: independent component",
                "discrete",
                true,
                "limits",
                bottomUp,
                "expand",
                PlotSpecification.list(0.0, 0.0))
            .diverging("fill", "mean\nproduct", limit)
            .grid("panel_column", "panel_row")
            .heatMapLook()
            .theme(
                "panel_border",
                PlotSpecification.map(
                    "name", "rect", "color", Palette.LINE, "size", 1, "fill", "rgba(0,0,0,0)"))
            .theme(
                "axis_text",
                PlotSpecification.map("name", "text", "size", 8, "color", Palette.MUTED));
    String subtitle = "Colours saturate at \u00b1" + FigureNumbers.brief(limit) + ".";
    Figure drawn =
        plot.subtitle(subtitle)
            .figure(
                "cross-correlations",
                "Which component moves with which, and when",
                "Mean over a behaviour's samples of component i at one step times component j a "
                    + "few steps later, in the components' own units, so it may exceed 1. The "
                    + "diagonal is each component with itself. Blue: they move together; red: "
                    + "against each other.",
                190 + PANEL * differences.size(),
                130 + (PANEL + 6) * means.size());
    return drawn.withData(data);
  }

  /** Colours saturate instead of vanishing outside the range. */
  private static FigureData clamped(FigureData data, double limit) {
    FigureData result = new FigureData("panel_row", "panel_column", "earlier", "later", "value");
    for (int i = 0; i < data.rows(); i++) {
      double value = ((Number) data.column("value").get(i)).doubleValue();
      result.add(
          data.column("panel_row").get(i),
          data.column("panel_column").get(i),
          data.column("earlier").get(i),
          data.column("later").get(i),
          Math.max(-limit, Math.min(limit, value)));
    }
    return result;
  }

  private static String row(MeanPartial.Mean mean) {
    return "behaviour " + mean.group() + " (" + mean.samples() + ")";
  }

  private static String column(int difference) {
    if (difference == 0) return "same step";
    return difference == 1 ? "1 step later" : difference + " steps later";
  }

  private static double largest(List<MeanPartial.Mean> means, List<Integer> differences) {
    double largest = 0;
    for (MeanPartial.Mean mean : means) {
      for (int k : differences) {
        Matrix matrix = mean.matrices().get(k);
        for (int i = 0; i < matrix.rows(); i++) {
          for (int j = 0; j < matrix.columns(); j++) {
            if (i != j) largest = Math.max(largest, Math.abs(matrix.get(i, j)));
          }
        }
      }
    }
    return largest == 0 ? 1 : largest;
  }
}
