package io.fabula.pipelines.studies.doorkey.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.pipelines.mediation.EstimationSettings;
import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import io.fabula.pipelines.studies.doorkey.stages.DoorKeyStages;
import io.fabula.pipelines.studies.doorkey.stages.DrawVariable;
import io.fabula.pipelines.studies.doorkey.stages.EstimateEffects;
import io.fabula.pipelines.studies.doorkey.stages.EvaluatePolicies;
import io.fabula.pipelines.studies.doorkey.stages.EventsInARow;
import io.fabula.pipelines.studies.doorkey.stages.LearnVariable;
import io.fabula.pipelines.studies.doorkey.stages.Variant;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What the report of the study says. */
public final class DoorKeyReport {
  private final CompletedRun<DoorKeySettings> run;
  private final ReportParts parts;
  private final List<Row> measured = new ArrayList<>();
  private final List<Row> policies = new ArrayList<>();
  private final List<Row> effects = new ArrayList<>();

  private DoorKeyReport(CompletedRun<DoorKeySettings> run) {
    this.run = run;
    parts = new ReportParts(run);
    TableReader.forEach(
        run.artifact(DoorKeyStages.LEARN).file(LearnVariable.MEASURED),
        LearnVariable.SCHEMA,
        measured::add);
    TableReader.forEach(
        run.artifact(DoorKeyStages.EVALUATE).file(EvaluatePolicies.POLICIES),
        EvaluatePolicies.POLICIES_SCHEMA,
        policies::add);
    TableReader.forEach(
        run.artifact(DoorKeyStages.EVALUATE).file(EvaluatePolicies.EFFECTS),
        EvaluatePolicies.EFFECTS_SCHEMA,
        effects::add);
  }

  /** Makes the report. */
  public static Report of(CompletedRun<DoorKeySettings> run) throws IOException {
    return new DoorKeyReport(run).report();
  }

  private int seeds() {
    return run.resolved().settings().seeds();
  }

  private Report report() throws IOException {
    return new Report(
        "Which event mediates the effect of a policy in DoorKey",
        "study doorkey, %1$d x %1$d cells, profile %2$s, run %3$s"
            .formatted(
                run.resolved().settings().size(), run.resolved().profile(), run.resolved().runId()),
        summary(),
        facts(),
        sections(),
        run.settings(),
        run.lineage());
  }

  private List<Report.Section> sections() throws IOException {
    List<Report.Section> sections =
        new ArrayList<>(List.of(claims(), training(), variable(), manipulation()));
    if (exact()) sections.add(estimates());
    return sections;
  }

  private boolean exact() {
    return run.resolved().settings().exact();
  }

  private static Predicate<Row> variable(String name) {
    return row -> row.text("variable").equals(name);
  }

  private static Predicate<Row> policy(String name) {
    return row -> row.text("policy").equals(name);
  }

  /** Mean over seeds with the smallest and the largest; "none" where no seed has a value. */
  private static String spread(List<Row> rows, Predicate<Row> which, ToDoubleFunction<Row> value) {
    double[] values =
        rows.stream().filter(which).mapToDouble(value).filter(Double::isFinite).sorted().toArray();
    if (values.length == 0) return "none";
    String mean = number(Arrays.stream(values).average().orElseThrow());
    return values.length == 1
        ? mean
        : "%s (%s to %s)".formatted(mean, number(values[0]), number(values[values.length - 1]));
  }

  private String summary() {
    return "The variable that was learned from the objects alone agrees with \"door unlocked\" in a"
        + " share of %s of the trained policy's episodes, averaged over %s. An agent that first"
            .formatted(
                spread(
                    measured,
                    variable(Variant.OBJECTS.words()),
                    row -> row.number("agrees_unlocked_trained")),
                seedsText())
        + " makes the variable happen and then follows the trained policy reaches the goal with a"
        + " probability of %s, the trained policy alone with %s, and that policy trained on for as"
            .formatted(
                spread(policies, policy("informed"), row -> row.number("success")),
                spread(policies, policy("trained"), row -> row.number("success")))
        + " many steps with %s."
            .formatted(spread(policies, policy("trained on"), row -> row.number("success")))
        + "\n\nInspired by Herlau and Larsen (AAAI 2022) and re-designed after the public"
        + " description; no number of theirs is reproduced.";
  }

  private String seedsText() {
    return seeds() == 1 ? "1 seed" : seeds() + " seeds";
  }

