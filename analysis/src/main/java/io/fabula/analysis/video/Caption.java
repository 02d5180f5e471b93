package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;
import java.util.List;

/** Lines of text below a frame, in letters that are the same on every machine. */
public final class Caption {
  private static final int MARGIN = 8;
  private static final int LINE = 11;
  private static final int WIDE = 480;
  private static final int PAPER = 0x161D26;
  private static final int INK = 0xF2F2F2;

  private Caption() {}

  /**
   * A picture with lines below it; what is too long for its width ends in dots.
   *
   * @param lines any number; pictures of one video need as many in every frame
   */
  public static Picture below(Picture frame, List<String> lines) {
    int scale = frame.width() >= WIDE ? 2 : 1;
    int height = lines.size() * LINE * scale + 2 * MARGIN;
    Sketch text = new Sketch(frame.width(), height, PAPER);
    for (int i = 0; i < lines.size(); i++) {
      String fitted = fitted(lines.get(i), frame.width() - 2 * MARGIN, scale);
      text.text(fitted, MARGIN, MARGIN + i * LINE * scale + scale, scale, INK);
    }
    byte[] caption = text.toPicture().rgb();
    byte[] rgb = new byte[frame.rgb().length + caption.length];
    System.arraycopy(frame.rgb(), 0, rgb, 0, frame.rgb().length);
    System.arraycopy(caption, 0, rgb, frame.rgb().length, caption.length);
    return new Picture(frame.width(), frame.height() + height, rgb);
  }

  private static String fitted(String line, int width, int scale) {
    if (Sketch.textWidth(line, scale) <= width) return line;
    int length = line.length();
    while (length > 0 && Sketch.textWidth(line.substring(0, length) + "..", scale) > width) {
      length--;
    }
    return line.substring(0, length) + "..";
  }
}
