package io.fabula.pipelines.studies.doorkey;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.mediation.phases.EstimateEffects;
import io.fabula.pipelines.mediation.phases.PhaseChain;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.doorkey.panel.DoorKeyPanel;
import io.fabula.pipelines.studies.doorkey.report.DoorKeyReport;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import io.fabula.pipelines.studies.doorkey.stages.DrawVariable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * DoorKey in three phases: train a policy, learn the variable that mediates its effect, train a
 * policy that makes the variable happen; everything beside its exact value. Inspired by the DoorKey
 * experiment of Herlau and Larsen (AAAI 2022) and re-designed after the public description.
 */
public final class DoorKeyStudy implements Study<DoorKeySettings> {
  @Override
  public String name() {
    return "doorkey";
  }

  @Override
  public String description() {
    return "which event on the way to the goal mediates the effect of a policy in DoorKey";
  }

  @Override
  public Class<DoorKeySettings> settings() {
    return DoorKeySettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(DoorKeySettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(DoorKeySettings s) {
    List<Stage> stages =
        new ArrayList<>(
            new PhaseChain(
                    s.seed(),
                    s.worlds(),
                    s.seeds(),
                    s.policy(),
                    s.episodes(),
                    s.variable(),
                    s.manipulation(),
                    s.judgedEpisodes())
                .stages());
    stages.add(
        new DrawVariable(
            Phases.DRAW,
            PhaseChain.FILMED,
            new DrawVariable.Options(s.seed(), s.worlds(), s.films())));
    if (s.exact()) {
      stages.add(
          new EstimateEffects(
              Phases.ESTIMATE,
              Phases.TRAIN,
              new EstimateEffects.Options(s.seed(), s.worlds(), s.estimation())));
    }
    return stages;
  }

  @Override
  public Report report(CompletedRun<DoorKeySettings> run) throws IOException {
    return DoorKeyReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<DoorKeySettings> run) throws IOException {
    return DoorKeyPanel.open(run);
  }
}
