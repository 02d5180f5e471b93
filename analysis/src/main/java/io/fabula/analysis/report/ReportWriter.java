package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.figures.Figure;
import io.fabula.model.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a report's folder: {@code index.html}, {@code figures/} and {@code videos/}. The page needs
 * no network, no server and no scripts; it adapts to narrow screens, dark mode and paper.
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
    String html = page(report, new BlockHtml(new ReportFiles(folder, pictures)));
    Path index = folder.resolve("index.html");
    AtomicFile.write(index, html.getBytes(StandardCharsets.UTF_8));
    return index;
  }

  private static String page(Report report, BlockHtml blocks) throws IOException {
    StringBuilder out = new StringBuilder(64_000);
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.append("<meta name=\"generator\" content=\"Fabula\">\n");
    out.append("<title>").append(escaped(report.title())).append("</title>\n<style>\n");
    out.append(style()).append("</style>\n</head>\n<body>\n");
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
    lineage(out, report);
    out.append(
        "</main>\n</div>\n<footer>Made by Fabula. Every figure links to its numbers; every ");
    out.append("number can be traced through the lineage above.</footer>\n</body>\n</html>\n");
    return out.toString();
  }

  private static void header(StringBuilder out, Report report) {
    out.append("<header>\n<p class=\"brand\">Fabula</p>\n<h1>").append(escaped(report.title()));
    out.append("</h1>\n<p class=\"subtitle\">").append(escaped(report.subtitle()));
    out.append("</p>\n").append(HtmlText.paragraphs(report.summary(), "summary"));
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
                "",
                List.of("Key", "Value", "From"),
                report.settings().stream()
                    .map(each -> List.of(each.key(), each.value(), each.origin()))
                    .toList())));
    out.append("</details>\n</section>\n");
  }

  private static void lineage(StringBuilder out, Report report) {
    if (report.lineage().isEmpty()) return;
    Map<String, String> stages = new HashMap<>();
    for (Report.Artifact each : report.lineage()) stages.put(each.signature(), each.stage());
    out.append("<section id=\"lineage\">\n<h2>Lineage</h2>\n<p class=\"lead\">");
    out.append("The artifacts behind this page, each made from those above it.</p>\n");
    out.append("<ol class=\"lineage\">\n");
    for (Report.Artifact each : report.lineage()) {
      out.append("<li id=\"artifact-").append(HtmlText.slug(each.signature())).append("\">");
      out.append("<b>").append(escaped(each.stage())).append("</b> <code>");
      out.append(escaped(BlockHtml.brief(each.signature()))).append("</code>\n<p>");
      out.append(escaped(each.content()));
      if (!each.made().isEmpty()) out.append(" \u00b7 ").append(escaped(each.made()));
      out.append("</p>\n");
      if (!each.inputs().isEmpty()) {
        out.append("<p class=\"inputs\">from ");
        String separator = "";
        for (String input : each.inputs()) {
          out.append(separator).append("<a href=\"#artifact-").append(HtmlText.slug(input));
          out.append("\">").append(escaped(stages.getOrDefault(input, BlockHtml.brief(input))));
          out.append("</a>");
          separator = ", ";
        }
        out.append("</p>\n");
      }
      if (!each.location().isEmpty()) {
        out.append("<p class=\"path\"><code>").append(escaped(each.location()));
        out.append("</code></p>\n");
      }
      out.append("</li>\n");
    }
    out.append("</ol>\n</section>\n");
  }

  private static String style() throws IOException {
    try (InputStream in = ReportWriter.class.getResourceAsStream("report.css")) {
      return new String(
          Objects.requireNonNull(in, "report.css is missing from the jar").readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }
}
