package io.fabula.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.Planner;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportDirectory;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = "Write the report of a complete run again, without computing anything.",
    mixinStandardHelpOptions = true,
    footer = {"", "Names given since by ./fabula label or in the panel stand in it."})
final class ReportCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  @Parameters(paramLabel = "RUN", description = "Id of the run, or its beginning.")
  private String run = "";

  @Mixin private StoreOption store = new StoreOption();

  ReportCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    Store opened = store.open();
    RecordedRun found = RecordedRun.named(opened, studies, run);
    out.println("report " + write(studies.named(found.study()), opened, found));
    return 0;
  }

  private static <C extends Record> Path write(Study<C> study, Store store, RecordedRun found) {
    ResolvedStudy<C> resolved = resolved(study, found);
    Plan plan = new Planner(store, study.name(), Set.of(), false).plan(resolved.stages());
    if (!plan.stale().isEmpty()) {
      throw new UsageProblem(
          "run %s is not complete: %s; ./fabula run %s --profile=%s --config=%s completes it"
              .formatted(
                  found.id(),
                  plan.stale().get(0).stage().name(),
                  study.name(),
                  found.profile(),
                  found.directory().resolve(RecordedRun.CONFIG)));
    }
    ReportDirectory report = new ReportDirectory(store.run(found.id()).report());
    report.write(new CompletedRun<>(resolved, store, plan.stages()));
    return report.page();
  }

  /** The run's settings as the profile with what differs from it, as its command said them. */
  private static <C extends Record> ResolvedStudy<C> resolved(Study<C> study, RecordedRun found) {
    Path config = found.directory().resolve(RecordedRun.CONFIG);
    ResolvedStudy<C> all = ResolvedStudy.of(study, found.profile(), Optional.of(config), List.of());
    ResolvedStudy<C> plain = ResolvedStudy.of(study, found.profile(), Optional.empty(), List.of());
    List<String> overrides = new ArrayList<>();
    for (String key : all.origins().keySet()) {
      JsonNode value = all.valueOf(key);
      if (value.equals(plain.valueOf(key))) continue;
      overrides.add(key + "=" + (value.isTextual() ? value.asText() : value.toString()));
    }
    return ResolvedStudy.of(study, found.profile(), Optional.empty(), overrides);
  }
}