  private List<Report.Fact> facts() {
    return List.of(
        new Report.Fact(
            "Agreement with \"door unlocked\"",
            mean(
                measured,
                variable(Variant.OBJECTS.words()),
                row -> row.number("agrees_unlocked_trained")),
            "held-out episodes of the trained policy; " + seedsText()),
        new Report.Fact(
            "Indirect effect of the learned variable",
            mean(measured, variable(Variant.OBJECTS.words()), row -> row.number("indirect")),
            "trained policy to uniform play; held out"),
        new Report.Fact(
            "Informed agent reaches the goal",
            mean(policies, policy("informed"), row -> row.number("success")),
            "trained policy %s, trained on %s; "
                + (exact() ? "exact" : "from episodes")
                    .formatted(
                        mean(policies, policy("trained"), row -> row.number("success")),
                        mean(policies, policy("trained on"), row -> row.number("success")))));
  }

  private static String mean(List<Row> rows, Predicate<Row> which, ToDoubleFunction<Row> value) {
    return number(rows.stream().filter(which).mapToDouble(value).average().orElse(Double.NaN));
  }

  private Report.Section claims() {
    return new Report.Section(
        "What is claimed",
        "Each claim is made for every seed, and shown if it holds in all of them.",
        List.of(
            new ReportBlock.Verdicts(
                "Claims",
                new PassCriteria(measured, policies, effects, seeds())
                    .claims(
                        seed -> run.metric(DoorKeyStages.TRAIN, "steps_" + seed),
                        seed -> run.metric(DoorKeyStages.MANIPULATE, "steps_" + seed)))));
  }

