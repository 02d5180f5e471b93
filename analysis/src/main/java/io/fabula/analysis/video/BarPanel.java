package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;
import java.util.List;

/** Bars with their names above a picture, in letters that are the same on every machine. */
public final class BarPanel {
  private static final int PAPER = 0xFFFFFF;
  private static final int INK = 0x1F2933;
  private static final int MUTED = 0x6B7785;
  private static final int LINE = 0xDDE2E8;
  private static final int FILL = 0x0B6E8F;
  private static final int CONSTANT = 0xB9C2CC;
  private static final int MARGIN = 12;
  private static final int TITLE = 28;
  private static final int LABELS = 34;
  private static final int GROUND = 120;
  private static final double WIDEST = 0.7;

  private BarPanel() {}

  /**
   * One bar.
   *
   * @param name below it, broken into two lines at its middle space
   * @param value within 0..1
   * @param idle whether it is drawn pale, for what never varies
   */
  public record Bar(String name, double value, boolean idle) {
    public Bar {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("a bar must be within 0..1, got " + value);
      }
    }
  }

  /** The picture with a title and bars above it. */
  public static Picture above(Picture scene, String title, List<Bar> bars) {
    int width = scene.width();
    int height = TITLE + GROUND + LABELS + MARGIN;
    Sketch panel = new Sketch(width, height, PAPER);
    panel.text(title, MARGIN, MARGIN - 2, 2, INK);
    int bottom = TITLE + GROUND;
    double each = (double) (width - 2 * MARGIN) / bars.size();
    panel.line(MARGIN, bottom, width - MARGIN, bottom, 1, LINE);
    panel.line(MARGIN, TITLE + MARGIN, width - MARGIN, TITLE + MARGIN, 1, LINE);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double middle = MARGIN + (i + 0.5) * each;
      double tall = bar.value() * (GROUND - MARGIN);
      double wide = each * WIDEST;
      panel.fillRectangle(
          middle - wide / 2, bottom - tall, wide, tall, bar.idle() ? CONSTANT : FILL);
      List<String> lines = broken(bar.name());
      for (int l = 0; l < lines.size(); l++) {
        panel.centred(lines.get(l), middle, bottom + 12 + 12 * l, 1, bar.idle() ? MUTED : INK);
      }
    }
    return stacked(panel.toPicture(), scene);
  }

  private static List<String> broken(String name) {
    int space = name.lastIndexOf(' ');
    return space < 0 ? List.of(name) : List.of(name.substring(0, space), name.substring(space + 1));
  }

  private static Picture stacked(Picture top, Picture bottom) {
    byte[] rgb = new byte[top.rgb().length + bottom.rgb().length];
    System.arraycopy(top.rgb(), 0, rgb, 0, top.rgb().length);
    System.arraycopy(bottom.rgb(), 0, rgb, top.rgb().length, bottom.rgb().length);
    return new Picture(top.width(), top.height() + bottom.height(), rgb);
  }
}
