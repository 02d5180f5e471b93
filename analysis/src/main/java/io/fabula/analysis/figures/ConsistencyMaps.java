package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.DynamicsConsistency;
import io.fabula.analysis.causal.SignAgreement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Mean Jacobian, mean cross-correlation and where their signs agree, one row per group. */
public final class ConsistencyMaps {
  private static final int PANEL = 150;

  private ConsistencyMaps() {}

  /**
   * Ranges of the colours.
   *
   * @param jacobian magnitude at which they saturate, above 0
   * @param crossCorrelation the same
   * @param threshold entries with smaller |J| are left out of the third panel
   */
  public record Ranges(double jacobian, double crossCorrelation, double threshold) {
    /** As published: 0.25 and 0.8. */
    public static Ranges published(double threshold) {
      return new Ranges(0.25, 0.8, threshold);
    }
  }

  /**
   * Draws the groups of one distance.
   *
   * @param entries of that distance, at least one
   * @param file file stem
   * @param path how causes were followed, in words
   */
  public static Figure of(
      List<DynamicsConsistency.Entry> entries, String file, String path, Ranges ranges) {
    FigureData data =
        new FigureData("group", "panel", "earlier", "later", "value", "colour", "samples");
    for (DynamicsConsistency.Entry each : entries) {
      Matrix mask =
          SignAgreement.mask(each.jacobian(), each.crossCorrelation(), ranges.threshold());
      add(data, each, "1 Jacobian", each.jacobian(), ranges.jacobian());
      add(data, each, "2 cross-correlation", each.crossCorrelation(), ranges.crossCorrelation());
      add(data, each, "3 signs agree", mask, 1);
    }
    int size = entries.get(0).jacobian().rows();
    List<Object> names = new ArrayList<>();
    for (int i = 0; i < size; i++) names.add(String.valueOf(i));
    List<Object> bottomUp = new ArrayList<>(names);
    Collections.reverse(bottomUp);
    List<Object> none = PlotSpecification.list(0.0, 0.0);
    int distance = entries.get(0).distance();
    return new PlotSpecification(data, "x", "later", "y", "earlier", "fill", "colour")
        .layer("tile", "size", 0, "width", 1.0, "height", 1.0)
        .axis("x", "component later", "discrete", true, "limits", names, "expand", none)
        .axis("y", "component earlier", "discrete", true, "limits", bottomUp, "expand", none)
        .diverging("fill", "of the\nrange", 1)
        .grid("panel", "group")
        .heatMapLook()
        .theme(
            "axis_text", PlotSpecification.map("name", "text", "size", 8, "color", Palette.MUTED))
        .subtitle(
            String.format(
                Locale.ROOT,
                "Colours saturate at \u00b1%s (Jacobian) and \u00b1%s (cross-correlation).",
                FigureNumbers.brief(ranges.jacobian()),
                FigureNumbers.brief(ranges.crossCorrelation())))
        .figure(
            file,
            "Causes beside dynamics, " + distance + (distance == 1 ? " step" : " steps"),
            "For each behaviour: what a component does to another "
                + distance
                + (distance == 1 ? " step" : " steps")
                + " later (mean gradient, "
                + path
                + "), what moves with what over the same distance, and where both have the same"
                + " sign (blue) or not (red). Agreement is correlational: only interventions test"
                + " it.",
            210 + 3 * PANEL,
            130 + PANEL * entries.size());
  }

  private static void add(
      FigureData data, DynamicsConsistency.Entry entry, String panel, Matrix matrix, double range) {
    String group = entry.group() == DynamicsConsistency.ALL ? "all" : "behaviour " + entry.group();
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        double value = matrix.get(i, j);
        data.add(
            group + " (" + entry.samples() + ")",
            panel,
            String.valueOf(i),
            String.valueOf(j),
            value,
            Math.max(-1, Math.min(1, value / range)),
            entry.samples());
      }
    }
  }
}
