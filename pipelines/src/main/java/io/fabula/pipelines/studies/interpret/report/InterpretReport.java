package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.labels.Label;
import io.fabula.pipelines.labels.LabelledBlocks;
import io.fabula.pipelines.stories.StoryGradients;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.EvaluationSettings;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.EvaluateSimulator;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says, in the order of the chain. */
public final class InterpretReport {
  private static final int CLIP_COLUMNS = 2;
  private static final String OVERLAYS =
      "The arrow is the action; the left square brightens as the episode ends, the right one with"
          + " a reward.";

  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  private InterpretReport(CompletedRun<InterpretSettings> run) {
    this.run = run;
    parts = new ReportParts(run);
  }

  public static Report of(CompletedRun<InterpretSettings> run) throws IOException {
    return new InterpretReport(run).report();
  }

  private Report report() throws IOException {
    List<StoryReport> stories = new ArrayList<>();
    stories.add(new StoryReport(run, parts, AgentArm.STUDIED));
    if (run.resolved().settings().tellsReference()) {
      stories.add(new StoryReport(run, parts, StageNames.REFERENCE));
    }
    List<Report.Section> sections = new ArrayList<>();
    LabelledBlocks own =
        new LabelledBlocks(
            run.labels(StageNames.REDUCE_HIDDEN_STATES, StageNames.CLUSTER_BEHAVIOURS));
    LabelledBlocks others =
        new LabelledBlocks(run.labels(StageNames.REFERENCE.of(StageNames.REDUCE_HIDDEN_STATES)));
    for (int i = 0; i < stories.size(); i++) {
      sections.add((i == 0 ? own : others).section(stories.get(i).section()));
    }
    sections.addAll(new RequestReport(run, parts).sections());
    sections.addAll(List.of(agent(), simulator()));
    sections.add(own.section(hiddenStates()));
    sections.add(own.section(behaviours()));
    List<Report.Section> analyses = new ArrayList<>(new MapsReport(run, parts).sections());
    analyses.addAll(new AnalysesReport(run, parts).sections());
    analyses.addAll(new SimulatorAnalysesReport(run, parts).sections());
    for (Report.Section each : analyses) sections.add(own.section(each));
    return new Report(
        "Why the CoinRun agent does what it does",
        "study interpret, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        summary(stories),
        facts(stories),
        sections,
        run.settings(),
        run.lineage());
  }

  private String summary(List<StoryReport> stories) {
    double low = run.metric(StageNames.EVALUATE_AGENT, "agent_minus_right_and_up_low");
    String agent =
        low > 0
            ? "The agent collects more coins than holding right and jump does."
            : "That the agent does better than holding right and jump is not shown.";
    StringBuilder text = new StringBuilder(agent);
    for (int i = 0; i < stories.size(); i++) {
      text.append(i == 0 ? " Causal stories that are shown of it: " : " Of the reference agent: ");
      List<String> shown = stories.get(i).shown();
      text.append(shown.isEmpty() ? "none" : String.join(", ", shown)).append('.');
    }
    return text.toString();
  }

  private boolean unseen() {
    EvaluationSettings evaluation = run.resolved().settings().evaluation();
    return run.resolved()
        .settings()
        .world()
        .keepsFromTraining(evaluation.firstLevel(), evaluation.levels());
  }

  private List<Report.Fact> facts(List<StoryReport> stories) {
    StoryReport last = stories.get(stories.size() - 1);
    return List.of(
        new Report.Fact(
            "Mean return of the agent",
            number(run.metric(StageNames.EVALUATE_AGENT, "agent")),
            "right and jump %s, random %s, on %d %s"
                .formatted(
                    number(run.metric(StageNames.EVALUATE_AGENT, "right_and_up")),
                    number(run.metric(StageNames.EVALUATE_AGENT, "random")),
                    run.resolved().settings().evaluation().levels(),
                    unseen() ? "unseen levels" : "levels, some of which it may have trained on")),
        new Report.Fact(
            "Simulated image error, last step",
            number(run.metric(StageNames.EVALUATE_SIMULATOR, "image_last")),
            "mean image %s, repeating the last frame %s"
                .formatted(
                    number(run.metric(StageNames.EVALUATE_SIMULATOR, "mean_image_last")),
                    number(run.metric(StageNames.EVALUATE_SIMULATOR, "repeat_last_last")))),
        new Report.Fact(
            "Variance in 6 principal components",
            percent(run.metric(StageNames.REDUCE_HIDDEN_STATES, "variance_of_first_6")),
            "%s components for 95 %%"
                .formatted(
                    number(
                        run.metric(StageNames.REDUCE_HIDDEN_STATES, "components_for_95_percent")))),
        new Report.Fact(
            stories.size() > 1 ? "Stories shown, reference agent" : "Stories shown",
            Integer.toString(last.shown().size()),
            "of %d features, placebos among them".formatted(last.judged())));
  }

  /** What is simulated is worth no more than the simulator. */
  private String foresight() {
    return EvaluateSimulator.seesAhead(run.artifact(StageNames.EVALUATE_SIMULATOR))
        ? ""
        : " At its last step the simulator does not predict better than its baselines: until it"
            + " does, these behaviours are the simulator's, not the world's.";
  }

