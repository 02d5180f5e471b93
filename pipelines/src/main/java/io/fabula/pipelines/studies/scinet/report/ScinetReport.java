package io.fabula.pipelines.studies.scinet.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.scinet.settings.ScinetSettings;
import io.fabula.pipelines.studies.scinet.stages.StageNames;
import io.fabula.pipelines.studies.scinet.stages.TrainAgents;
import io.fabula.pipelines.studies.scinet.tables.ChangeTable;
import io.fabula.pipelines.studies.scinet.tables.ReadingTables;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says, in the order of the chain. */
public final class ScinetReport {
  private static final int PUBLISHED_LATENTS = 3;

  /** False discoveries among the latents that are compared with untrained encoders'. */
  private static final double LEVEL = 0.05;

  private final CompletedRun<ScinetSettings> run;
  private final ReportParts parts;
  private final int agents;

  private ScinetReport(CompletedRun<ScinetSettings> run) {
    this.run = run;
    parts = new ReportParts(run);
    agents = run.resolved().settings().world().agents();
  }

  public static Report of(CompletedRun<ScinetSettings> run) throws IOException {
    return new ScinetReport(run).report();
  }

  private Report report() throws IOException {
    Artifact reading = run.artifact(StageNames.READ_REPRESENTATION);
    List<Row> latents = ReadingTables.latents(reading.file(ReadingTables.LATENTS));
    List<Row> kept = ReadingTables.kept(reading.file(ReadingTables.KEPT));
    List<Row> conditions = ReadingTables.conditions(reading.file(ReadingTables.CONDITIONS));
    Artifact changing = run.artifact(StageNames.CHANGE_LATENTS);
    List<Row> changes = ChangeTable.read(changing.file(ChangeTable.PART));
    return new Report(
        "Which few numbers each agent needs",
        "study scinet, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        summary(latents, kept),
        facts(latents, conditions),
        List.of(
            agentSection(),
            representationSection(latents, kept, conditions),
            changeSection(changes),
            trainingSection(),
            new PublishedComparison(run).section(latents, kept)),
        run.settings(),
        run.lineage());
  }

  private String summary(List<Row> latents, List<Row> kept) {
    StringBuilder text = new StringBuilder();
    long active = latents.stream().filter(row -> row.flag("active")).count();
    text.append(
        "Of %d latents offered, the encoder has %d in use. ".formatted(latents.size(), active));
    for (int e = 1; e <= agents; e++) {
      text.append("Agent %d keeps %s. ".formatted(e, keptWords(latents, kept, e)));
    }
    return text.toString().strip();
  }

  private static String keptWords(List<Row> latents, List<Row> kept, int agent) {
    List<String> words = new ArrayList<>();
    for (Row row : kept) {
      if (row.integer("agent") != agent || !row.flag("kept")) continue;
      words.add(latentWord(latents, row.integer("latent")));
    }
    return words.isEmpty() ? "none of them" : String.join(" and ", words);
  }

  private static String latentWord(List<Row> latents, int latent) {
    Row row = latents.get(latent);
    return row.flag("named")
        ? "%s (latent %d)".formatted(row.text("coordinate"), latent)
        : "latent %d (mixed)".formatted(latent);
  }

  private List<Report.Fact> facts(List<Row> latents, List<Row> conditions) {
    long active = latents.stream().filter(row -> row.flag("active")).count();
    long met = conditions.stream().filter(row -> row.flag("met")).count();
    return List.of(
        new Report.Fact(
            "Latents in use",
            Long.toString(active),
            "of %d; published: %d of 8".formatted(latents.size(), PUBLISHED_LATENTS)),
        new Report.Fact(
            "Conditions of the published picture met",
            Long.toString(met),
            "of " + conditions.size()),
        new Report.Fact(
            "Cross-entropy of the rebuilt observation",
            four(run.metric(StageNames.READ_REPRESENTATION, "autoencoder_loss")),
            "with noise; published 0.0006"),
        new Report.Fact(
            "Success of the agents that chose",
            percent(worst("success")),
            "the worst of %d, by softmax from every start".formatted(agents)));
  }

  private double worst(String metric) {
    double worst = 1;
    for (int e = 0; e < agents; e++) {
      worst = Math.min(worst, run.metric(StageNames.TRAIN_AGENTS, TrainAgents.metric(e, metric)));
    }
    return worst;
  }

