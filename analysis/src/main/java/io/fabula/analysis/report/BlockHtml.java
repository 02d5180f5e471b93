package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.video.FirstFrame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Blocks as HTML; writing or copying the files they show on the way. */
final class BlockHtml implements ReportBlock.Visitor<String> {
  private final ReportFiles files;

  BlockHtml(ReportFiles files) {
    this.files = files;
  }

  String render(ReportBlock block) throws IOException {
    return block.accept(this);
  }

  @Override
  public String paragraphs(ReportBlock.Paragraphs text) {
    return HtmlText.paragraphs(text.text(), "");
  }

  @Override
  public String heading(ReportBlock.Heading heading) {
    return "<h3>" + escaped(heading.text()) + "</h3>\n";
  }

  @Override
  public String table(ReportBlock.Table table) {
    return TableHtml.table(table);
  }

  @Override
  public String verdicts(ReportBlock.Verdicts verdicts) {
    return TableHtml.verdicts(verdicts);
  }

  @Override
  public String note(ReportBlock.Note note) {
    return "<div role=\"note\" class=\"note"
        + (note.caution() ? " caution" : "")
        + "\"><strong>"
        + escaped(note.title())
        + "</strong>\n"
        + HtmlText.paragraphs(note.text(), "")
        + "</div>\n";
  }

  @Override
  public String grid(ReportBlock.Grid grid) throws IOException {
    StringBuilder out = new StringBuilder();
    if (grid.blocks().stream().filter(ReportBlock.Video.class::isInstance).count() > 1) {
      out.append("<p class=\"play\"><button type=\"button\" hidden>Play all</button></p>\n");
    }
    out.append("<div class=\"grid columns-").append(grid.columns()).append("\">\n");
    for (ReportBlock each : grid.blocks()) {
      out.append("<div class=\"cell\">").append(render(each)).append("</div>\n");
    }
    return out.append("</div>\n").toString();
  }

  @Override
  public String drawing(ReportBlock.Drawing drawing) throws IOException {
    Figure figure = drawing.figure();
    List<String> written = files.draw(figure);
    return figure(
        written.get(0),
        size(written.get(0)),
        figure.title(),
        figure.description(),
        written,
        drawing.source());
  }

  @Override
  public String image(ReportBlock.Image image) throws IOException {
    String shown = files.copy("figures", image.picture(), image.names());
    List<String> links = new ArrayList<>();
    for (Path each : image.downloads()) links.add(files.copy("figures", each));
    if (!links.contains(shown)) links.add(shown);
    return figure(shown, size(shown), image.title(), image.description(), links, image.source());
  }

  private String size(String file) throws IOException {
    return PictureSize.of(files.folder().resolve(file)).attributes();
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

  /** The first frame stands in for the video until it is played, and on paper. */
  @Override
  public String video(ReportBlock.Video video) throws IOException {
    String file = files.copy("videos", video.file());
    BufferedImage first = FirstFrame.of(video.file());
    String name = file.substring("videos/".length(), file.lastIndexOf('.'));
    String poster = files.write("videos", name, first);
    String size = new PictureSize(first.getWidth(), first.getHeight()).attributes();
    StringBuilder out = new StringBuilder("<figure class=\"video\">\n");
    out.append("<video controls loop muted playsinline preload=\"none\" src=\"");
    out.append(escaped(file)).append("\" poster=\"").append(escaped(poster)).append('"');
    out.append(size)
        .append(" aria-label=\"")
        .append(escaped(video.title()))
        .append("\"></video>\n");
    out.append("<img class=\"still\" src=\"").append(escaped(poster)).append('"').append(size);
    out.append(" alt=\"").append(escaped(video.title())).append(": first frame\">\n<figcaption>");
    out.append("<strong>").append(escaped(video.title())).append("</strong> ");
    out.append(escaped(video.description())).append(" <span class=\"files\"><a href=\"");
    out.append(escaped(file)).append("\">MP4</a> ").append(source(video.source()));
    return out.append("</span></figcaption>\n</figure>\n").toString();
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
