package io.fabula.analysis.figures;

import io.fabula.analysis.video.Clip;
import io.fabula.envs.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Several clips as rows of one picture, step by step from left to right, with the numbers behind
 * them.
 *
 * @param name file stem, lower case with dashes
 * @param title what it shows, a few words
 * @param description for the caption
 * @param columns what stands above each step
 * @param rows at least one
 * @param data the numbers
 */
public record FrameSheet(
    String name,
    String title,
    String description,
    List<String> columns,
    List<Row> rows,
    FigureData data) {
  private static final int CELL = 72;
  private static final int GAP = 4;
  private static final int LEFT = 190;
  private static final int TOP = 26;

  /**
   * A row.
   *
   * @param label what stands before it
   * @param clip one frame per column
   */
  public record Row(String label, Clip clip) {}

  public FrameSheet {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row each : rows) {
      if (each.clip().frames().size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row needs " + columns.size() + " frames, got " + each.clip().frames().size());
      }
    }
  }

  /** The sheet as an SVG document; frames are in it as they are, and are enlarged when shown. */
  public String svg() {
    int width = LEFT + columns.size() * (CELL + GAP);
    int height = TOP + rows.size() * (CELL + GAP);
    List<String> lines = new ArrayList<>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
            + " viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\""
                .formatted(width, height)
            + " font-family=\"sans-serif\" font-size=\"13\" fill=\"%s\" aria-label=\"%s\">"
                .formatted(Palette.INK, escaped(title)));
    lines.add("<title>" + escaped(title) + "</title>");
    for (int c = 0; c < columns.size(); c++) {
      lines.add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
              .formatted(LEFT + c * (CELL + GAP) + CELL / 2, TOP - 9, escaped(columns.get(c))));
    }
    for (int r = 0; r < rows.size(); r++) {
      int y = TOP + r * (CELL + GAP);
      lines.add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
              .formatted(LEFT - 10, y + CELL / 2 + 5, escaped(rows.get(r).label())));
      for (int c = 0; c < columns.size(); c++) {
        lines.add(
            "<image x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" style=\"image-rendering:pixelated\" xlink:href=\"data:image/png;base64,%s\"/>"
                .formatted(
                    LEFT + c * (CELL + GAP),
                    y,
                    CELL,
                    CELL,
                    Base64.getEncoder().encodeToString(png(rows.get(r).clip().frames().get(c)))));
      }
    }
    lines.add("</svg>");
    return String.join("\n", lines) + "\n";
  }

  private static byte[] png(Picture frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(frame.toImage(), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
