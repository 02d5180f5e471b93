package io.fabula.pipelines.studies.doorkey;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.mediation.phases.ContinuePolicy;
import io.fabula.pipelines.mediation.phases.EstimateEffects;
import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.FilmInformed;
import io.fabula.pipelines.mediation.phases.LearnVariable;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.RecordEpisodes;
import io.fabula.pipelines.mediation.phases.TrainManipulation;
import io.fabula.pipelines.mediation.phases.TrainPolicy;
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
            List.of(
                new TrainPolicy(
                    Phases.TRAIN,
                    new TrainPolicy.Options(s.seed(), s.worlds(), s.seeds(), s.policy())),
                new RecordEpisodes(
                    Phases.RECORD,
                    Phases.TRAIN,
                    new RecordEpisodes.Options(s.seed(), s.worlds(), s.seeds(), s.episodes())),
                new LearnVariable(
                    Phases.LEARN,
                    Phases.RECORD,
                    new LearnVariable.Options(s.seed(), s.worlds(), s.seeds(), s.variable())),
                new TrainManipulation(
                    Phases.MANIPULATE,
                    Phases.RECORD,
                    Phases.LEARN,
                    new TrainManipulation.Options(
                        s.seed(), s.worlds(), s.seeds(), s.policy(), s.manipulation())),
                new ContinuePolicy(
                    Phases.CONTINUE,
                    Phases.TRAIN,
                    Phases.MANIPULATE,
                    new ContinuePolicy.Options(s.seed(), s.worlds(), s.seeds(), s.policy())),
                new EvaluatePolicies(
                    Phases.EVALUATE,
                    new EvaluatePolicies.From(
                        Phases.TRAIN,
                        Phases.RECORD,
                        Phases.LEARN,
                        Phases.MANIPULATE,
                        Phases.CONTINUE),
                    new EvaluatePolicies.Options(
                        s.seed(), s.worlds(), s.seeds(), s.judgedEpisodes())),
                new DrawVariable(
                    Phases.DRAW,
                    new FilmInformed.From(
                        Phases.TRAIN, Phases.RECORD, Phases.LEARN, Phases.MANIPULATE),
                    new DrawVariable.Options(s.seed(), s.worlds(), s.films()))));
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
