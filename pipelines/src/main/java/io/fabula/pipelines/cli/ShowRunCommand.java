package io.fabula.pipelines.cli;

import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RecordedSweep;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show a run: its settings, what it made, its metrics; or a sweep and its runs.",
    mixinStandardHelpOptions = true)
final class ShowRunCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  @Parameters(paramLabel = "RUN", description = "Id of the run or sweep, or its beginning.")
  private String run = "";

  @Mixin private StoreOption store = new StoreOption();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  ShowRunCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    Store opened = store.open();
    List<RecordedSweep> sweeps =
        run.startsWith(RecordedSweep.PREFIX) ? RecordedSweep.beginningWith(opened, run) : List.of();
    if (sweeps.size() == 1) {
      show(sweeps.get(0));
      return 0;
    }
    RecordedRun found = RecordedRun.named(opened, studies, run);
    if (json) {
      Map<String, Object> all = RunsCommand.summary(found);
      all.put("settings", found.settings());
      all.put("artifacts", found.stages());
      RunsCommand.print(out, all);
      return 0;
    }
    out.println("run     " + Shown.escaped(found.id()));
    out.println("last    " + RunsCommand.time(found.last()));
    out.println("stages  " + RunsCommand.stages(found) + " complete");
    found
        .settings()
        .forEach((key, value) -> out.println("  " + Shown.escaped(key) + "=" + Shown.value(value)));
    found
        .stages()
        .forEach(
            (stage, entry) -> {
              out.println(Shown.escaped(stage) + "  " + Shown.escaped(entry.signature()));
              entry
                  .metrics()
                  .forEach(
                      (name, value) ->
                          out.printf(Locale.ROOT, "  %s %s%n", Shown.escaped(name), value));
              LabelBook.of(opened, entry.study(), stage, entry.signature())
                  .all()
                  .forEach(
                      label ->
                          out.println(
                              "  " + label.subject() + ": " + Shown.escaped(label.words())));
            });
    out.println("directory " + found.directory());
    found.report().ifPresent(page -> out.println("report " + page));
    return 0;
  }

  private void show(RecordedSweep sweep) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("id", sweep.id());
      all.put("last", RunsCommand.time(sweep.last()));
      all.put("runs", sweep.runs());
      all.put("report", sweep.page().toString());
      RunsCommand.print(out, all);
      return;
    }
    out.println("sweep   " + Shown.escaped(sweep.id()));
    out.println("last    " + RunsCommand.time(sweep.last()));
    for (String each : sweep.runs()) out.println("run     " + Shown.escaped(each));
    out.println("report  " + sweep.page());
  }
}
