package io.fabula.pipelines.mediation.report;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.mediation.phases.EpisodesGiven;
import io.fabula.pipelines.mediation.phases.EstimateEffects;
import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.EventsInARow;
import io.fabula.pipelines.mediation.phases.LearnVariable;
import io.fabula.pipelines.mediation.phases.ObjectWorlds;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Tables and figures of the phases.
 *
 * @param run the run
 * @param worlds where
 * @param results its rows
 * @param exact whether values of policies are exact, not from episodes
 */
public record PhaseTables(
    CompletedRun<?> run, ObjectWorlds worlds, PhaseResults results, boolean exact) {
  private static final String OVER_SEEDS = ": mean over seeds (smallest to largest)";

  /** A figure of the evaluation. */
  public List<ReportBlock> figure(String name) throws IOException {
    return new ReportParts(run)
        .figures(Phases.EVALUATE).stream()
            .filter(
                block ->
                    block instanceof ReportBlock.Image image
                        && image.picture().getFileName().toString().equals(name + ".svg"))
            .toList();
  }

  /** How long trainings took. */
  public ReportBlock steps(int seeds) {
    List<List<String>> rows = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      rows.add(
          List.of(
              Integer.toString(seed),
              steps(Phases.TRAIN, "taken_steps_" + seed),
              steps(Phases.TRAIN, "steps_" + seed),
              steps(Phases.MANIPULATE, "steps_" + seed)));
    }
    return new ReportBlock.Table(
        "Steps of all worlds",
        List.of("seed", "until the policy was taken", "until training ended", "for the variable"),
        rows);
  }

  private String steps(String stage, String metric) {
    return String.format(Locale.ROOT, "%,.0f", run.metric(stage, metric));
  }

  /**
   * Learned variables and named events on held-out episodes.
   *
   * @param compared the events with which agreement is shown
   */
  public ReportBlock variables(List<String> compared) {
    List<String> titles =
        new ArrayList<>(
            List.of(
                "variable",
                "P trained",
                "P uniform",
                "NIE estimate",
                exact ? "NIE exact" : "NIE of further episodes",
                "NIE within layouts"));
    compared.forEach(event -> titles.add("agrees with " + ObjectWorlds.words(event)));
    List<List<String>> rows = new ArrayList<>();
    for (String name : LearnVariable.variables(Variant.in(run.artifact(Phases.LEARN)), worlds)) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  results.rankable(name) ? name : name + " (not ranked)",
                  results.measured(name, "fired_trained"),
                  results.measured(name, "fired_uniform"),
                  results.measured(name, "indirect"),
                  results.effect(name, "to_uniform"),
                  results.measured(name, "adjusted")));
      compared.forEach(
          event -> row.add(results.measured(name, "agrees_%s_trained".formatted(event))));
      rows.add(row);
    }
    return new ReportBlock.Table("Held-out episodes" + OVER_SEEDS, titles, rows);
  }

  /** What the policies reach and which events they make happen. */
  public ReportBlock policies() {
    List<String> titles = new ArrayList<>(List.of("policy", "P success", "E return"));
    worlds.eventWords().forEach(event -> titles.add("P " + event));
    List<List<String>> rows = new ArrayList<>();
    for (String name : EvaluatePolicies.NAMES) {
      List<String> row =
          new ArrayList<>(
              List.of(name, results.policy(name, "success"), results.policy(name, "value")));
      worlds.events().forEach(event -> row.add(results.policy(name, event)));
      rows.add(row);
    }
    return new ReportBlock.Table(
        (exact ? "Exact values" : "From episodes") + OVER_SEEDS, titles, rows);
  }

  /** A second event given a first one: an extension of ours. */
  public ReportBlock inARow() {
    List<Row> pairs = new ArrayList<>();
    TableReader.forEach(
        run.artifact(Phases.LEARN).file(LearnVariable.IN_A_ROW), EventsInARow.SCHEMA, pairs::add);
    List<List<String>> rows = new ArrayList<>();
    for (Row pair : pairs.stream().filter(row -> row.integer("seed") == 0).toList()) {
      Predicate<Row> which =
          PhaseResults.is("first", pair.text("first"))
              .and(PhaseResults.is("second", pair.text("second")));
      rows.add(
          List.of(
              pair.text("first"),
              pair.text("second"),
              PhaseResults.spread(pairs, which, "fired_trained"),
              PhaseResults.spread(pairs, which, "fired_uniform"),
              PhaseResults.spread(pairs, which, "indirect")));
    }
    return new ReportBlock.Table(
        "Events in a row, an extension of ours: held-out episodes in which the first happened",
        List.of("given", "then", "P trained", "P uniform", "NIE estimate"),
        rows);
  }

  /** A detector of what follows a first event: an extension of ours. */
  public ReportBlock given(List<String> compared) {
    List<Row> learned = new ArrayList<>();
    TableReader.forEach(
        run.artifact(Phases.LEARN).file(LearnVariable.GIVEN),
        EpisodesGiven.schema(worlds.events()),
        learned::add);
    List<String> titles =
        new ArrayList<>(List.of("given", "P trained", "P uniform", "NIE estimate"));
    compared.forEach(event -> titles.add("agrees with " + ObjectWorlds.words(event)));
    List<List<String>> rows = new ArrayList<>();
    for (String first : learned.stream().map(row -> row.text("first")).distinct().toList()) {
      List<String> cells = new ArrayList<>(List.of(ObjectWorlds.words(first)));
      for (String each : List.of("fired_trained", "fired_uniform", "indirect")) {
        cells.add(PhaseResults.spread(learned, PhaseResults.is("first", first), each));
      }
      for (String event : compared) {
        cells.add(
            PhaseResults.spread(
                learned, PhaseResults.is("first", first), "agrees_%s_trained".formatted(event)));
      }
      rows.add(cells);
    }
    return new ReportBlock.Table(
        "A second variable learned given a first event, an extension of ours: held-out episodes"
            + " in which it happened",
        titles,
        rows);
  }

  /** How good estimates from episodes are, where they were made many times over. */
  public ReportBlock estimates() {
    List<List<String>> rows = new ArrayList<>();
    TableReader.forEach(
        run.artifact(Phases.ESTIMATE).file(EstimateEffects.ESTIMATES),
        RepeatedEstimates.SCHEMA,
        row -> {
          List<String> cells =
              new ArrayList<>(
                  List.of(row.text("event"), Integer.toString(row.integer("estimates"))));
          for (String each : List.of("exact", "mean", "deviation", "mean_error", "coverage")) {
            cells.add(PhaseResults.number(row.numberOrNaN(each)));
          }
          rows.add(cells);
        });
    return new ReportBlock.Table(
        "Estimates of the indirect effect",
        List.of(
            "event",
            "defined",
            "exact",
            "mean",
            "standard deviation",
            "mean standard error",
            "coverage"),
        rows);
  }

  /** Which policy is taken, as a sentence. */
  public static String taken(PolicySettings policy) {
    String confirmed =
        policy.confirmingEpisodes() == 0
            ? ""
            : ", once %,d fresh episodes confirmed it".formatted(policy.confirmingEpisodes());
    return "Taken is the policy whose running mean of successes first reached %s%s."
        .formatted(policy.takenAt(), confirmed);
  }
}
