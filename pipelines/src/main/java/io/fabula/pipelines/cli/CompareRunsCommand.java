package io.fabula.pipelines.cli;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.report.ReportWriter;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RunComparison;
import io.fabula.pipelines.runs.RunDifference;
import io.fabula.pipelines.runs.RunDifference.Pair;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Compare two runs: settings, content of stages, metrics.",
    mixinStandardHelpOptions = true)
final class CompareRunsCommand implements Callable<Integer> {
  private static final int HASH_DIGITS = 12;

  private final Studies studies;
  private final PrintWriter out;

  @Parameters(index = "0", paramLabel = "A", description = "Id of a run, or its beginning.")
  private String a = "";

  @Parameters(index = "1", paramLabel = "B", description = "Id of another.")
  private String b = "";

  @Mixin private StoreOption store = new StoreOption();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Option(
      names = "--page",
      paramLabel = "DIR",
      description = "Write a page with what differs, figures side by side, into this directory.")
  private @Nullable Path page;

  CompareRunsCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Store opened = store.open();
    RecordedRun first = RecordedRun.named(opened, studies, a);
    RecordedRun second = RecordedRun.named(opened, studies, b);
    RunDifference difference = RunDifference.between(first, second);
    if (json) {
      RunsCommand.print(out, difference);
      return 0;
    }
    out.println("A " + Shown.escaped(first.id()));
    out.println("B " + Shown.escaped(second.id()));
    table("SETTING", difference.settings(), false);
    table("STAGE", difference.stages(), true);
    table("METRIC", difference.metrics(), false);
    out.println(
        "%d settings differ, %d stages differ, %d have the same content"
            .formatted(
                difference.settings().size(), difference.stages().size(), difference.sameStages()));
    if (page != null) out.println("page " + write(page, opened, first, second, difference));
    return 0;
  }

  private Path write(
      Path directory, Store opened, RecordedRun first, RecordedRun second, RunDifference difference)
      throws IOException {
    if (Files.exists(directory) && !Files.isRegularFile(directory.resolve("report.js"))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        if (files.iterator().hasNext()) {
          throw new UsageProblem(
              "%s is not empty and holds no page of ours; name another directory"
                  .formatted(Shown.escaped(directory.toString())));
        }
      } catch (NotDirectoryException e) {
        throw new UsageProblem(
            "--page must name a directory, %s is a file"
                .formatted(Shown.escaped(directory.toString())),
            e);
      }
    }
    Report report =
        RunComparison.of(
            first.open(studies.named(first.study()), opened),
            second.open(studies.named(second.study()), opened),
            difference);
    return ReportWriter.write(report, directory, Figure.Pictures.SVG);
  }

  private void table(String title, Map<String, Pair> rows, boolean hashes) {
    if (rows.isEmpty()) return;
    out.println();
    TextTable table = new TextTable(title, "A", "B");
    rows.forEach(
        (name, pair) ->
            table.row(Shown.escaped(name), cell(pair.a(), hashes), cell(pair.b(), hashes)));
    table.print(out);
  }

  private static String cell(String value, boolean hash) {
    if (value.isEmpty()) return "-";
    return hash && value.matches("[0-9a-f]{20,}")
        ? value.substring(0, HASH_DIGITS)
        : Shown.value(value);
  }
}
