package io.fabula.pipelines.studies.doorkey;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.doorkey.panel.DoorKeyPanel;
import io.fabula.pipelines.studies.doorkey.report.DoorKeyReport;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import io.fabula.pipelines.studies.doorkey.stages.ContinuePolicy;
import io.fabula.pipelines.studies.doorkey.stages.DoorKeyStages;
import io.fabula.pipelines.studies.doorkey.stages.DrawVariable;
import io.fabula.pipelines.studies.doorkey.stages.EstimateEffects;
import io.fabula.pipelines.studies.doorkey.stages.EvaluatePolicies;
import io.fabula.pipelines.studies.doorkey.stages.LearnVariable;
import io.fabula.pipelines.studies.doorkey.stages.RecordEpisodes;
import io.fabula.pipelines.studies.doorkey.stages.TrainManipulation;
import io.fabula.pipelines.studies.doorkey.stages.TrainPolicy;
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
            List.of(
                new TrainPolicy(
                    DoorKeyStages.TRAIN,
                    new TrainPolicy.Options(s.seed(), s.size(), s.seeds(), s.policy())),
                new RecordEpisodes(
                    DoorKeyStages.RECORD,
                    DoorKeyStages.TRAIN,
                    new RecordEpisodes.Options(s.seed(), s.size(), s.seeds(), s.episodes())),
                new LearnVariable(
                    DoorKeyStages.LEARN,
                    DoorKeyStages.RECORD,
                    new LearnVariable.Options(s.seed(), s.seeds(), s.variable())),
                new TrainManipulation(
                    DoorKeyStages.MANIPULATE,
                    DoorKeyStages.RECORD,
                    DoorKeyStages.LEARN,
                    new TrainManipulation.Options(
                        s.seed(), s.size(), s.seeds(), s.policy(), s.manipulation())),
                new ContinuePolicy(
                    DoorKeyStages.CONTINUE,
                    DoorKeyStages.TRAIN,
                    DoorKeyStages.MANIPULATE,
                    new ContinuePolicy.Options(s.seed(), s.size(), s.seeds(), s.policy())),
                new EvaluatePolicies(
                    DoorKeyStages.EVALUATE,
                    new EvaluatePolicies.From(
                        DoorKeyStages.TRAIN,
                        DoorKeyStages.RECORD,
                        DoorKeyStages.LEARN,
                        DoorKeyStages.MANIPULATE,
                        DoorKeyStages.CONTINUE),
                    new EvaluatePolicies.Options(
                        s.seed(), s.size(), s.seeds(), s.judgedEpisodes())),
                new DrawVariable(
                    DoorKeyStages.DRAW,
                    new DrawVariable.From(
                        DoorKeyStages.TRAIN,
                        DoorKeyStages.RECORD,
                        DoorKeyStages.LEARN,
                        DoorKeyStages.MANIPULATE),
                    new DrawVariable.Options(s.seed(), s.size(), s.films()))));
    if (s.exact()) {
      stages.add(
          new EstimateEffects(
              DoorKeyStages.ESTIMATE,
              DoorKeyStages.TRAIN,
              new EstimateEffects.Options(s.seed(), s.size(), s.estimation())));
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
