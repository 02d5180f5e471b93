package io.fabula.pipelines.cli;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RecordedSweep;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "List the runs and sweeps in the store; show one, compare two.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  @Mixin private StoreOption store = new StoreOption();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  RunsCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    Store opened = store.open();
    List<RecordedRun> runs = RecordedRun.all(opened, studies);
    if (json) {
      print(out, runs.stream().map(RunsCommand::summary).toList());
      return 0;
    }
    List<RecordedSweep> sweeps = RecordedSweep.all(opened);
    if (!runs.isEmpty()) {
      TextTable table = new TextTable("RUN", "STAGES", "LAST WORKED ON", "REPORT");
      for (RecordedRun run : runs) {
        table.row(
            Shown.escaped(run.id()),
            stages(run),
            time(run.last()),
            run.report().isPresent() ? "yes" : "no");
      }
      table.print(out);
    }
    if (!sweeps.isEmpty()) {
      TextTable table = new TextTable("SWEEP", "RUNS", "LAST WRITTEN");
      for (RecordedSweep sweep : sweeps) {
        table.row(
            Shown.escaped(sweep.id()), Integer.toString(sweep.runs().size()), time(sweep.last()));
      }
      table.print(out);
    }
    out.println("%d runs in store %s".formatted(runs.size(), opened.location()));
    return 0;
  }

  static void print(PrintWriter out, Object value) {
    out.print(new String(Json.pretty(value), StandardCharsets.UTF_8));
    out.flush();
  }

  /** What of a run a program may want to know; the same in all commands. */
  static Map<String, Object> summary(RecordedRun run) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("id", run.id());
    summary.put("study", run.study());
    summary.put("profile", run.profile());
    summary.put("last", time(run.last()));
    summary.put("complete", run.isComplete());
    summary.put("complete_stages", run.complete());
    summary.put("stages", run.stages().size());
    summary.put("directory", run.directory().toString());
    run.report().ifPresent(page -> summary.put("report", page.toString()));
    return summary;
  }

  static String stages(RecordedRun run) {
    return run.known() ? run.complete() + " of " + run.stages().size() : "unknown";
  }

  /** In UTC, to the second. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
