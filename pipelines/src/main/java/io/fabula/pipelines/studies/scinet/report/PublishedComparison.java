package io.fabula.pipelines.studies.scinet.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.settings.ScinetSettings;
import io.fabula.pipelines.studies.scinet.stages.StageNames;
import io.fabula.pipelines.studies.scinet.stages.TrainAgents;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The published numbers beside the run's (Poulsen Nautrup et al. 2022, figures and published
 * weights; curves are read off to about 5 %).
 */
final class PublishedComparison {
  private static final int AGENTS = 3;
  private static final String[] COORDINATES = {"x", "y", "z"};

  /** Noise parameters at the end: encoder, then agents 1 to 3. */
  private static final String[][] NOISE = {
    {"-3.62", "-2.3", "+8.8", "-2.7"},
    {"-3.38", "-1.8", "-2.0", "+8.3"},
    {"-3.63", "+8.2", "-2.4", "-2.6"}
  };

  /** Share of the variance of the latent that says x, y, z which that coordinate explains. */
  private static final String[] SHARES = {"0.9991", "0.9977", "0.9989"};

  private static final String[] SUCCESS = {"94.5 %", "97.2 %", "95.9 %"};
  private static final String[] STEPS_REACHED = {"8.78", "8.81", "6.20"};
  private static final String[] GREEDY_SUCCESS = {"97.0 %", "98.8 %", "99.0 %"};
  private static final String[] GREEDY_STEPS = {"8.56", "8.50", "6.03"};
  private static final String LOSS = "0.25 to 0.30";

  private final CompletedRun<ScinetSettings> run;
  private final BoxSettings world;

  PublishedComparison(CompletedRun<ScinetSettings> run) {
    this.run = run;
    world = run.resolved().settings().world();
  }

  Report.Section section(List<Row> latents, List<Row> kept) {
    List<ReportBlock> blocks = new ArrayList<>();
    if (!world.published()) {
      blocks.add(
          new ReportBlock.Note(
              true,
              "Another world",
              "The published box has 12 x 12 x 12 cells and three agents; this run's is another, so"
                  + " that steps and losses are not comparable. Who keeps what is."));
    }
    blocks.add(new ReportBlock.Table("Result", List.of("what", "published", "here"), result()));
    if (world.agents() == AGENTS) {
      blocks.add(
          new ReportBlock.Table(
              "Log noise over signal at the end, published / here, of the quietest latent that says"
                  + " the coordinate",
              List.of("says", "share of variance", "encoder", "agent 1", "agent 2", "agent 3"),
              noise(latents, kept)));
      blocks.add(
          new ReportBlock.Table(
              "Agents, published / here",
              List.of(
                  "agent",
                  "success",
                  "steps where reached",
                  "success, greedy",
                  "steps where reached, greedy"),
              agents()));
    }
    return new Report.Section(
        "Beside the published result",
        "Poulsen Nautrup et al. 2022. One run was published, without error bars.",
        blocks);
  }

  private List<List<String>> result() {
    List<List<String>> rows = new ArrayList<>();
    int latents = run.resolved().settings().selection().latents();
    int active = (int) run.metric(StageNames.READ_REPRESENTATION, "active_latents");
    rows.add(List.of("latents in use", "3 of 8", active + " of " + latents));
    rows.add(
        List.of(
            "cross-entropy of the rebuilt observation, with noise",
            "0.00064",
            decimals(run.metric(StageNames.READ_REPRESENTATION, "autoencoder_loss"), 5)));
    for (int e = 0; e < world.agents(); e++) {
      String loss = TrainAgents.metric(e, "loss");
      rows.add(
          List.of(
              "smooth L1 of agent %d's decoder, with noise".formatted(e + 1),
              e < AGENTS ? LOSS : "",
              decimals(run.metric(StageNames.READ_REPRESENTATION, loss), 3)));
    }
    return rows;
  }

  private static List<List<String>> noise(List<Row> latents, List<Row> kept) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < COORDINATES.length; c++) {
      int quietest = quietest(latents, COORDINATES[c]);
      List<String> cells = new ArrayList<>(List.of(COORDINATES[c]));
      String share = quietest < 0 ? "none" : decimals(latents.get(quietest).number("share"), 4);
      cells.add(SHARES[c] + " / " + share);
      for (int e = 0; e <= AGENTS; e++) {
        String here = "none";
        if (quietest >= 0 && e == 0) here = decimals(latents.get(quietest).number("noise"), 2);
        if (quietest >= 0 && e > 0) here = noise(kept, e, quietest);
        cells.add(NOISE[c][e] + " / " + here);
      }
      rows.add(cells);
    }
    return rows;
  }

  private static int quietest(List<Row> latents, String coordinate) {
    int best = -1;
    for (Row row : latents) {
      boolean says =
          row.flag("active") && row.flag("named") && row.text("coordinate").equals(coordinate);
      if (!says) continue;
      if (best < 0 || row.number("noise") < latents.get(best).number("noise")) {
        best = row.integer("latent");
      }
    }
    return best;
  }

  private static String noise(List<Row> kept, int agent, int latent) {
    for (Row row : kept) {
      if (row.integer("agent") == agent && row.integer("latent") == latent) {
        return decimals(row.number("noise"), 2);
      }
    }
    return "none";
  }

  private List<List<String>> agents() {
    Map<String, Double> metrics = run.artifact(StageNames.TRAIN_AGENTS).manifest().metrics();
    List<List<String>> rows = new ArrayList<>();
    for (int e = 0; e < AGENTS; e++) {
      rows.add(
          List.of(
              "agent " + (e + 1),
              SUCCESS[e] + " / " + percent(metrics, e, "success"),
              STEPS_REACHED[e] + " / " + steps(metrics, e, "mean_steps_reached"),
              GREEDY_SUCCESS[e] + " / " + percent(metrics, e, "greedy_success"),
              GREEDY_STEPS[e] + " / " + steps(metrics, e, "greedy_mean_steps_reached")));
    }
    return rows;
  }

  private static String percent(Map<String, Double> metrics, int agent, String name) {
    Double value = metrics.get(TrainAgents.metric(agent, name));
    return value == null ? "none" : decimals(100 * value, 1) + " %";
  }

  private static String steps(Map<String, Double> metrics, int agent, String name) {
    Double value = metrics.get(TrainAgents.metric(agent, name));
    return value == null ? "none" : decimals(value, 2);
  }

  private static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
