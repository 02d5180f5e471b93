package io.fabula.pipelines.runs;

import io.fabula.analysis.MeanInterval;
import io.fabula.analysis.figures.CsvLine;
import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.report.ReportWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The runs of a sweep beside each other: every metric of every stage, runs that differ in their
 * seed alone as one mean with its 95 % bootstrap interval.
 */
public final class SweepReport {
  /** All metrics of all runs, one per line. */
  public static final String CSV = "metrics.csv";

  private final String study;
  private final List<SweptRun> runs;
  private final Map<Map<String, String>, List<SweptRun>> groups = new LinkedHashMap<>();

  /**
   * @param study whose runs they are
   * @param runs at least one, all with the same swept keys
   */
  public SweepReport(String study, List<SweptRun> runs) {
    this.study = study;
    this.runs = List.copyOf(runs);
    for (SweptRun each : runs) {
      groups.computeIfAbsent(each.group(), key -> new ArrayList<>()).add(each);
    }
  }

  /**
   * Writes the page, whose file is {@code index.html}, and the numbers behind it.
   *
   * @param directory is made if need be
   * @param shown metrics to draw, as {@code stage.metric}
   * @throws UsageProblem if no run has such a metric
   */
  public void write(Path directory, List<String> shown) {
    try {
      Files.createDirectories(directory);
      ReportWriter.write(report(shown), directory, Figure.Pictures.SVG);
      AtomicFile.write(directory.resolve(CSV), csv().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StoreProblem.of("write", directory, e);
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("write", directory, e);
    }
  }

  private Report report(List<String> shown) {
    List<Report.Section> sections = new ArrayList<>();
    if (!shown.isEmpty()) sections.add(new Report.Section("Compared", "", drawings(shown)));
    sections.add(runsSection());
    for (String stage : stages()) {
      sections.add(
          new Report.Section(
              stage, "Metrics of the stage, over the runs of each row.", List.of(table(stage))));
    }
    Set<String> keys = runs.get(0).point().keySet();
    return new Report(
        "Sweep of the study " + study,
        keys.isEmpty() ? "one run" : "over " + String.join(", ", keys),
        "%d runs; those that differ in nothing but their seed are summed up."
            .formatted(runs.size()),
        List.of(),
        sections,
        List.of(),
        List.of());
  }

  private Report.Section runsSection() {
    List<String> header = new ArrayList<>(runs.get(0).point().keySet());
    header.add("run");
    List<List<String>> rows = new ArrayList<>();
    for (SweptRun each : runs) {
      List<String> row = new ArrayList<>(each.point().values());
      row.add(each.id());
      rows.add(row);
    }
    return new Report.Section(
        "Runs",
        "Each has a report of its own in its directory.",
        List.of(new ReportBlock.Table("Runs of the sweep", header, rows)));
  }

  private Set<String> stages() {
    Set<String> stages = new LinkedHashSet<>();
    for (SweptRun each : runs) stages.addAll(each.made().stages().keySet());
    return stages;
  }

  private ReportBlock table(String stage) {
    Set<String> metrics = new LinkedHashSet<>();
    for (SweptRun each : runs) metrics.addAll(metrics(each, stage).keySet());
    List<String> header = new ArrayList<>(groups.keySet().iterator().next().keySet());
    header.addAll(List.of("metric", "runs", "mean", "low", "high", "least", "most"));
    List<List<String>> rows = new ArrayList<>();
    for (String metric : metrics) {
      for (Map.Entry<Map<String, String>, List<SweptRun>> group : groups.entrySet()) {
        double[] values = values(group.getValue(), stage, metric);
        if (values.length == 0) continue;
        MeanInterval interval = MeanInterval.of(values, 0);
        List<String> row = new ArrayList<>(group.getKey().values());
        row.add(metric);
        row.add(Integer.toString(values.length));
        row.add(number(interval.mean()));
        row.add(number(interval.low()));
        row.add(number(interval.high()));
        row.add(number(Arrays.stream(values).min().orElseThrow()));
        row.add(number(Arrays.stream(values).max().orElseThrow()));
        rows.add(row);
      }
    }
    return new ReportBlock.Table(
        "Mean over runs, its 95 % bootstrap interval from 3 runs on, least and most", header, rows);
  }

  private List<ReportBlock> drawings(List<String> shown) {
    List<ReportBlock> blocks = new ArrayList<>();
    for (String name : shown) {
      blocks.add(new ReportBlock.Drawing(drawing(name), ""));
      List<List<String>> ranked = ranked(name);
      if (ranked.size() > 1) {
        List<String> header = new ArrayList<>(groups.keySet().iterator().next().keySet());
        header.addAll(List.of("runs", "mean", "low", "high"));
        blocks.add(
            new ReportBlock.Table("Ranked by " + name + ", the largest first", header, ranked));
      }
    }
    return blocks;
  }

  /** The rows of the search in the order of a metric's mean; none where it is a curve. */
  private List<List<String>> ranked(String name) {
    String stage = stageOf(name);
    Map<List<String>, Double> means = new LinkedHashMap<>();
    groups.forEach(
        (group, members) -> {
          double[] values = values(members, stage, metricOf(name));
          if (values.length == 0) return;
          MeanInterval interval = MeanInterval.of(values, 0);
          List<String> row = new ArrayList<>(group.values());
          row.add(Integer.toString(values.length));
          row.add(number(interval.mean()));
          row.add(number(interval.low()));
          row.add(number(interval.high()));
          means.put(row, interval.mean());
        });
    return means.entrySet().stream()
        .sorted(Map.Entry.<List<String>, Double>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String stageOf(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  private static String metricOf(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private Figure drawing(String name) {
    String stage = stageOf(name);
    String metric = metricOf(name);
    List<FeatureBars.Bar> bars = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          double[] values = values(members, stage, metric);
          if (values.length == 0) return;
          MeanInterval interval = MeanInterval.of(values, 0);
          bars.add(
              new FeatureBars.Bar(
                  group.isEmpty() ? "all runs" : words(group),
                  "mean",
                  interval.mean(),
                  interval.low(),
                  interval.high()));
        });
    if (bars.isEmpty() && runs.stream().anyMatch(each -> each.curves().containsKey(name))) {
      return curves(name);
    }
    if (bars.isEmpty()) {
      throw new UsageProblem(
          "no run has the metric %s%s".formatted(name, NearestName.hint(name, names())));
    }
    String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return FeatureBars.of(
        bars,
        new SeedBands.Words(file, name, "", metric),
        "Mean over runs with its 95 % bootstrap interval, where there are at least 3.");
  }

  /** The mean of the runs of each row with a band, over the steps of their trainings. */
  private Figure curves(String name) {
    List<LearningCurve.Curve> curves = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          String series = group.isEmpty() ? "all runs" : words(group);
          for (SweptRun each : members) {
            List<SweptRun.Line> lines = each.curves().getOrDefault(name, List.of());
            for (int i = 0; i < lines.size(); i++) {
              SweptRun.Line line = lines.get(i);
              String training = each.id() + (lines.size() == 1 ? "" : ", training " + (i + 1));
              curves.add(new LearningCurve.Curve(series, training, line.steps(), line.values()));
            }
          }
        });
    String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return SeedBands.of(
        curves, List.of(), new SeedBands.Words(file, name, "steps of the training log", name), 0);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(runs.get(0).curves().keySet());
    for (String stage : stages()) {
      for (String metric : metrics(runs.get(0), stage).keySet()) names.add(stage + "." + metric);
    }
    return names;
  }

  private static String words(Map<String, String> group) {
    return String.join(
        ", ",
        group.entrySet().stream()
            .map(each -> each.getKey().replaceFirst(".*\\.", "") + " " + each.getValue())
            .toList());
  }

  private static double[] values(List<SweptRun> members, String stage, String metric) {
    return members.stream()
        .map(each -> metrics(each, stage).get(metric))
        .filter(value -> value != null && Double.isFinite(value))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Map<String, Double> metrics(SweptRun run, String stage) {
    RunArtifacts.Entry entry = run.made().stages().get(stage);
    return entry == null ? Map.of() : entry.metrics();
  }

  private String csv() {
    List<String> header = new ArrayList<>(List.of("run"));
    header.addAll(runs.get(0).point().keySet());
    header.addAll(List.of("stage", "metric", "value"));
    StringBuilder text = new StringBuilder(CsvLine.of(header));
    for (SweptRun run : runs) {
      run.made()
          .stages()
          .forEach(
              (stage, entry) ->
                  entry
                      .metrics()
                      .forEach(
                          (metric, value) -> {
                            List<String> cells = new ArrayList<>(List.of(run.id()));
                            cells.addAll(run.point().values());
                            cells.addAll(List.of(stage, metric, String.valueOf(value)));
                            text.append(CsvLine.of(cells));
                          }));
    }
    return text.toString();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "";
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