  private Report.Section training() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(figure("training"));
    List<List<String>> rows = new ArrayList<>();
    for (int seed = 0; seed < seeds(); seed++) {
      rows.add(
          List.of(
              Integer.toString(seed),
              steps(DoorKeyStages.TRAIN, "taken_steps_", seed),
              steps(DoorKeyStages.TRAIN, "steps_", seed),
              steps(DoorKeyStages.MANIPULATE, "steps_", seed)));
    }
    blocks.add(
        new ReportBlock.Table(
            "Steps of all worlds",
            List.of(
                "seed", "until the policy was taken", "until training ended", "for the variable"),
            rows));
    return new Report.Section(
        "The policy",
        "An actor-critic for the goal. Taken is the policy whose running mean of successes first"
            + " reached %s: a perfect one has returns that hardly vary."
                .formatted(run.resolved().settings().policy().takenAt()),
        blocks);
  }

  private List<ReportBlock> figure(String name) throws IOException {
    return parts.figures(DoorKeyStages.EVALUATE).stream()
        .filter(
            block ->
                block instanceof ReportBlock.Image image
                    && image.picture().getFileName().toString().equals(name + ".svg"))
        .toList();
  }

  private String steps(String stage, String metric, int seed) {
    return String.format(Locale.ROOT, "%,.0f", run.metric(stage, metric + seed));
  }

  private Report.Section variable() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Note(
            true,
            "An indirect effect is a target, not an identified cause",
            "Reading it as causal needs that nothing confounds the variable and the return given"
                + " the policy. Among events that the goal needs, it grows towards the last one: a"
                + " detector that sees the agent drifts to \"one step before the goal\". Hence the"
                + " variable of the study sees the objects alone."));
    blocks.addAll(figure("indirect-effects"));
    List<List<String>> rows = new ArrayList<>();
    for (Variant variant : Variant.in(run.artifact(DoorKeyStages.LEARN)))
      rows.add(measured(variant.words()));
    for (DoorKeyEvent event : DoorKeyEvent.values()) rows.add(measured(words(event)));
    blocks.add(
        new ReportBlock.Table(
            "Held-out episodes: mean over seeds (smallest to largest)",
            List.of(
                "variable",
                "P trained",
                "P uniform",
                "NIE estimate",
                exact() ? "NIE exact" : "NIE of further episodes",
                "NIE within layouts",
                "agrees with unlocked",
                "agrees with facing"),
            rows));
    blocks.addAll(parts.figures(DoorKeyStages.DRAW, DrawVariable.WHERE));
    blocks.add(inARow());
    return new Report.Section(
        "The variable",
        "Detectors are learned on half of the recorded episodes and measured on the other half.",
        blocks);
  }

  /** A second event given a first one: an extension of ours. */
  private ReportBlock inARow() {
    List<Row> pairs = new ArrayList<>();
    TableReader.forEach(
        run.artifact(DoorKeyStages.LEARN).file(LearnVariable.IN_A_ROW),
        EventsInARow.SCHEMA,
        pairs::add);
    List<List<String>> rows = new ArrayList<>();
    for (Row pair : pairs.stream().filter(row -> row.integer("seed") == 0).toList()) {
      Predicate<Row> which =
          row ->
              row.text("first").equals(pair.text("first"))
                  && row.text("second").equals(pair.text("second"));
      rows.add(
          List.of(
              pair.text("first"),
              pair.text("second"),
              spread(pairs, which, row -> row.numberOrNaN("fired_trained")),
              spread(pairs, which, row -> row.numberOrNaN("fired_uniform")),
              spread(pairs, which, row -> row.numberOrNaN("indirect"))));
    }
    return new ReportBlock.Table(
        "Events in a row, an extension of ours: held-out episodes in which the first happened",
        List.of("given", "then", "P trained", "P uniform", "NIE estimate"),
        rows);
  }

  private static String words(DoorKeyEvent event) {
    return event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<String> measured(String name) {
    Predicate<Row> which = variable(name);
    boolean rankable = measured.stream().filter(which).allMatch(row -> row.flag("rankable"));
    return List.of(
        rankable ? name : name + " (not ranked)",
        spread(measured, which, row -> row.number("fired_trained")),
        spread(measured, which, row -> row.number("fired_uniform")),
        spread(measured, which, row -> row.number("indirect")),
        spread(effects, which, row -> row.number("to_uniform")),
        spread(measured, which, row -> row.numberOrNaN("adjusted")),
        spread(measured, which, row -> row.number("agrees_unlocked_trained")),
        spread(measured, which, row -> row.number("agrees_facing_trained")));
  }

  private Report.Section manipulation() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(figure("manipulation"));
    List<List<String>> rows = new ArrayList<>();
    for (String name : EvaluatePolicies.NAMES) {
      Predicate<Row> which = policy(name);
      rows.add(
          List.of(
              name,
              spread(policies, which, row -> row.number("success")),
              spread(policies, which, row -> row.number("value")),
              spread(policies, which, row -> row.numberOrNaN("unlocked")),
              spread(policies, which, row -> row.numberOrNaN("facing"))));
    }
    blocks.add(
        new ReportBlock.Table(
            (exact() ? "Exact values" : "From episodes")
                + ": mean over seeds (smallest to largest)",
            List.of("policy", "P goal", "E return", "P unlocked", "P facing"),
            rows));
    blocks.add(
        new ReportBlock.Paragraphs(
            "manipulation makes the variable happen; informed does so and then follows the trained"
                + " policy; trained on is the trained policy after as many further steps of"
                + " training as the manipulation took, the fair comparison with the informed"
                + " agent.\n\n"
                + "Indirect effect of going from the trained policy to the manipulation, through"
                + " \"unlocked\": "
                + spread(effects, variable("unlocked"), row -> row.number("to_manipulation"))
                + "."));
    blocks.addAll(
        parts.clips(
            DoorKeyStages.DRAW,
            DrawVariable.CLIPS,
            "The first seed's informed agent; the picture stands still when the variable fires.",
            2));
    return new Report.Section(
        "Making it happen",
        "A policy trained for the variable alone, from nothing, and what it is good for.",
        blocks);
  }

  private Report.Section estimates() {
    List<List<String>> rows = new ArrayList<>();
    TableReader.forEach(
        run.artifact(DoorKeyStages.ESTIMATE).file(EstimateEffects.ESTIMATES),
        RepeatedEstimates.SCHEMA,
        row ->
            rows.add(
                List.of(
                    row.text("event"),
                    Integer.toString(row.integer("estimates")),
                    number(row.number("exact")),
                    number(row.numberOrNaN("mean")),
                    number(row.numberOrNaN("deviation")),
                    number(row.numberOrNaN("mean_error")),
                    number(row.numberOrNaN("coverage")))));
    EstimationSettings settings = run.resolved().settings().estimation();
    return new Report.Section(
        "How good the estimates are",
        "%,d estimates, each from %,d new episodes of the first seed's trained policy and of uniform play, with 95 %% intervals by the influence function."
            .formatted(settings.repetitions(), settings.episodes()),
        List.of(
            new ReportBlock.Table(
                "Estimates of the indirect effect",
                List.of(
                    "event",
                    "defined",
                    "exact",
                    "mean",
                    "standard deviation",
                    "mean standard error",
                    "coverage"),
                rows)));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "none";
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }
}
