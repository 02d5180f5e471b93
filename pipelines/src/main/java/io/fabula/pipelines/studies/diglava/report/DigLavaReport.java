package io.fabula.pipelines.studies.diglava.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.mediation.phases.FilmInformed;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.mediation.report.PhaseResults;
import io.fabula.pipelines.mediation.report.PhaseTables;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.diglava.settings.DigLavaSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the report of the study says. */
public final class DigLavaReport {
  private final CompletedRun<DigLavaSettings> run;
  private final DigLavaSettings settings;
  private final PhaseResults results;
  private final PhaseTables tables;

  private DigLavaReport(CompletedRun<DigLavaSettings> run) {
    this.run = run;
    settings = run.resolved().settings();
    results = new PhaseResults(run, settings.worlds());
    tables = new PhaseTables(run, settings.worlds(), results, false);
  }

  /** Makes the report. */
  public static Report of(CompletedRun<DigLavaSettings> run) throws IOException {
    return new DigLavaReport(run).report();
  }

  private Report report() throws IOException {
    return new Report(
        "Which event mediates the effect of a policy in Dig Lava",
        "study diglava, %1$d x %1$d cells, profile %2$s, run %3$s"
            .formatted(settings.size(), run.resolved().profile(), run.resolved().runId()),
        summary(),
        facts(),
        List.of(training(), variable(), manipulation()),
        run.settings(),
        run.lineage());
  }

  private String summary() {
    String learned = Variant.OBJECTS.words();
    return "The variable that was learned from the lava alone, without the agent, agrees with"
        + " \"pink dug\" in a share of %s of the trained policy's episodes and with \"orange dug\""
            .formatted(results.measured(learned, "agrees_pink_dug_trained"))
        + " in %s. An agent that first makes the variable happen and then follows the trained"
            .formatted(results.measured(learned, "agrees_orange_dug_trained"))
        + " policy reaches the goal with %s, the trained policy alone with %s, and that policy"
            .formatted(results.policy("informed", "success"), results.policy("trained", "success"))
        + " trained on for as many steps with %s.\n\n"
            .formatted(results.policy("trained on", "success"))
        + "The three phases are those of the study doorkey, inspired by Herlau and Larsen (AAAI"
        + " 2022) and re-designed after the public description; this world is our own addition.";
  }

  private List<Report.Fact> facts() {
    return List.of(
        new Report.Fact(
            "Agreement with \"pink dug\"",
            PhaseResults.mean(
                results.measured(), "variable", Variant.OBJECTS.words(), "agrees_pink_dug_trained"),
            "held-out episodes of the trained policy"),
        new Report.Fact(
            "Indirect effect of the learned variable",
            PhaseResults.mean(results.measured(), "variable", Variant.OBJECTS.words(), "indirect"),
            "trained policy to uniform play; held out; in units of the goal's reward"),
        new Report.Fact(
            "Informed agent reaches the goal",
            PhaseResults.mean(results.policies(), "policy", "informed", "success"),
            "trained policy %s, trained on %s"
                .formatted(
                    PhaseResults.mean(results.policies(), "policy", "trained", "success"),
                    PhaseResults.mean(results.policies(), "policy", "trained on", "success"))));
  }

  private Report.Section training() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(tables.figure("training"));
    blocks.add(tables.steps(settings.seeds()));
    return new Report.Section(
        "The policy",
        "An actor-critic for the world's rewards. " + PhaseTables.taken(settings.policy()),
        blocks);
  }

  private Report.Section variable() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Note(
            true,
            "An indirect effect is a target, not an identified cause",
            "Reading it as causal needs that nothing confounds the variable and the return given"
                + " the policy. Rivers can be walked around, so that neither dig is necessary for"
                + " the goal."));
    blocks.addAll(tables.figure("indirect-effects"));
    blocks.add(tables.variables(List.of("orange_dug", "pink_dug", "pink_crossed")));
    blocks.add(tables.given(List.of("orange_dug", "pink_dug", "pink_crossed")));
    blocks.add(tables.inARow());
    return new Report.Section(
        "The variable",
        "Detectors are learned on half of the recorded episodes and measured on the other half.",
        blocks);
  }

  private Report.Section manipulation() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(tables.figure("manipulation"));
    blocks.add(tables.policies());
    blocks.addAll(
        new ReportParts(run)
            .clips(
                Phases.FILM,
                FilmInformed.CLIPS,
                "The first seed's informed agent; the picture stands still when the variable"
                    + " fires.",
                2));
    return new Report.Section(
        "Making it happen",
        "manipulation makes the variable happen; informed does so and then follows the trained"
            + " policy; trained on is the trained policy after as many further steps of training"
            + " as the manipulation took.",
        blocks);
  }
}
