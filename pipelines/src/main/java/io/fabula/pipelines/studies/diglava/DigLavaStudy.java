package io.fabula.pipelines.studies.diglava;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.mediation.panel.PolicyEpisodes;
import io.fabula.pipelines.mediation.phases.FilmInformed;
import io.fabula.pipelines.mediation.phases.PhaseChain;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.diglava.report.DigLavaReport;
import io.fabula.pipelines.studies.diglava.settings.DigLavaSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three phases of the study doorkey in a world of another kind: train a policy to cross two
 * rivers of lava, learn the variable that mediates its effect, train a policy that makes the
 * variable happen. An extension of ours.
 */
public final class DigLavaStudy implements Study<DigLavaSettings> {
  @Override
  public String name() {
    return "diglava";
  }

  @Override
  public String description() {
    return "which event on the way across two rivers of lava mediates the effect of a policy";
  }

  @Override
  public Class<DigLavaSettings> settings() {
    return DigLavaSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small");
  }

  @Override
  public long seed(DigLavaSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(DigLavaSettings s) {
    List<Stage> stages = new ArrayList<>(s.chain().stages());
    stages.add(
        new FilmInformed(
            Phases.FILM,
            PhaseChain.FILMED,
            new FilmInformed.Options(s.seed(), s.worlds(), s.films())));
    return stages;
  }

  @Override
  public Report report(CompletedRun<DigLavaSettings> run) throws IOException {
    return DigLavaReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<DigLavaSettings> run) throws IOException {
    DigLavaSettings settings = run.settings();
    return new PolicyEpisodes(
            run,
            new PolicyEpisodes.Subject(
                name(),
                "Which event on the way across the lava mediates the effect",
                settings.worlds(),
                settings.variable(),
                settings.seed(),
                settings.episodes().episodes()))
        .view(run, Optional.empty());
  }
}