  private Report.Section agent() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.EVALUATE_AGENT));
    blocks.add(
        new ReportBlock.Table(
            "Mean undiscounted return, points",
            List.of("policy", "return", "agent minus policy", "95 % interval"),
            List.of(
                List.of("agent", number(run.metric(StageNames.EVALUATE_AGENT, "agent")), "", ""),
                policy("right and jump", "right_and_up"),
                policy("random", "random"))));
    blocks.add(
        new ReportBlock.Verdicts(
            "What is claimed",
            List.of(
                claim("The agent does better than a random policy", "agent_minus_random"),
                claim(
                    "The agent does better than holding right and jump",
                    "agent_minus_right_and_up"))));
    return new Report.Section(
        "The agent",
        "Recurrent PPO on CoinRun frames, compared level by level with two policies that see"
            + " nothing.",
        blocks);
  }

  private List<String> policy(String name, String metric) {
    String difference = "agent_minus_" + metric;
    return List.of(
        name,
        number(run.metric(StageNames.EVALUATE_AGENT, metric)),
        number(run.metric(StageNames.EVALUATE_AGENT, difference)),
        interval(difference));
  }

  private ReportBlock.Claim claim(String text, String difference) {
    return new ReportBlock.Claim(
        text,
        run.metric(StageNames.EVALUATE_AGENT, difference + "_low") > 0,
        "mean paired difference %s, 95 %% bootstrap interval %s"
            .formatted(
                number(run.metric(StageNames.EVALUATE_AGENT, difference)), interval(difference)));
  }

  private String interval(String difference) {
    return "%s to %s"
        .formatted(
            number(run.metric(StageNames.EVALUATE_AGENT, difference + "_low")),
            number(run.metric(StageNames.EVALUATE_AGENT, difference + "_high")));
  }

  private Report.Section simulator() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.EVALUATE_SIMULATOR));
    blocks.addAll(
        parts.clips(
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            "From the same beginning: left what was recorded, right what agent and simulator make"
                + " of it on their own. Actions may differ from the second step on. "
                + OVERLAYS,
            CLIP_COLUMNS));
    blocks.addAll(parts.figures(StageNames.TRAIN_SIMULATOR));
    blocks.addAll(parts.figures(StageNames.CAUSAL_STORIES, "gradients-against-pushes"));
    List<StoryGradients.Row> gradients =
        StoryGradients.read(run.artifact(StageNames.CAUSAL_STORIES));
    if (!gradients.isEmpty()) blocks.add(GradientWords.table(gradients));
    return new Report.Section(
        "The simulator",
        "A recurrent state-space model of the world with the frozen agent inside, measured on"
            + " episodes it was not trained on.",
        blocks);
  }

  private Report.Section hiddenStates() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.REDUCE_HIDDEN_STATES));
    if (run.metric(StageNames.REDUCE_HIDDEN_STATES, "ica_converged") < 1) {
      blocks.add(
          new ReportBlock.Note(
              true,
              "The independent components did not converge",
              "Raise reduction.ica_iterations or record more episodes."));
    }
    blocks.add(
        new ReportBlock.Note(
            false,
            "The independent components depend on their start",
            "The best of several starts of FastICA is shown (reduction.ica_starts); the objective"
                + " of"
                + " the worst was lower by %s."
                    .formatted(
                        percent(
                            run.metric(StageNames.REDUCE_HIDDEN_STATES, "ica_spread_of_starts")))));
    names(blocks, StageNames.REDUCE_HIDDEN_STATES);
    return new Report.Section(
        "Hidden states", "The agent's memory in real rollouts, and its components.", blocks);
  }

  /** What people call what a stage found, with their notes. */
  private void names(List<ReportBlock> blocks, String stage) {
    List<List<String>> rows = new ArrayList<>();
    for (Label each : run.labels(stage)) {
      rows.add(
          List.of(
              each.subject(),
              each.words(),
              each.note(),
              each.samples().isEmpty() ? "" : each.samples().toString()));
    }
    if (rows.isEmpty()) return;
    blocks.add(
        new ReportBlock.Table(
            "Names that were given", List.of("what", "name", "note", "rollouts"), rows));
  }

  private Report.Section behaviours() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.CLUSTER_BEHAVIOURS));
    blocks.addAll(parts.figures(StageNames.CORRELATE_COMPONENTS));
    names(blocks, StageNames.CLUSTER_BEHAVIOURS);
    blocks.add(
        new ReportBlock.Note(
            true,
            "What correlations do not say",
            "They say what moves with what, and when. Components of agents that learned nothing"
                + " lead and follow each other as much, so no cause is told by them."
                + foresight()));
    blocks.addAll(
        parts.clips(
            StageNames.CLUSTER_BEHAVIOURS,
            "Of each behaviour the simulated rollout with the most steps in its cluster, right;"
                + " left what was recorded from the same beginning. "
                + OVERLAYS,
            CLIP_COLUMNS));
    return new Report.Section(
        "Behaviours",
        "Clusters of the combined dynamics of agent and world, found among their "
            + run.resolved().settings().behaviours().embedding().words()
            + ".",
        blocks);
  }

  static String number(double value) {
    if (Double.isNaN(value)) return "none";
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
