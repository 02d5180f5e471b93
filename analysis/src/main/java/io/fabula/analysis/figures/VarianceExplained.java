package io.fabula.analysis.figures;

import io.fabula.analysis.decomposition.PrincipalComponents;

/** Variance along principal components, each and cumulative. */
public final class VarianceExplained {
  private VarianceExplained() {}

  /**
   * Bars for each component, a line for their sum, and where it passes 95 %.
   *
   * @param shown components to draw, at least 1; fewer if there are fewer
   */
  public static Figure of(PrincipalComponents principal, int shown) {
    if (shown < 1) throw new IllegalArgumentException("shown must be at least 1, got " + shown);
    double[] each = principal.explained();
    double[] cumulative = principal.cumulative();
    FigureData data = new FigureData("component", "explained_percent", "cumulative_percent");
    for (int i = 0; i < Math.min(shown, each.length); i++) {
      data.add(i + 1, 100 * each[i], 100 * cumulative[i]);
    }
    int enough = principal.countAbove(0.95);
    return new PlotSpecification(data, "x", "component")
        .layer(
            "bar",
            "mapping",
            PlotSpecification.map("y", "explained_percent"),
            "fill",
            Palette.ACCENT,
            "color",
            "#ffffff",
            "size",
            0.3,
            "alpha",
            0.9,
            "width",
            0.8)
        .layer(
            "hline", "yintercept", 95.0, "color", Palette.MUTED, "linetype", "dashed", "size", 0.7)
        .layer(
            "line",
            "mapping",
            PlotSpecification.map("y", "cumulative_percent"),
            "color",
            Palette.CONTRAST,
            "size",
            1.1)
        .layer(
            "point",
            "mapping",
            PlotSpecification.map("y", "cumulative_percent"),
            "color",
            Palette.CONTRAST,
            "size",
            2.6)
        .axis(
            "x",
            "principal component",
            "breaks",
            FigureNumbers.wholeTicks(1, data.rows(), 16),
            "format",
            "d")
        .axis("y", "variance, %", "limits", PlotSpecification.list(0.0, 101.0))
        .subtitle(
            "Bars: each component. Line: cumulative; "
                + enough
                + (enough == 1 ? " component passes" : " components pass")
                + " 95 % (dashed).")
        .figure(
            "variance-explained",
            "Variance explained by principal components",
            "Share of the variance of standardised hidden states along each principal component, "
                + "and cumulative.",
            820,
            380);
  }
}