  private Report.Section agentSection() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.TRAIN_AGENTS));
    List<List<String>> rows = new ArrayList<>();
    for (int e = 0; e < agents; e++) {
      rows.add(
          List.of(
              "agent " + (e + 1),
              objective(e),
              percent(agentMetric(e, "success")),
              two(agentMetric(e, "mean_steps")),
              two(agentMetric(e, "mean_steps_reached")),
              two(agentMetric(e, "optimum")),
              percent(agentMetric(e, "greedy_success")),
              two(agentMetric(e, "greedy_mean_steps_reached"))));
    }
    blocks.add(
        new ReportBlock.Table(
            "From every start: by softmax, and by the most preferred action",
            List.of(
                "agent",
                "reward at",
                "success",
                "mean steps",
                "where reached",
                "optimum",
                "success, greedy",
                "where reached, greedy"),
            rows));
    String from =
        switch (run.resolved().settings().agents().from()) {
          case TRAINING -> "trained by deep energy-based projective simulation";
          case PUBLISHED -> "the published ones";
          case ORACLE -> "made to know the way";
        };
    return new Report.Section(
        "The agents", "One agent per objective in the same box, %s.".formatted(from), blocks);
  }

  private String objective(int agent) {
    List<Integer> mask = run.resolved().settings().world().planes().get(agent);
    List<Integer> reward = run.resolved().settings().world().rewards().get(agent);
    List<String> places = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < mask.size(); axis++) {
      if (mask.get(axis) == 1) places.add("xyz".charAt(axis) + " = " + reward.get(next++));
    }
    return String.join(", ", places);
  }

  private double agentMetric(int agent, String name) {
    return run.artifact(StageNames.TRAIN_AGENTS)
        .manifest()
        .metrics()
        .getOrDefault(TrainAgents.metric(agent, name), Double.NaN);
  }

  private Report.Section representationSection(
      List<Row> latents, List<Row> kept, List<Row> conditions) throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.READ_REPRESENTATION));
    List<List<String>> rows = new ArrayList<>();
    for (Row row : latents) {
      if (!row.flag("active")) continue;
      int latent = row.integer("latent");
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(latent));
      cells.add(row.text("coordinate") + (row.flag("named") ? "" : " (mixed)"));
      cells.add(four(row.number("share")));
      cells.add(two(row.number("noise")));
      for (int e = 1; e <= agents; e++) cells.add(noiseOf(kept, e, latent));
      cells.add(row.flag("duplicate") ? "yes" : "");
      rows.add(cells);
    }
    List<String> header =
        new ArrayList<>(List.of("latent", "says", "share of variance", "noise, encoder"));
    for (int e = 1; e <= agents; e++) header.add("agent " + e);
    header.add("duplicate");
    blocks.add(
        new ReportBlock.Table(
            "Latents in use: log noise over signal; an agent keeps what is below 0 (undecided: ?)",
            header,
            rows));
    blocks.add(
        new ReportBlock.Verdicts(
            "What is claimed",
            conditions.stream()
                .map(
                    row ->
                        new ReportBlock.Claim(
                            row.text("condition"), row.flag("met"), row.text("evidence")))
                .toList()));
    if (latents.stream().anyMatch(row -> row.flag("active"))) {
      blocks.add(
          new ReportBlock.Verdicts(
              "Beside %d encoders that learned nothing"
                  .formatted(run.resolved().settings().reading().untrainedEncoders()),
              latents.stream().filter(row -> row.flag("active")).map(this::control).toList()));
    }
    return new Report.Section(
        "The representation",
        "One encoder, one decoder that rebuilds the observation and one per agent that predicts"
            + " what an action earns. Noise grows on each latent wherever it does no harm; what"
            + " stays quiet is what is needed.",
        blocks);
  }

  private ReportBlock.Claim control(Row row) {
    double p = row.numberOrNaN("p_untrained");
    boolean beyond = p <= LEVEL;
    return new ReportBlock.Claim(
        "Latent %d says %s more than a latent of an encoder that learned nothing says anything"
            .formatted(row.integer("latent"), row.text("coordinate")),
        beyond,
        "share %s against at most %s in those, adjusted p %s"
            .formatted(
                four(row.number("share")),
                four(run.metric(StageNames.READ_REPRESENTATION, "untrained_share_most")),
                Double.isNaN(p) ? "unknown" : String.format(Locale.ROOT, "%.2g", p)));
  }

  private static String noiseOf(List<Row> kept, int agent, int latent) {
    for (Row row : kept) {
      if (row.integer("agent") == agent && row.integer("latent") == latent) {
        return two(row.number("noise")) + (row.flag("undecided") ? " ?" : "");
      }
    }
    return "";
  }

  private Report.Section changeSection(List<Row> changes) throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(StageNames.CHANGE_LATENTS));
    double rate = run.resolved().settings().reading().falseDiscoveryRate();
    List<List<String>> rows = new ArrayList<>();
    List<ReportBlock.Claim> claims = new ArrayList<>();
    for (Row row : changes) {
      rows.add(
          List.of(
              Integer.toString(row.integer("agent")),
              Integer.toString(row.integer("latent")),
              row.text("change"),
              percent(row.number("success")),
              two(row.number("return")),
              two(row.number("return_unchanged")),
              two(row.number("steps")),
              percent(row.number("actions_changed")),
              percent(row.number("nearer"))));
      if (!row.text("change").equals("other-state")) continue;
      boolean needed = row.number("p_adjusted") <= rate && row.number("difference") < 0;
      claims.add(
          new ReportBlock.Claim(
              "Agent %d %s latent %d, and needs it in the world"
                  .formatted(
                      row.integer("agent"),
                      row.flag("kept") ? "keeps" : "drops",
                      row.integer("latent")),
              needed,
              "mean return %s against %s under the placebo, difference %s (95 %% interval %s to %s),"
                      .formatted(
                          two(row.number("return")),
                          two(row.number("return_placebo")),
                          two(row.number("difference")),
                          two(row.number("low")),
                          two(row.number("high")))
                  + String.format(Locale.ROOT, " adjusted p %.2g", row.number("p_adjusted"))));
    }
    blocks.add(
        new ReportBlock.Table(
            "One latent changed at every step",
            List.of(
                "agent",
                "latent",
                "replaced by",
                "success",
                "return",
                "unchanged",
                "mean steps",
                "first actions changed",
                "first actions nearer"),
            rows));
    blocks.add(new ReportBlock.Verdicts("Who needs what", claims));
    return new Report.Section(
        "Changed in the world",
        "Each agent plays by its decoder: the action of the greatest predicted value. One latent"
            + " at a time is replaced by noise, by its value in another state, or, as the placebo,"
            + " by its value in a state that shares the coordinate it says.",
        blocks);
  }

  private Report.Section trainingSection() throws IOException {
    return new Report.Section("The training", "", parts.figures(StageNames.TRAIN_SELECTION));
  }

  private static String two(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
