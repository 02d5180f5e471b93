package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.figures.Figure;
import io.fabula.model.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a report's folder: {@code index.html}, {@code figures/} and {@code videos/}. The page needs
 * no network and no server; it adapts to narrow screens, dark mode and paper. A few lines of script
 * play the clips of a group together; without them everything is there, too.
 */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Writes the report; the page itself comes last and in one move.
   *
   * @param folder created if missing
   * @param pictures whether figures are offered as PNG too
   * @return the path of {@code index.html}
   * @throws IOException if a file to be shown is missing or the folder cannot be written
   */
  public static Path write(Report report, Path folder, Figure.Pictures pictures)
      throws IOException {
    Files.createDirectories(folder);
    String html = page(report, folder, new BlockHtml(new ReportFiles(folder, pictures)));
    Path index = folder.resolve("index.html");
    AtomicFile.write(index, html.getBytes(StandardCharsets.UTF_8));
    return index;
  }

  private static String page(Report report, Path folder, BlockHtml blocks) throws IOException {
    StringBuilder out = new StringBuilder(64_000);
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.append("<meta name=\"generator\" content=\"Fabula\">\n");
    out.append("<title>").append(escaped(report.title())).append("</title>\n<style>\n");
    out.append(resource("report.css")).append("</style>\n</head>\n<body>\n");
    out.append("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
    header(out, report);
    List<String> anchors = anchors(report);
    out.append("<div class=\"layout\">\n");
    contents(out, report, anchors);
    out.append("<main id=\"content\">\n");
    for (int i = 0; i < report.sections().size(); i++) {
      Report.Section section = report.sections().get(i);
      out.append("<section id=\"").append(anchors.get(i)).append("\">\n<h2>");
      out.append(escaped(section.title())).append("</h2>\n");
      out.append(HtmlText.paragraphs(section.lead(), "lead"));
      for (ReportBlock block : section.blocks()) out.append(blocks.render(block));
      out.append("</section>\n");
    }
    settings(out, report);
    out.append(LineageHtml.of(report.lineage(), folder));
    out.append("</main>\n</div>\n<footer>Made by Fabula. Figures link to their numbers, and to ");
    out.append("the artifact in the lineage above that they were made from.</footer>\n<script>\n");
    return out.append(resource("report.js")).append("</script>\n</body>\n</html>\n").toString();
  }

  private static void header(StringBuilder out, Report report) {
    out.append("<header>\n<p class=\"brand\">Fabula</p>\n<h1>").append(escaped(report.title()));
    out.append("</h1>\n<p class=\"subtitle\">").append(escaped(report.subtitle()));
    out.append("</p>\n");
    origin(out, report.origin());
    out.append(HtmlText.paragraphs(report.summary(), "summary"));
    if (!report.facts().isEmpty()) {
      out.append("<dl class=\"facts\">\n");
      for (Report.Fact fact : report.facts()) {
        out.append("<div><dt>").append(escaped(fact.label())).append("</dt><dd><b>");
        out.append(escaped(fact.value())).append("</b>");
        if (!fact.detail().isEmpty()) {
          out.append("<span>").append(escaped(fact.detail())).append("</span>");
        }
        out.append("</dd></div>\n");
      }
      out.append("</dl>\n");
    }
    out.append("</header>\n");
  }

  private static void origin(StringBuilder out, List<Report.Origin> origin) {
    if (origin.isEmpty()) return;
    out.append("<dl class=\"origin\">\n");
    for (Report.Origin each : origin) {
      out.append("<div><dt>").append(escaped(each.label())).append("</dt><dd>");
      String value = escaped(each.value());
      out.append(each.code() ? "<code>" + value + "</code>" : value).append("</dd></div>\n");
    }
    out.append("</dl>\n");
  }

  private static List<String> anchors(Report report) {
    Set<String> taken = new HashSet<>(Set.of("content", "settings", "lineage"));
    return report.sections().stream()
        .map(
            section -> {
              String stem = HtmlText.slug(section.title());
              String anchor = stem;
              for (int i = 2; !taken.add(anchor); i++) anchor = stem + "-" + i;
              return anchor;
            })
        .toList();
  }

  private static void contents(StringBuilder out, Report report, List<String> anchors) {
    out.append("<nav aria-label=\"Contents\"><ol>\n");
    for (int i = 0; i < anchors.size(); i++) {
      item(out, anchors.get(i), report.sections().get(i).title());
    }
    if (!report.settings().isEmpty()) item(out, "settings", "Settings");
    if (!report.lineage().isEmpty()) item(out, "lineage", "Lineage");
    out.append("</ol></nav>\n");
  }

  private static void item(StringBuilder out, String anchor, String title) {
    out.append("<li><a href=\"#").append(anchor).append("\">").append(escaped(title));
    out.append("</a></li>\n");
  }

  private static void settings(StringBuilder out, Report report) {
    if (report.settings().isEmpty()) return;
    out.append("<section id=\"settings\">\n<h2>Settings</h2>\n<details open>\n<summary>");
    out.append(report.settings().size()).append(" values, as resolved for this run</summary>\n");
    out.append(
        TableHtml.table(
            new ReportBlock.Table(
                "All settings",
                List.of("Key", "Value", "From"),
                report.settings().stream()
                    .map(each -> List.of(each.key(), each.value(), each.origin()))
                    .toList())));
    out.append("</details>\n</section>\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(in, name + " is missing from the jar").readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }
}
