package io.fabula.pipelines.studies.interpret.report;

import static io.fabula.pipelines.studies.interpret.report.StoryCard.number;
import static io.fabula.pipelines.studies.interpret.report.StoryCard.signed;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.StoryTables;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the report says of the causal stories of an agent: a card for each that is shown. */
final class StoryReport {
  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;
  private final AgentArm arm;
  private final Artifact artifact;
  private final List<StoryTables.Story> stories;

  StoryReport(CompletedRun<InterpretSettings> run, ReportParts parts, AgentArm arm) {
    this.run = run;
    this.parts = parts;
    this.arm = arm;
    artifact = run.artifact(arm.of(StageNames.CAUSAL_STORIES));
    stories = StoryTables.stories(artifact);
  }

  /** Features whose story is shown. */
  List<String> shown() {
    return stories.stream()
        .filter(StoryTables.Story::shown)
        .map(StoryTables.Story::feature)
        .toList();
  }

  int judged() {
    return stories.size();
  }

  Report.Section section() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.addAll(parts.figures(arm.of(StageNames.CAUSAL_STORIES), "worth-of-seeing"));
    StoryCard.Tables tables =
        StoryCard.Tables.read(artifact, run.artifact(arm.of(StageNames.COMPONENT_STABILITY)));
    for (StoryTables.Story each : stories) {
      if (each.shown()) blocks.addAll(new StoryCard(parts, arm, each, tables).blocks());
    }
    notShown(blocks);
    blocks.add(
        new ReportBlock.Note(
            false,
            "How a story is judged",
            "(a) Seeing the feature changes the return: exact sign test over levels, adjusted over"
                + " all features and placebos. (b) The failures that blindness adds are those that"
                + " belong to the feature. (c) An edit of the world moves the agent's state more"
                + " than a placebo of about equal area, and more so than in %s of the same size"
                    .formatted(untrainedAgents())
                + " that watch the same frames. (d) No placebo passes (a)."));
    return new Report.Section(title(), lead(), blocks);
  }

  private String title() {
    return arm.studied() ? "Causal stories" : "Causal stories of the reference agent";
  }

  private String lead() {
    String what =
        "What the agent does because of a feature of the world, by intervention in the real game:"
            + " the same levels with the same random numbers, played by a twin whose decisions are"
            + " read from a memory that never saw the feature.";
    if (arm.studied()) return what;
    return "The agent that comes along was trained for longer than a run of this profile can. "
        + what;
  }

  private String untrainedAgents() {
    int count = run.resolved().settings().stories().untrainedAgents();
    return count == 1 ? "1 untrained agent" : count + " untrained agents";
  }

  private void notShown(List<ReportBlock> blocks) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Story each : stories) {
      if (each.shown()) continue;
      rows.add(
          List.of(
              each.feature() + (each.placebo() ? " (placebo)" : ""),
              Integer.toString(each.levels()),
              number(each.base()),
              number(each.blind()),
              signed(each.difference().mean()),
              signed(each.difference().low()) + " to " + signed(each.difference().high()),
              each.verdict()));
    }
    if (rows.isEmpty()) return;
    blocks.add(
        new ReportBlock.Table(
            "What is not shown, and why",
            List.of(
                "not seen",
                "levels",
                "return as it is",
                "without it",
                "difference",
                "95 % interval",
                "verdict"),
            rows));
  }
}
