package io.fabula.pipelines.report;

import java.util.List;

/** An SVG with lines of text below what it shows. */
final class NamedPicture {
  private static final int LINE = 17;
  private static final int MARGIN = 14;
  private static final int SIZE = 12;

  private NamedPicture() {}

  /**
   * Puts lines below a picture.
   *
   * @param svg a document whose root is an svg element
   * @param size of it
   * @param lines plain text
   */
  static String of(String svg, PictureSize size, List<String> lines) {
    int height = size.height() + MARGIN + LINE * lines.size();
    StringBuilder out = new StringBuilder();
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">\n"
            .formatted(size.width(), height));
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    out.append(svg, svg.indexOf("<svg"), svg.length()).append('\n');
    for (int i = 0; i < lines.size(); i++) {
      out.append(
          "<text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"%d\" fill=\"#1f2933\">"
              .formatted(MARGIN, size.height() + LINE * (i + 1), SIZE));
      out.append(escaped(lines.get(i))).append("</text>\n");
    }
    return out.append("</svg>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
