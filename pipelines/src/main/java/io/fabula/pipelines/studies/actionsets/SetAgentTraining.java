package io.fabula.pipelines.studies.actionsets;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.agents.PpoTraining;
import io.fabula.pipelines.studies.agents.TrainingSpeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The training of one agent that chooses from sets, with one seed, as a stage of its own. */
public interface SetAgentTraining extends PpoTraining {
  /** Which agent. */
  SetAgent agent();

  /** The stage that trains it. */
  default String stage() {
    return "train-" + agent().id().replace('_', '-') + "-" + seed();
  }

  /** How fast the trainings of a run were, for its report. */
  static List<ReportBlock> speeds(CompletedRun<?> run, List<? extends SetAgentTraining> trainings)
      throws IOException {
    List<TrainingSpeed.Training> all = new ArrayList<>();
    for (SetAgentTraining each : trainings) {
      String title = each.agent().title();
      all.add(new TrainingSpeed.Training(title, each.seed(), run.artifact(each.stage())));
    }
    return TrainingSpeed.table(all);
  }
}
