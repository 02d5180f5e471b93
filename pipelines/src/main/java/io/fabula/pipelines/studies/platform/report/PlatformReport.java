package io.fabula.pipelines.studies.platform.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.platform.settings.PlatformSettings;
import io.fabula.pipelines.studies.platform.settings.TrainingSettings;
import io.fabula.pipelines.studies.platform.stages.PlatformStages;
import io.fabula.pipelines.studies.platform.tables.DeletionTable;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says, in the order of the chain. */
public final class PlatformReport {
  private static final int COLUMNS = 2;
  private static final int FEATURES = 9;
  private static final int FIRST_OF_PLATFORM = 4;

  private final CompletedRun<PlatformSettings> run;
  private final ReportParts parts;
  private final List<Row> findings = new ArrayList<>();

  private PlatformReport(CompletedRun<PlatformSettings> run) {
    this.run = run;
    parts = new ReportParts(run);
    TableReader.forEach(
        run.artifact(PlatformStages.TEST_EXPLANATIONS).file("findings.parquet"),
        DeletionTable.FINDINGS,
        findings::add);
  }

  public static Report of(CompletedRun<PlatformSettings> run) throws IOException {
    return new PlatformReport(run).report();
  }

  private Report report() throws IOException {
    long shown = findings.stream().filter(PlatformReport::shown).count();
    return new Report(
        "Which feature made the Platform agent act",
        "study platform, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        "In %d of %d comparisons the feature that an explanation calls most important changes more"
                .formatted(shown, findings.size())
            + " than the others do when it is given other values.",
        facts(shown),
        List.of(agents(), episode(), explanations(), test()),
        run.settings(),
        run.lineage());
  }

  private List<Report.Fact> facts(long shown) {
    return List.of(
        new Report.Fact(
            "Mean return, last agents",
            number(metric(PlatformStages.EVALUATE_AGENTS, "last_mean")),
            spread("last")),
        new Report.Fact(
            "Mean return, best agents",
            number(metric(PlatformStages.EVALUATE_AGENTS, "best_mean")),
            spread("best")),
        new Report.Fact(
            "Random actions",
            number(metric(PlatformStages.EVALUATE_AGENTS, "random_mean")),
            "mean return on the same episodes"),
        new Report.Fact(
            "Explanations that hold",
            Long.toString(shown),
            "of %d comparisons by other values".formatted(findings.size())));
  }

  private String spread(String checkpoint) {
    int seeds = run.resolved().settings().training().seeds();
    String deviation =
        seeds < 2
            ? ""
            : ", standard deviation %s"
                .formatted(
                    number(
                        metric(
                            PlatformStages.EVALUATE_AGENTS, checkpoint + "_deviation_of_seeds")));
    return "%d %s%s; the goal is reached in %s of episodes"
        .formatted(
            seeds,
            seeds == 1 ? "seed" : "seeds",
            deviation,
            percent(metric(PlatformStages.EVALUATE_AGENTS, checkpoint + "_goal_rate")));
  }

  private double metric(String stage, String name) {
    return run.metric(stage, name);
  }

