package io.fabula.analysis.figures;

import java.util.List;

/** The colours of all figures, and of the report around them. */
public final class Palette {
  /** Text and axes. */
  public static final String INK = "#1f2933";

  /** Secondary text, reference lines. */
  public static final String MUTED = "#6b7785";

  /** Grid lines and frames. */
  public static final String LINE = "#dde2e8";

  /** The main series. */
  public static final String ACCENT = "#0b6e8f";

  /** What stands behind the main series: not shown, not chosen, untrained. */
  static final String PALE = "#a4adb8";

  /** What the main series is compared with. */
  public static final String CONTRAST = "#d1495b";

  /** Ends and middle of the diverging scale: negative, zero, positive. */
  static final String NEGATIVE = "#b2182b";

  static final String ZERO = "#f7f7f7";
  static final String POSITIVE = "#2166ac";

  /** Categories, told apart by colour-blind readers too; the first six are the strongest. */
  private static final List<String> CATEGORIES =
      List.of(
          "#0b6e8f", "#e08e0b", "#2a9d6f", "#d1495b", "#7a5ea8", "#8c6d46", "#4c9ed9", "#c7a500",
          "#14506b", "#9b2f3f", "#7fb069", "#b58ac9", "#5f6b76", "#e2725b", "#3d5a80", "#a3b18a");

  private Palette() {}

  /** Colour of the {@code i}-th category; they repeat after sixteen. */
  public static String category(int i) {
    return CATEGORIES.get(Math.floorMod(i, CATEGORIES.size()));
  }
}
