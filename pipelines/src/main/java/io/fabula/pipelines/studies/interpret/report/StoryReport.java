package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.settings.StorySettings;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import io.fabula.pipelines.studies.interpret.stages.TellCausalStories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the report says of causal stories, and of the untrained agents that they are held against.
 */
public final class StoryReport {
  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  StoryReport(CompletedRun<InterpretSettings> run, ReportParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /** A number of agents in words. */
  static String untrainedAgents(int count) {
    return count == 1 ? "1 untrained agent" : count + " untrained agents";
  }

  Report.Section section(List<StoryVerdict> verdicts) throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(new ReportBlock.Story("Is it more than untrained agents show?", verdicts));
    blocks.add(
        new ReportBlock.Note(false, "What these untrained agents can tell", reach(verdicts)));
    blocks.add(agents(verdicts));
    blocks.addAll(parts.figures(StageNames.CAUSAL_STORIES));
    blocks.add(
        new ReportBlock.Note(
            true,
            "What this does not say",
            "Cross-correlations say what moves with what, and when; only interventions test"
                + " causes. Simulated rollouts take the most likely actions."));
    return new Report.Section(
        "Causal stories",
        "Which components of the agent's memory move together over time within each behaviour,"
            + " judged against the same chain with %s."
                .formatted(untrainedAgents(settings().untrainedAgents())),
        blocks);
  }

  private StorySettings settings() {
    return run.resolved().settings().stories();
  }

  /** The smallest p-values that are possible, whatever the studied agent had shown. */
  private String reach(List<StoryVerdict> verdicts) {
    Map<Integer, Double> attainable = new TreeMap<>();
    for (StoryVerdict each : verdicts) {
      if (!Double.isNaN(each.pAttainable())) {
        attainable.put(each.difference(), each.pAttainable());
      }
    }
    if (attainable.isEmpty()) {
      return "Nothing: it takes at least two with large enough behaviours. Raise"
          + " stories.untrained_agents or simulation.samples.";
    }
    List<String> each = new ArrayList<>();
    attainable.forEach(
        (k, p) -> each.add(String.format(Locale.ROOT, "%.2g at difference %d", p, k)));
    return "The smallest p-value that they leave to a single entry, were its story perfect: %s."
            .formatted(String.join(", ", each))
        + " It is then adjusted for %d entries and has to reach %s."
            .formatted(verdicts.size(), settings().falseDiscoveryRate())
        + " More untrained agents (stories.untrained_agents) make it smaller.";
  }

  private ReportBlock agents(List<StoryVerdict> verdicts) {
    List<String> header = new ArrayList<>(List.of("agent", "recorded steps", "simulator's steps"));
    for (int k : settings().judgedDifferences()) header.add(k == 1 ? "1 step" : k + " steps");
    List<List<String>> rows = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    for (int k : settings().judgedDifferences()) {
      own.add(
          verdicts.stream()
              .filter(each -> each.difference() == k && !Double.isNaN(each.low()))
              .mapToDouble(StoryVerdict::strength)
              .max()
              .orElse(Double.NaN));
    }
    rows.add(row("studied", AgentArm.STUDIED, own));
    TellCausalStories.strongestUntrained(run.artifact(StageNames.CAUSAL_STORIES))
        .forEach((agent, found) -> rows.add(row("untrained " + agent, new AgentArm(agent), found)));
    return new ReportBlock.Table(
        "The agents that are compared, and their strongest entry at each time difference",
        header,
        rows);
  }

  private List<String> row(String name, AgentArm arm, List<Double> strongest) {
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(InterpretReport.number(run.metric(arm.of(StageNames.RECORD_ROLLOUTS), "steps")));
    row.add(InterpretReport.number(run.metric(arm.of(StageNames.TRAIN_SIMULATOR), "steps")));
    for (double each : strongest) {
      row.add(Double.isNaN(each) ? "none" : String.format(Locale.ROOT, "%.3f", each));
    }
    return row;
  }
}
