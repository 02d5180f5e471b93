package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.figures.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Blocks as HTML; writing or copying the files they show on the way. */
final class BlockHtml {
  private final ReportFiles files;

  BlockHtml(ReportFiles files) {
    this.files = files;
  }

  String render(ReportBlock block) throws IOException {
    if (block instanceof ReportBlock.Paragraphs text) return HtmlText.paragraphs(text.text(), "");
    if (block instanceof ReportBlock.Heading heading) {
      return "<h3>" + escaped(heading.text()) + "</h3>\n";
    }
    if (block instanceof ReportBlock.Note note) return note(note);
    if (block instanceof ReportBlock.Drawing drawing) return drawing(drawing);
    if (block instanceof ReportBlock.Image image) return image(image);
    if (block instanceof ReportBlock.Video video) return video(video);
    if (block instanceof ReportBlock.Table table) return TableHtml.table(table);
    if (block instanceof ReportBlock.Verdicts verdicts) return TableHtml.verdicts(verdicts);
    if (block instanceof ReportBlock.Story story) return TableHtml.story(story);
    return grid((ReportBlock.Grid) block);
  }

  private static String note(ReportBlock.Note note) {
    return "<aside class=\"note"
        + (note.caution() ? " caution" : "")
        + "\"><strong>"
        + escaped(note.title())
        + "</strong>\n"
        + HtmlText.paragraphs(note.text(), "")
        + "</aside>\n";
  }

  private String grid(ReportBlock.Grid grid) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("<div class=\"grid columns-").append(grid.columns()).append("\">\n");
    for (ReportBlock each : grid.blocks()) {
      out.append("<div class=\"cell\">").append(render(each)).append("</div>\n");
    }
    return out.append("</div>\n").toString();
  }

  private String drawing(ReportBlock.Drawing drawing) throws IOException {
    Figure figure = drawing.figure();
    List<String> written = files.draw(figure);
    String size = " width=\"" + figure.width() + "\" height=\"" + figure.height() + "\"";
    return figure(
        written.get(0), size, figure.title(), figure.description(), written, drawing.source());
  }

  private String image(ReportBlock.Image image) throws IOException {
    String shown = files.copy("figures", image.picture());
    List<String> links = new ArrayList<>();
    for (Path each : image.downloads()) links.add(files.copy("figures", each));
    if (!links.contains(shown)) links.add(shown);
    return figure(shown, "", image.title(), image.description(), links, image.source());
  }

  private static String figure(
      String file,
      String size,
      String title,
      String description,
      List<String> links,
      String source) {
    StringBuilder out = new StringBuilder("<figure class=\"figure\">\n");
    out.append("<a class=\"paper\" href=\"").append(escaped(file)).append("\"><img src=\"");
    out.append(escaped(file)).append('"').append(size).append(" loading=\"lazy\" alt=\"");
    out.append(escaped(title + ". " + description)).append("\"></a>\n<figcaption>");
    out.append(escaped(description)).append(" <span class=\"files\">");
    for (String link : links) {
      String kind = link.substring(link.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
      out.append("<a href=\"").append(escaped(link)).append("\" title=\"").append(escaped(title));
      out.append(kind.equals("CSV") ? ": the numbers" : "").append("\">").append(kind);
      out.append("</a> ");
    }
    out.append(source(source)).append("</span></figcaption>\n</figure>\n");
    return out.toString();
  }

  private String video(ReportBlock.Video video) throws IOException {
    String file = files.copy("videos", video.file());
    return "<figure class=\"video\">\n<video controls loop muted playsinline preload=\"auto\" src=\""
        + escaped(file)
        + "\" aria-label=\""
        + escaped(video.title())
        + "\"></video>\n<figcaption>"
        + "<strong>"
        + escaped(video.title())
        + "</strong> "
        + escaped(video.description())
        + " <span class=\"files\"><a href=\""
        + escaped(file)
        + "\">MP4</a> "
        + source(video.source())
        + "</span></figcaption>\n</figure>\n";
  }

  private static String source(String signature) {
    if (signature.isEmpty()) return "";
    return "<a class=\"source\" href=\"#artifact-"
        + HtmlText.slug(signature)
        + "\" title=\"where this came from\">source "
        + escaped(brief(signature))
        + "</a>";
  }

  static String brief(String signature) {
    return signature.length() <= 10 ? signature : signature.substring(0, 10);
  }
}
