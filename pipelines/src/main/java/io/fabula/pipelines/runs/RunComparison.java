package io.fabula.pipelines.runs;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.runs.RunDifference.Pair;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.ReportParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a page says of how two runs differ: settings, metrics, and figures side by side. */
public final class RunComparison {
  private static final int HASH_DIGITS = 12;

  private RunComparison() {}

  /**
   * Compares two runs.
   *
   * @param a one of them
   * @param b the other
   * @param difference of the two
   */
  public static Report of(OpenedRun<?> a, OpenedRun<?> b, RunDifference difference)
      throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    if (!difference.settings().isEmpty()) {
      sections.add(
          new Report.Section(
              "Settings",
              "Those that differ.",
              List.of(table("Settings that differ", "setting", difference.settings()))));
    }
    if (!difference.stages().isEmpty()) {
      sections.add(
          new Report.Section(
              "Stages",
              "Those whose content differs, or which one of the runs has alone.",
              List.of(table("Content hashes", "stage", difference.stages()))));
    }
    for (String stage : difference.stages().keySet()) {
      List<ReportBlock> blocks = new ArrayList<>();
      Map<String, Pair> metrics = metrics(difference, stage);
      if (!metrics.isEmpty()) blocks.add(metrics(stage, metrics));
      blocks.addAll(figures(a.find(stage), b.find(stage)));
      if (!blocks.isEmpty()) {
        sections.add(new Report.Section(stage, "First A, then B.", blocks));
      }
    }
    return new Report(
        "Two runs compared",
        "A is %s, B is %s".formatted(a.id(), b.id()),
        "%d settings differ, %d stages differ, %d have the same content."
            .formatted(
                difference.settings().size(), difference.stages().size(), difference.sameStages()),
        List.of(),
        sections,
        List.of(),
        List.of());
  }

  private static Map<String, Pair> metrics(RunDifference difference, String stage) {
    Map<String, Pair> metrics = new LinkedHashMap<>();
    difference
        .metrics()
        .forEach(
            (name, pair) -> {
              if (name.startsWith(stage + " ")) {
                metrics.put(name.substring(stage.length() + 1), pair);
              }
            });
    return metrics;
  }

  private static ReportBlock table(String title, String what, Map<String, Pair> pairs) {
    List<List<String>> rows = new ArrayList<>();
    pairs.forEach((name, pair) -> rows.add(List.of(name, shown(pair.a()), shown(pair.b()))));
    return new ReportBlock.Table(title, List.of(what, "A", "B"), rows);
  }

  private static String shown(String value) {
    if (value.isEmpty()) return "\u2013";
    return value.matches("[0-9a-f]{20,}") ? value.substring(0, HASH_DIGITS) : value;
  }

  private static ReportBlock metrics(String stage, Map<String, Pair> metrics) {
    List<List<String>> rows = new ArrayList<>();
    metrics.forEach(
        (name, pair) -> {
          boolean both = !pair.a().isEmpty() && !pair.b().isEmpty();
          double difference =
              both ? Double.parseDouble(pair.b()) - Double.parseDouble(pair.a()) : Double.NaN;
          rows.add(
              List.of(
                  name,
                  number(pair.a()),
                  number(pair.b()),
                  both ? String.format(Locale.ROOT, "%+.4g", difference) : "\u2013"));
        });
    return new ReportBlock.Table(
        "Metrics of %s that differ".formatted(stage),
        List.of("metric", "A", "B", "B minus A"),
        rows);
  }

  private static String number(String value) {
    return value.isEmpty()
        ? "\u2013"
        : String.format(Locale.ROOT, "%.4g", Double.parseDouble(value));
  }

  /** Figures that both have, side by side. */
  private static List<ReportBlock> figures(Optional<Artifact> a, Optional<Artifact> b)
      throws IOException {
    if (a.isEmpty() || b.isEmpty()) return List.of();
    Map<String, ReportBlock.Image> others = new LinkedHashMap<>();
    for (ReportBlock.Image each : ReportParts.figures(b.get(), "")) {
      others.put(name(each), each);
    }
    List<ReportBlock> blocks = new ArrayList<>();
    for (ReportBlock.Image each : ReportParts.figures(a.get(), "")) {
      ReportBlock.Image other = others.get(name(each));
      if (other == null) continue;
      blocks.add(new ReportBlock.Grid(2, List.of(of("A: ", each), of("B: ", other))));
    }
    return blocks;
  }

  private static String name(ReportBlock.Image image) {
    return String.valueOf(image.picture().getFileName());
  }

  private static ReportBlock of(String run, ReportBlock.Image image) {
    return new ReportBlock.Image(
        run + image.title(),
        run + image.description(),
        image.picture(),
        image.downloads(),
        "",
        image.names(),
        image.plot());
  }
}