  private Report.Section agents() throws IOException {
    TrainingSettings training = run.resolved().settings().training();
    List<List<String>> rows = new ArrayList<>();
    long seed = run.resolved().seed();
    for (int i = 0; i < training.seeds(); i++) {
      rows.add(
          List.of(
              Long.toString(seed + i),
              number(metric(PlatformStages.EVALUATE_AGENTS, "seed_%d_last".formatted(seed + i))),
              number(metric(PlatformStages.EVALUATE_AGENTS, "seed_%d_best".formatted(seed + i)))));
    }
    int baselines = run.resolved().settings().qPamdp().seeds();
    if (baselines > 0) {
      rows.add(
          List.of(
              "baseline Q-PAMDP, mean of %d".formatted(baselines),
              number(metric(PlatformStages.TRAIN_Q_PAMDP, "last_mean")),
              number(metric(PlatformStages.TRAIN_Q_PAMDP, "best_mean"))));
    }
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(PlatformStages.TRAIN_AGENTS));
    blocks.add(
        new ReportBlock.Table(
            "Mean return of %d greedy episodes, noise not used in training"
                .formatted(run.resolved().settings().evaluation().episodes()),
            List.of("seed", "last agent", "best agent"),
            rows));
    blocks.add(
        new ReportBlock.Note(
            false,
            "The learning curve is not monotone",
            "Setbacks after the goal was reached are part of the method. The best agent of a"
                + " training is the one of its best evaluation, chosen on episodes that are not"
                + " those of the table."));
    return new Report.Section(
        "The agents",
        "Agents that choose run, hop or leap and how far, trained for %d episodes each."
            .formatted(training.nEpisodes()),
        blocks);
  }

  private Report.Section episode() throws IOException {
    Artifact explained = run.artifact(PlatformStages.EXPLAIN_DECISIONS);
    List<ReportBlock> blocks =
        new ArrayList<>(
            parts.clips(
                PlatformStages.EXPLAIN_DECISIONS,
                "The bars are those of the decision under way; pale bars are features that never"
                    + " vary.",
                COLUMNS));
    List<ReportBlock> pictures = new ArrayList<>();
    int steps = explained.parts("pictures/").size();
    for (int t = 0; t < steps; t++) {
      Part part = explained.parts("pictures/feature_importance_%d.png".formatted(t)).get(0);
      pictures.add(
          new ReportBlock.Image(
              "Step " + t,
              "Importance of each feature for the decision, above the scene in which it is made.",
              explained.file(part.path()),
              List.of(),
              explained.manifest().signature().toString()));
    }
    blocks.add(new ReportBlock.Grid(COLUMNS, pictures));
    return new Report.Section(
        "An episode step by step",
        "Absolute derivative of the chosen action's value by each feature, over the largest.",
        blocks);
  }

  private Report.Section explanations() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(PlatformStages.EXPLAIN_DECISIONS));
    List<String> constant = new ArrayList<>();
    for (int i = 0; i < FEATURES; i++) {
      if (metric(PlatformStages.EXPLAIN_DECISIONS, "feature_%d_varies".formatted(i)) == 0) {
        constant.add("number " + (i + 1));
      }
    }
    blocks.add(
        new ReportBlock.Note(
            true,
            "A tall bar is not evidence of use",
            "Features %d to %d are constant along a platform%s. A derivative by a feature that does"
                    .formatted(
                        FIRST_OF_PLATFORM + 1,
                        FEATURES,
                        constant.isEmpty()
                            ? ""
                            : ", and " + String.join(", ", constant) + " never varies at all")
                + " not vary says what would happen if it did. Every decision is scaled by its own"
                + " largest derivative, so bars of different steps do not compare."));
    double flat = metric(PlatformStages.EXPLAIN_DECISIONS, "flat");
    if (flat > 0) {
      blocks.add(
          new ReportBlock.Note(
              true,
              "Decisions without a derivative",
              "In %s decisions all derivatives are 0 and nothing is ranked."
                  .formatted(number(flat))));
    }
    return new Report.Section(
        "What decisions hang on", "Over all recorded decisions of the best agent.", blocks);
  }

  private Report.Section test() throws IOException {
    List<ReportBlock.Claim> claims = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Row each : findings) {
      String outcome = each.text("outcome").replace('_', ' ') + " in the " + each.text("place");
      claims.add(
          new ReportBlock.Claim(
              "By %s: the most important feature matters more (%s)"
                  .formatted(each.text("importance"), outcome),
              shown(each),
              "%s against %s of the others, difference %s, 95 %% interval over episodes %s to %s"
                  .formatted(
                      number(each.number("top")),
                      number(each.number("others")),
                      number(each.number("top_minus_others")),
                      number(each.number("top_minus_others_low")),
                      number(each.number("top_minus_others_high")))));
      rows.add(
          List.of(
              each.text("importance"),
              outcome,
              Integer.toString(each.integer("decisions")),
              number(each.number("top")),
              number(each.number("others")),
              number(each.number("random")),
              number(each.numberOrNaN("rank_correlation"))));
    }
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(PlatformStages.TEST_EXPLANATIONS));
    blocks.add(new ReportBlock.Verdicts("What is claimed", claims));
    blocks.add(
        new ReportBlock.Table(
            "Mean effect of giving a feature other values that occur",
            List.of(
                "importance by",
                "outcome",
                "decisions",
                "most important",
                "others",
                "random",
                "rank correlation"),
            rows));
    return new Report.Section(
        "Is it true?",
        "Each feature of a decision is given other values that occur in the recording: in what the"
            + " network sees, and in the world itself, where the episode is then played to its end"
            + " with the same noise. In the world only place and velocity of player and enemy can"
            + " be changed.",
        blocks);
  }

  private static boolean shown(Row finding) {
    return finding.number("top_minus_others_low") > 0;
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "none";
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
