package io.fabula.pipelines.report;

import io.fabula.analysis.report.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The artifacts behind a page, each linked to those that it was made from. */
final class ReportLineage {
  private static final int NAMES_SHOWN = 3;

  private ReportLineage() {}

  /**
   * The artifacts of a page.
   *
   * @param folder of the page: artifacts are linked relative to it, so that a store can be moved
   */
  static List<ReportPage.Step> of(List<Report.Artifact> lineage, Path folder) {
    Map<String, String> stages = new HashMap<>();
    for (Report.Artifact each : lineage) stages.put(each.signature(), each.stage());
    List<ReportPage.Step> steps = new ArrayList<>();
    for (Report.Artifact each : lineage) {
      String made = each.made().isEmpty() ? "" : " \u00b7 " + each.made();
      steps.add(
          new ReportPage.Step(
              "artifact-" + ReportText.slug(each.signature()),
              each.stage(),
              PageBlock.Source.brief(each.signature()),
              each.content() + made,
              each.inputs().stream().map(input -> input(input, stages)).toList(),
              place(each),
              link(each, folder)));
    }
    return steps;
  }

  private static ReportPage.Entry input(String signature, Map<String, String> stages) {
    String words = stages.getOrDefault(signature, PageBlock.Source.brief(signature));
    return new ReportPage.Entry("#artifact-" + ReportText.slug(signature), words);
  }

  private static Path path(Report.Artifact artifact) {
    return Path.of(artifact.location()).toAbsolutePath().normalize();
  }

  private static String place(Report.Artifact artifact) {
    if (artifact.location().isEmpty()) return "";
    Path path = path(artifact);
    int names = path.getNameCount();
    return path.subpath(Math.max(0, names - NAMES_SHOWN), names).toString().replace('\\', '/');
  }

  private static String link(Report.Artifact artifact, Path folder) {
    if (artifact.location().isEmpty() || !Files.exists(path(artifact))) return "";
    Path relative = folder.toAbsolutePath().normalize().relativize(path(artifact));
    try {
      return new URI(null, null, relative.toString().replace('\\', '/'), null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("cannot link to " + relative, e);
    }
  }
}
