package io.fabula.pipelines.studies.agilerecsim.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.recsim.RecSimOptions.Streams;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings.Worlds;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import io.fabula.pipelines.studies.agilerecsim.stages.ProbeRelations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the report of the study says, in the order of the chain. */
public final class AgileRecsimReport {
  private final CompletedRun<AgileRecsimSettings> run;
  private final AgileRecsimSettings settings;
  private final ReportParts parts;

  private AgileRecsimReport(CompletedRun<AgileRecsimSettings> run) {
    this.run = run;
    settings = run.resolved().settings();
    parts = new ReportParts(run);
  }

  public static Report of(CompletedRun<AgileRecsimSettings> run) throws IOException {
    return new AgileRecsimReport(run).report();
  }

  private Report report() throws IOException {
    return new Report(
        "Slates out of what is on offer",
        "study agile-recsim, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        headline(),
        facts(),
        sections(),
        run.settings(),
        run.lineage());
  }

  private boolean simulated() {
    return settings.worlds() != Worlds.SAMPLE;
  }

  private boolean learned() {
    return settings.worlds() != Worlds.RECSIM;
  }

  private List<Report.Section> sections() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    if (simulated()) sections.addAll(List.of(probe(), agents(), sets()));
    if (learned()) sections.addAll(LearnedWorldSections.of(run));
    return sections;
  }

  private String headline() {
    if (!simulated()) {
      return "Agents learned among users who click as a model of a log says, and were judged by"
          + (settings.log().given() ? " that model." : " the rule that made the log.");
    }
    AgentName best = settings.agents().get(0);
    for (AgentName each : settings.agents()) {
      if (clicks(each, "train") > clicks(best, "train")) best = each;
    }
    return "On training items the slates of %s earn most: %s per user and episode, after %d epochs."
        .formatted(best.text(), number(clicks(best, "train")), settings.training().numEpochs());
  }

  private double clicks(AgentName agent, String split) {
    return metric(AgileRecsimStages.EVALUATE_AGENTS, agent.text() + "_" + split);
  }

  private double metric(String stage, String name) {
    Map<String, Double> all = run.artifact(stage).manifest().metrics();
    return all.getOrDefault(name, Double.NaN);
  }

  private List<Report.Fact> facts() {
    List<Report.Fact> facts = new ArrayList<>();
    if (!simulated()) return LearnedWorldSections.facts(run);
    for (AgentName each : settings.agents().stream().limit(4).toList()) {
      facts.add(
          new Report.Fact(
              each.text(),
              number(clicks(each, "train")),
              each.masks()
                  ? "reward per user and episode, training items; it cannot show others"
                  : "reward per user and episode, training items; on held-back ones "
                      + number(clicks(each, "test"))));
    }
    return facts;
  }

  private Report.Section probe() {
    List<List<String>> rows = new ArrayList<>();
    for (String network : ProbeRelations.NETWORKS) {
      List<String> row = new ArrayList<>(List.of(network));
      for (String of : List.of("train_accuracy", "test_accuracy", "train_top", "test_top")) {
        row.add(number(metric(AgileRecsimStages.PROBE_RELATIONS, network + "_" + of)));
      }
      rows.add(row);
    }
    return new Report.Section(
        "Which networks see the set",
        "Networks learn to tell which candidates are of the commonest category of their set, in %d"
                .formatted(settings.probe().steps())
            + " steps. What looks at each item alone cannot; counting is enough, so that the others"
            + " are not told apart.",
        List.of(
            new ReportBlock.Table(
                "Share of items on the right side, and of sets whose highest item is of the"
                    + " commonest category",
                List.of(
                    "network", "items, train", "items, test", "highest, train", "highest, test"),
                rows)));
  }

  private Report.Section agents() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (AgentName each : settings.agents()) {
      rows.add(
          List.of(
              each.text(),
              interval(each.text() + "_train"),
              interval(each.text() + "_test"),
              interval(each.text() + "_train_inter_session_diversity"),
              interval(each.text() + "_test_inter_session_diversity")));
    }
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AgileRecsimStages.TRAIN_AGENTS));
    blocks.add(
        new ReportBlock.Table(
            "Reward per user and episode, %d greedy episodes of %d users, 95 %% interval over"
                    .formatted(settings.evaluation().episodes(), settings.world().batchStepSize())
                + " episodes; and the share of a slate that another user's does not hold",
            List.of(
                "agent",
                "training items",
                "held-back items",
                "unlike, training",
                "unlike, held-back"),
            rows));
    blocks.add(streams());
    return new Report.Section(
        "The agents",
        "%d epochs, %s of each agent. Agents with one output per training item cannot show others."
            .formatted(
                settings.training().numEpochs(),
                settings.seeds() == 1 ? "one training" : settings.seeds() + " trainings"),
        blocks);
  }

  private ReportBlock streams() {
    boolean shared = settings.world().recsimStream() == Streams.SHARED;
    return new ReportBlock.Note(
        shared,
        shared ? "All users follow the same random numbers" : "Users are independent",
        shared
            ? "As in the published experiments every user of every episode draws the same numbers:"
                + " a random slate earns one click nearly always. Only with independent streams do"
                + " the numbers mean what they say."
            : "Each user of each episode has a stream of its own. The published experiments share"
                + " one stream, which changes the numbers.");
  }

  private String interval(String name) {
    double mean = metric(AgileRecsimStages.EVALUATE_AGENTS, name);
    double low = metric(AgileRecsimStages.EVALUATE_AGENTS, name + "_low");
    double high = metric(AgileRecsimStages.EVALUATE_AGENTS, name + "_high");
    if (Double.isNaN(mean)) return "none";
    if (Double.isNaN(low)) return number(mean);
    return "%s (%s to %s)".formatted(number(mean), number(low), number(high));
  }

  private Report.Section sets() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<ReportBlock.Claim> claims = new ArrayList<>();
    for (AgentName each : settings.agents()) {
      if (each == AgentName.RANDOM || each.masks()) continue;
      String agent = each.text();
      rows.add(
          List.of(
              agent,
              explained(agent + "_value_change_commonest"),
              explained(agent + "_value_change_others"),
              explained(agent + "_click_change_commonest"),
              explained(agent + "_click_change_others"),
              explained(agent + "_replaced")));
      String attention = agent + "_attention_rank_correlation";
      double low = metric(AgileRecsimStages.EXPLAIN_DECISIONS, attention + "_minus_shuffled_low");
      if (!Double.isNaN(low)) {
        claims.add(
            new ReportBlock.Claim(
                "The attention of %s ranks candidates by what taking them out does"
                    .formatted(agent),
                low > 0,
                "rank correlation %s, with shuffled weights %s, difference %s"
                    .formatted(
                        explained(attention),
                        explained(attention + "_shuffled"),
                        explained(attention + "_minus_shuffled"))));
      }
    }
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AgileRecsimStages.EXPLAIN_DECISIONS));
    blocks.add(
        new ReportBlock.Table(
            "Taking one candidate out of the set: mean absolute change of the others' values and"
                + " change of the chance of a click, by whether it is of the commonest category",
            List.of(
                "agent",
                "values, commonest",
                "values, others",
                "clicks, commonest",
                "clicks, others",
                "other items driven out"),
            rows));
    if (!claims.isEmpty()) blocks.add(new ReportBlock.Verdicts("What is claimed", claims));
    return new Report.Section(
        "What the set does to a decision",
        "In %d decisions each candidate is taken out, and %d items are added one at a time. Attention"
                .formatted(settings.explanation().decisions(), settings.explanation().additions())
            + " is a hint; this is the effect.",
        blocks);
  }

  private String explained(String name) {
    double mean = metric(AgileRecsimStages.EXPLAIN_DECISIONS, name);
    double low = metric(AgileRecsimStages.EXPLAIN_DECISIONS, name + "_low");
    if (Double.isNaN(low)) return number(mean);
    return "%s (%s to %s)"
        .formatted(
            number(mean),
            number(low),
            number(metric(AgileRecsimStages.EXPLAIN_DECISIONS, name + "_high")));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "none";
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
