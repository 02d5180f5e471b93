package io.fabula.pipelines.studies.scinet;

import static io.fabula.pipelines.studies.scinet.stages.StageNames.CHANGE_LATENTS;
import static io.fabula.pipelines.studies.scinet.stages.StageNames.READ_REPRESENTATION;
import static io.fabula.pipelines.studies.scinet.stages.StageNames.RECORD_DECISIONS;
import static io.fabula.pipelines.studies.scinet.stages.StageNames.TRAIN_AGENTS;
import static io.fabula.pipelines.studies.scinet.stages.StageNames.TRAIN_SELECTION;
import static io.fabula.pipelines.studies.scinet.stages.StageNames.WRITE_TEXT_LOGS;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.scinet.panel.ScinetPanel;
import io.fabula.pipelines.studies.scinet.report.ScinetReport;
import io.fabula.pipelines.studies.scinet.settings.ScinetSettings;
import io.fabula.pipelines.studies.scinet.stages.ChangeLatents;
import io.fabula.pipelines.studies.scinet.stages.ReadRepresentation;
import io.fabula.pipelines.studies.scinet.stages.RecordDecisions;
import io.fabula.pipelines.studies.scinet.stages.TrainAgents;
import io.fabula.pipelines.studies.scinet.stages.TrainSelection;
import io.fabula.pipelines.studies.scinet.stages.WriteTextLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From agents in one box to the few numbers that each of them needs. */
public final class ScinetStudy implements Study<ScinetSettings> {
  @Override
  public String name() {
    return "scinet";
  }

  @Override
  public String description() {
    return "which few numbers each of several agents in one box needs";
  }

  @Override
  public Class<ScinetSettings> settings() {
    return ScinetSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(ScinetSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(ScinetSettings s) {
    List<Stage> stages =
        new ArrayList<>(
            List.of(
                new TrainAgents(
                    TRAIN_AGENTS, new TrainAgents.Options(s.seed(), s.world(), s.agents())),
                new RecordDecisions(
                    RECORD_DECISIONS,
                    TRAIN_AGENTS,
                    RecordDecisions.Options.of(s.seed(), s.world(), s.agents(), s.data())),
                new TrainSelection(
                    TRAIN_SELECTION,
                    RECORD_DECISIONS,
                    new TrainSelection.Options(s.seed(), s.world(), s.selection())),
                new ReadRepresentation(
                    READ_REPRESENTATION,
                    RECORD_DECISIONS,
                    TRAIN_SELECTION,
                    new ReadRepresentation.Options(
                        s.seed(), s.world(), s.selection(), s.reading())),
                new ChangeLatents(
                    CHANGE_LATENTS,
                    TRAIN_SELECTION,
                    new ChangeLatents.Options(
                        s.seed(), s.world(), s.agents().glow(), s.selection(), s.reading()))));
    if (s.textLogs()) {
      stages.add(
          new WriteTextLogs(
              WRITE_TEXT_LOGS,
              TRAIN_AGENTS,
              TRAIN_SELECTION,
              new WriteTextLogs.Options(
                  s.world().agents(), s.selection().latents(), s.selection().batch())));
    }
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<ScinetSettings> run) throws IOException {
    return ScinetReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<ScinetSettings> run) throws IOException {
    return ScinetPanel.open(run);
  }
}
