package io.fabula.pipelines.sums;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import java.util.List;

/** A small real chain: draw numbers in shards, then fold them. */
public final class SumsStudy implements Study<SumsSettings> {
  @Override
  public String name() {
    return "sums";
  }

  @Override
  public String description() {
    return "draws numbers and adds them up";
  }

  @Override
  public Class<SumsSettings> settings() {
    return SumsSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "small");
  }

  @Override
  public long seed(SumsSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(SumsSettings settings) {
    return List.of(
        new DrawNumbers(new DrawNumbers.Options(settings.seed(), settings.draw())),
        new FoldNumbers(new FoldNumbers.Options(settings.fold().label())));
  }

  @Override
  public Report report(CompletedRun<SumsSettings> run) {
    return new Report(
        "Sums",
        run.resolved().runId(),
        "The sum is " + run.metric("fold-numbers", "sum") + ".",
        List.of(),
        List.of(),
        run.settings(),
        run.lineage());
  }
}
