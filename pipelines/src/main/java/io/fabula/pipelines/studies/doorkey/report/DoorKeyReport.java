package io.fabula.pipelines.studies.doorkey.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.mediation.phases.FilmInformed;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.mediation.report.PhaseResults;
import io.fabula.pipelines.mediation.report.PhaseTables;
import io.fabula.pipelines.mediation.settings.EstimationSettings;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import io.fabula.pipelines.studies.doorkey.stages.DrawVariable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the report of the study says. */
public final class DoorKeyReport {
  private static final String AGREES = "agrees_unlocked_trained";

  private final CompletedRun<DoorKeySettings> run;
  private final DoorKeySettings settings;
  private final ReportParts parts;
  private final PhaseResults results;
  private final PhaseTables tables;

  private DoorKeyReport(CompletedRun<DoorKeySettings> run) {
    this.run = run;
    settings = run.resolved().settings();
    parts = new ReportParts(run);
    results = new PhaseResults(run, settings.worlds());
    tables = new PhaseTables(run, settings.worlds(), results, settings.exact());
  }

  /** Makes the report. */
  public static Report of(CompletedRun<DoorKeySettings> run) throws IOException {
    return new DoorKeyReport(run).report();
  }

  private Report report() throws IOException {
    return new Report(
        "Which event mediates the effect of a policy in DoorKey",
        "study doorkey, %1$d x %1$d cells, profile %2$s, run %3$s"
            .formatted(settings.size(), run.resolved().profile(), run.resolved().runId()),
        summary(),
        facts(),
        sections(),
        run.settings(),
        run.lineage());
  }

  private List<Report.Section> sections() throws IOException {
    List<Report.Section> sections =
        new ArrayList<>(List.of(claims(), training(), variable(), manipulation()));
    if (settings.exact()) sections.add(estimates());
    return sections;
  }

  private String summary() {
    return "The variable that was learned from the objects alone agrees with \"door unlocked\" in a"
        + " share of %s of the trained policy's episodes, averaged over %s. An agent that first"
            .formatted(results.measured(Variant.OBJECTS.words(), AGREES), seedsText())
        + " makes the variable happen and then follows the trained policy reaches the goal with a"
        + " probability of %s, the trained policy alone with %s, and that policy trained on for as"
            .formatted(results.policy("informed", "success"), results.policy("trained", "success"))
        + " many steps with %s.".formatted(results.policy("trained on", "success"))
        + "\n\nInspired by Herlau and Larsen (AAAI 2022) and re-designed after the public"
        + " description; no number of theirs is reproduced.";
  }

  private String seedsText() {
    return settings.seeds() == 1 ? "1 seed" : settings.seeds() + " seeds";
  }

  private List<Report.Fact> facts() {
    return List.of(
        new Report.Fact(
            "Agreement with \"door unlocked\"",
            ofVariable(AGREES),
            "held-out episodes of the trained policy; " + seedsText()),
        new Report.Fact(
            "Indirect effect of the learned variable",
            ofVariable("indirect"),
            "trained policy to uniform play; held out"),
        new Report.Fact(
            "Informed agent reaches the goal",
            success("informed"),
            "trained policy %s, trained on %s; %s"
                .formatted(
                    success("trained"),
                    success("trained on"),
                    settings.exact() ? "exact" : "from episodes")));
  }

  private String ofVariable(String column) {
    return PhaseResults.mean(results.measured(), "variable", Variant.OBJECTS.words(), column);
  }

  private String success(String policy) {
    return PhaseResults.mean(results.policies(), "policy", policy, "success");
  }

  private Report.Section claims() {
    return new Report.Section(
        "What is claimed",
        "Each claim is made for every seed, and shown if it holds in all of them.",
        List.of(
            new ReportBlock.Verdicts(
                "Claims",
                new PassCriteria(
                        results.measured(), results.policies(), results.effects(), settings.seeds())
                    .claims(
                        seed -> run.metric(Phases.TRAIN, "steps_" + seed),
                        seed -> run.metric(Phases.MANIPULATE, "steps_" + seed)))));
  }

  private Report.Section training() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(tables.figure("training"));
    blocks.add(tables.steps(settings.seeds()));
    return new Report.Section(
        "The policy",
        "An actor-critic for the goal. "
            + PhaseTables.taken(settings.policy())
            + " A perfect one has returns that hardly vary.",
        blocks);
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
    blocks.addAll(tables.figure("indirect-effects"));
    blocks.add(tables.variables(List.of("unlocked", "facing")));
    blocks.addAll(parts.figures(Phases.DRAW, DrawVariable.WHERE));
    blocks.add(tables.given(List.of("unlocked", "facing")));
    blocks.add(tables.inARow());
    return new Report.Section(
        "The variable",
        "Detectors are learned on half of the recorded episodes and measured on the other half.",
        blocks);
  }

  private Report.Section manipulation() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(tables.figure("manipulation"));
    blocks.add(tables.policies());
    blocks.add(
        new ReportBlock.Paragraphs(
            "manipulation makes the variable happen; informed does so and then follows the trained"
                + " policy; trained on is the trained policy after as many further steps of"
                + " training as the manipulation took, the fair comparison with the informed"
                + " agent.\n\n"
                + "Indirect effect of going from the trained policy to the manipulation, through"
                + " \"unlocked\": "
                + results.effect("unlocked", "to_manipulation")
                + "."));
    blocks.addAll(
        parts.clips(
            Phases.DRAW,
            FilmInformed.CLIPS,
            "The first seed's informed agent; the picture stands still when the variable fires.",
            2));
    return new Report.Section(
        "Making it happen",
        "A policy trained for the variable alone, from nothing, and what it is good for.",
        blocks);
  }

  private Report.Section estimates() {
    EstimationSettings estimation = settings.estimation();
    return new Report.Section(
        "How good the estimates are",
        "%,d estimates, each from %,d new episodes of the first seed's trained policy and of uniform play, with 95 %% intervals by the influence function."
            .formatted(estimation.repetitions(), estimation.episodes()),
        List.of(tables.estimates()));
  }
}
