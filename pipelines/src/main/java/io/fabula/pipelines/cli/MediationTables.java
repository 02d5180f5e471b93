package io.fabula.pipelines.cli;

import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.ExactPolicies;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.stages.Planner;
import io.fabula.pipelines.stages.Verdict;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeyWorlds;
import io.fabula.pipelines.studies.twostage.stages.ComputeExactEffects;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of a run as text.
 *
 * @param resolved the study with the run's settings
 * @param store where its artifacts are
 */
record MediationTables(ResolvedStudy<?> resolved, Store store) {
  private static final String A = "a (taken)";
  private static final String B = "b (manipulation)";

  /** How the original's readers know the policies. */
  private static final Map<String, String> TITLES =
      Map.of(
          "trained",
          A,
          "manipulation",
          B,
          "informed",
          "informed (b until Z, then a)",
          "trained on",
          "a, trained on");

  private Optional<Artifact> artifact(String stage) {
    return new Planner(store, resolved.study().name(), Set.of(), false)
        .plan(resolved.stagesUpTo(stage)).stages().stream()
            .filter(each -> each.stage().name().equals(stage))
            .map(PlannedStage::verdict)
            .filter(Verdict.Hit.class::isInstance)
            .map(hit -> ((Verdict.Hit) hit).artifact())
            .findFirst();
  }

  /** Prints the policies of DoorKey: uniform play, and those that the store has. */
  void policies(PrintWriter out) throws IOException {
    DoorKeySettings settings = (DoorKeySettings) resolved.settings();
    DoorKeyWorlds worlds = settings.worlds();
    if (!settings.exact()) {
      throw new UsageProblem(
          "nothing is exact beyond %d cells per side, with a partial view or with a memory; evaluate plays episodes"
              .formatted(DoorKeyModel.LARGEST_SIZE));
    }
    Map<String, Optional<Artifact>> trained = new LinkedHashMap<>();
    trained.put(A, artifact(Phases.TRAIN));
    trained.put(B, artifact(Phases.MANIPULATE));
    TextTable table = policyTable(worlds.events());
    for (ExactPolicies.Values each : ExactPolicies.of(worlds, trained)) {
      List<String> cells = new ArrayList<>();
      cells.add(each.policy());
      cells.add(number(each.success()));
      cells.add(number(each.value()));
      each.fired().forEach(fired -> cells.add(number(fired)));
      table.row(cells.toArray(String[]::new));
    }
    table.print(out);
  }

  /**
   * Prints what the policies of an evaluated run of DoorKey reach and which events they make
   * happen; the store has it.
   */
  void evaluated(PrintWriter out) {
    DoorKeySettings settings = (DoorKeySettings) resolved.settings();
    List<String> events = settings.worlds().events();
    TextTable table = policyTable(events);
    TableReader.forEach(
        artifact(Phases.EVALUATE).orElseThrow().file(EvaluatePolicies.POLICIES),
        EvaluatePolicies.policiesSchema(events),
        row -> {
          List<String> cells = new ArrayList<>();
          cells.add(TITLES.getOrDefault(row.text("policy"), row.text("policy")));
          cells.add(number(row.number("success")));
          cells.add(number(row.number("value")));
          events.forEach(event -> cells.add(number(row.number(event))));
          table.row(cells.toArray(String[]::new));
        });
    out.println(settings.exact() ? "exact values" : "from episodes");
    table.print(out);
  }

  private static TextTable policyTable(List<String> events) {
    List<String> titles = new ArrayList<>(List.of("policy", "P(goal)", "E[Y]"));
    events.forEach(event -> titles.add("P(" + event + ")"));
    return new TextTable(titles.toArray(String[]::new));
  }

  /** Prints the effects of a small problem's named events, which the store has. */
  void effects(PrintWriter out) {
    TextTable table =
        new TextTable("event", "policy", "e_0", "e_1", "P uniform", "P policy", "NIE", "NDE", "");
    TableReader.forEach(
        artifact(TwoStageStages.EXACT).orElseThrow().file(ComputeExactEffects.EFFECTS),
        ComputeExactEffects.EFFECTS_SCHEMA,
        row ->
            table.row(
                row.text("event"),
                row.text("target"),
                number(row.number("mean_unfired")),
                number(row.number("mean_fired")),
                number(row.number("fired_reference")),
                number(row.number("fired_target")),
                number(row.number("indirect")),
                number(row.number("direct")),
                row.flag("defined") ? "" : "undefined"));
    table.print(out);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.equals("-0.000000") ? "0.000000" : text;
  }
}
