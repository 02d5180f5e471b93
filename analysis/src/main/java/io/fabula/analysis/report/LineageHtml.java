package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The artifacts behind a page. */
final class LineageHtml {
  private static final int NAMES_SHOWN = 3;

  private LineageHtml() {}

  /**
   * As a section; nothing if there are none.
   *
   * @param folder of the page: artifacts are linked relative to it, so that a store can be moved
   */
  static String of(List<Report.Artifact> lineage, Path folder) {
    if (lineage.isEmpty()) return "";
    Map<String, String> stages = new HashMap<>();
    for (Report.Artifact each : lineage) stages.put(each.signature(), each.stage());
    StringBuilder out = new StringBuilder("<section id=\"lineage\">\n<h2>Lineage</h2>\n");
    out.append("<p class=\"lead\">The artifacts behind this page, each made from those above it.");
    out.append("</p>\n<ol class=\"lineage\">\n");
    for (Report.Artifact each : lineage) {
      out.append("<li id=\"artifact-").append(HtmlText.slug(each.signature())).append("\">");
      out.append("<b>").append(escaped(each.stage())).append("</b> <code>");
      out.append(escaped(BlockHtml.brief(each.signature()))).append("</code>\n<p>");
      out.append(escaped(each.content()));
      if (!each.made().isEmpty()) out.append(" \u00b7 ").append(escaped(each.made()));
      out.append("</p>\n").append(inputs(each, stages)).append(place(each, folder));
      out.append("</li>\n");
    }
    return out.append("</ol>\n</section>\n").toString();
  }

  private static String inputs(Report.Artifact artifact, Map<String, String> stages) {
    if (artifact.inputs().isEmpty()) return "";
    List<String> links = new ArrayList<>();
    for (String input : artifact.inputs()) {
      links.add(
          "<a href=\"#artifact-%s\">%s</a>"
              .formatted(
                  HtmlText.slug(input),
                  escaped(stages.getOrDefault(input, BlockHtml.brief(input)))));
    }
    return "<p class=\"inputs\">from " + String.join(", ", links) + "</p>\n";
  }

  private static String place(Report.Artifact artifact, Path folder) {
    if (artifact.location().isEmpty()) return "";
    Path path = Path.of(artifact.location()).toAbsolutePath().normalize();
    int names = path.getNameCount();
    String shown = path.subpath(Math.max(0, names - NAMES_SHOWN), names).toString();
    String code = "<code>" + escaped(shown.replace('\\', '/')) + "</code>";
    if (Files.exists(path)) {
      Path relative = folder.toAbsolutePath().normalize().relativize(path);
      code = "<a href=\"" + escaped(address(relative)) + "\">" + code + "</a>";
    }
    return "<p class=\"path\">" + code + "</p>\n";
  }

  private static String address(Path relative) {
    try {
      return new URI(null, null, relative.toString().replace('\\', '/'), null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("cannot link to " + relative, e);
    }
  }
}
