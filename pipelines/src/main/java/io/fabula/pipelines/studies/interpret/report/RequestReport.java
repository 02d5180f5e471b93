package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.stories.ExperimentEffects;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the report says of experiments that were asked for. */
final class RequestReport {
  private static final List<String> EXPERIMENTS =
      List.of(
          StageNames.MOVE_COIN,
          StageNames.STEER_AGENT,
          StageNames.RESAMPLE_STATES,
          StageNames.FEED_BACK_PATHS,
          StageNames.COUNT_FALSE_POSITIVES);

  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  RequestReport(CompletedRun<InterpretSettings> run, ReportParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /** One section for each of them. */
  List<Report.Section> sections() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    for (String stage : EXPERIMENTS) if (run.has(stage)) sections.add(section(stage));
    return sections;
  }

  private Report.Section section(String stage) throws IOException {
    if (stage.equals(StageNames.COUNT_FALSE_POSITIVES)) return falsePositives(stage);
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage));
    List<List<String>> rows = new ArrayList<>();
    for (ExperimentEffects.Effect each : ExperimentEffects.read(run.artifact(stage))) {
      if (Double.isNaN(each.value())) continue;
      rows.add(
          List.of(
              each.about(),
              each.variant(),
              each.quantity(),
              Integer.toString(each.n()),
              StoryCard.signed(each.value()),
              number(each.low()) + " to " + number(each.high()),
              each.random() == 0
                  ? ""
                  : "%d random, mean %s, largest %s"
                      .formatted(
                          each.random(), number(each.randomMean()), number(each.randomLargest())),
              each.random() == 0 ? "" : StoryCard.p(each.p())));
    }
    if (rows.isEmpty()) {
      blocks.add(
          new ReportBlock.Note(false, "Nothing to tell", "No feature gave rise to a measurement."));
    } else {
      blocks.add(
          new ReportBlock.Table(
              "Effects",
              List.of(
                  "of",
                  "what was done",
                  "what changed",
                  "n",
                  "value",
                  "95 % interval",
                  "against",
                  "p"),
              rows));
    }
    return new Report.Section(title(stage), lead(stage), blocks);
  }

  private static String title(String stage) {
    return switch (stage) {
      case StageNames.MOVE_COIN -> "The coin, moved";
      case StageNames.STEER_AGENT -> "Steering";
      case StageNames.RESAMPLE_STATES -> "Resampling";
      case StageNames.FEED_BACK_PATHS -> "Paths, remembered";
      default -> stage;
    };
  }

  private static String lead(String stage) {
    return switch (stage) {
      case StageNames.MOVE_COIN ->
          "The same agent on levels whose coin lies at the end, and on the same levels with the"
              + " coin anywhere on the way.";
      case StageNames.STEER_AGENT ->
          "The difference of two mean states, with a feature seen and redrawn without it, is added"
              + " to what decisions are read from.";
      case StageNames.RESAMPLE_STATES ->
          "In states with a feature in view, the state or a direction of it is replaced by that of"
              + " another episode that shares the feature, or by that of the same episode redrawn"
              + " without it.";
      case StageNames.FEED_BACK_PATHS ->
          "Shares of paths when the patched state is only read, and when it is also remembered.";
      default -> "";
    };
  }

  private Report.Section falsePositives(String stage) throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage));
    blocks.add(
        new ReportBlock.Table(
            "Agents that learned nothing, judged by the whole rule",
            List.of(
                "agents",
                "with a story that is shown",
                "rate",
                "95 % interval",
                "sign tests",
                "with a difference",
                "p at most the level"),
            List.of(
                List.of(
                    count(stage, "agents"),
                    count(stage, "agents_with_a_story"),
                    number(run.metric(stage, "rate")),
                    number(run.metric(stage, "rate_low"))
                        + " to "
                        + number(run.metric(stage, "rate_high")),
                    count(stage, "sign_tests"),
                    count(stage, "sign_tests_with_a_difference"),
                    count(stage, "sign_tests_below_level")))));
    return new Report.Section(
        "False positives",
        "The whole rule on agents that learned nothing, half of them as decided as the studied"
            + " agent, as if each were studied. That they are no better than random play is not"
            + " held against them.",
        blocks);
  }

  private String count(String stage, String metric) {
    return Long.toString(Math.round(run.metric(stage, metric)));
  }

  private static String number(double value) {
    return InterpretReport.number(value);
  }
}
