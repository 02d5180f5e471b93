package io.fabula.pipelines.studies.agilerecsim.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the report says of the world that was learned from a log. */
final class LearnedWorldSections {
  private final CompletedRun<AgileRecsimSettings> run;
  private final AgileRecsimSettings settings;

  private LearnedWorldSections(CompletedRun<AgileRecsimSettings> run) {
    this.run = run;
    settings = run.resolved().settings();
  }

  static List<Report.Section> of(CompletedRun<AgileRecsimSettings> run) {
    LearnedWorldSections sections = new LearnedWorldSections(run);
    return List.of(sections.models(), sections.agents());
  }

  static List<Report.Fact> facts(CompletedRun<AgileRecsimSettings> run) {
    LearnedWorldSections sections = new LearnedWorldSections(run);
    return List.of(
        new Report.Fact(
            "Area under the curve",
            sections.value(AgileRecsimStages.TRAIN_REWARD_MODEL, "offline_area_under_curve"),
            "of the model of clicks, held-back rows of the offline log"),
        new Report.Fact(
            "Calibration error",
            sections.value(AgileRecsimStages.TRAIN_REWARD_MODEL, "offline_calibration_error"),
            "mean distance of chance and share of clicks, 20 bins"));
  }

  private double metric(String stage, String name) {
    Map<String, Double> all = run.artifact(stage).manifest().metrics();
    return all.getOrDefault(name, Double.NaN);
  }

  private String value(String stage, String name) {
    double value = metric(stage, name);
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.3f", value);
  }

  private String interval(String name) {
    String stage = AgileRecsimStages.JUDGE_POLICIES;
    String mean = value(stage, name);
    if (Double.isNaN(metric(stage, name + "_low"))) return mean;
    return "%s (%s to %s)"
        .formatted(mean, value(stage, name + "_low"), value(stage, name + "_high"));
  }

  private Report.Section models() {
    List<List<String>> rows = new ArrayList<>();
    for (String log : List.of("offline", "online")) {
      List<String> row = new ArrayList<>(List.of(log));
      for (String name :
          List.of(
              "click_rate",
              "area_under_curve",
              "calibration_error",
              "accuracy",
              "cross_entropy",
              "distance_to_truth")) {
        row.add(value(AgileRecsimStages.TRAIN_REWARD_MODEL, log + "_" + name));
      }
      rows.add(row);
    }
    List<List<String>> embeddings = new ArrayList<>();
    for (String which : List.of("deep", "wide")) {
      embeddings.add(
          List.of(
              which,
              value(AgileRecsimStages.TRAIN_ITEM_EMBEDDING, which + "_unexplained_training"),
              value(AgileRecsimStages.TRAIN_ITEM_EMBEDDING, which + "_unexplained_held_back")));
    }
    return new Report.Section(
        "What was learned from the log",
        "Embeddings tell the main category of %s of the held-back items (the commonest alone: %s)."
            .formatted(
                value(AgileRecsimStages.TRAIN_ITEM_EMBEDDING, "category_accuracy"),
                value(AgileRecsimStages.TRAIN_ITEM_EMBEDDING, "category_accuracy_by_chance")),
        List.of(
            new ReportBlock.Table(
                "Share of the attributes' variance that an embedding does not tell",
                List.of("attributes", "training items", "held-back items"),
                embeddings),
            new ReportBlock.Table(
                "Models of clicks on held-back rows",
                List.of(
                    "log",
                    "clicks",
                    "area under curve",
                    "calibration error",
                    "accuracy",
                    "cross-entropy",
                    "distance to truth"),
                rows)));
  }

  private List<String> agentNames() {
    List<String> names = new ArrayList<>(List.of("random"));
    for (AgentName each : settings.policies()) {
      if (each == AgentName.RANDOM) continue;
      for (int i = 0; i < settings.seeds(); i++) {
        names.add(each.text() + "_" + (settings.seed() + i));
      }
    }
    return names;
  }

  private Report.Section agents() {
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> estimates = new ArrayList<>();
    for (String agent : agentNames()) {
      for (String split : List.of("_train", "_test")) {
        String name = agent + split;
        rows.add(
            List.of(
                name.replace('_', ' '),
                interval(name + "_learned"),
                interval(name + "_truth"),
                interval(name + "_gap")));
      }
      String first = agent + "_first_click";
      if (Double.isNaN(metric(AgileRecsimStages.JUDGE_POLICIES, first + "_direct"))) continue;
      estimates.add(
          List.of(
              agent.replace('_', ' '),
              interval(first + "_truth"),
              interval(first + "_direct"),
              interval(first + "_inverse_propensity"),
              interval(first + "_doubly_robust")));
    }
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Table(
            "Reward per user and episode of %d steps, 95 %% interval over %d episodes"
                .formatted(
                    settings.clickModel().maxEpisodeSteps(), settings.evaluation().episodes()),
            List.of(
                "agent and items", "as the model says", "under the true rule", "promised too much"),
            rows));
    if (!estimates.isEmpty()) {
      blocks.add(
          new ReportBlock.Table(
              "Chance of a click in the first step, estimated from a log of all agents (ours)",
              List.of("agent", "truth", "model alone", "inverse propensity", "doubly robust"),
              estimates));
    }
    if (!settings.world().clean()) {
      blocks.add(
          new ReportBlock.Note(
              true,
              "Chances above 0.7 are stretched",
              "As published, 0.70 stays 0.70 and 0.71 becomes 0.03. With world.fidelity=clean"
                  + " chances are taken as they are, and users are drawn from the whole log."));
    }
    return new Report.Section(
        "Agents in the learned world",
        "Agents learn among users who click as the model says. What the model promises and the true"
            + " rule does not keep is the gap.",
        blocks);
  }
}
