package io.fabula.pipelines.mediation.report;

import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.LearnVariable;
import io.fabula.pipelines.mediation.phases.ObjectWorlds;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The rows that the phases of a run wrote, and what they say over all seeds. */
public final class PhaseResults {
  private final List<Row> measured = new ArrayList<>();
  private final List<Row> policies = new ArrayList<>();
  private final List<Row> effects = new ArrayList<>();

  /** Reads them. */
  public PhaseResults(CompletedRun<?> run, ObjectWorlds worlds) {
    TableReader.forEach(
        run.artifact(Phases.LEARN).file(LearnVariable.MEASURED),
        LearnVariable.schema(worlds.events()),
        measured::add);
    TableReader.forEach(
        run.artifact(Phases.EVALUATE).file(EvaluatePolicies.POLICIES),
        EvaluatePolicies.policiesSchema(worlds.events()),
        policies::add);
    TableReader.forEach(
        run.artifact(Phases.EVALUATE).file(EvaluatePolicies.EFFECTS),
        EvaluatePolicies.EFFECTS_SCHEMA,
        effects::add);
  }

  /** Rows of variables on held-out episodes. */
  public List<Row> measured() {
    return measured;
  }

  /** Rows of policies. */
  public List<Row> policies() {
    return policies;
  }

  /** Rows of variables' effects, by the policies' values. */
  public List<Row> effects() {
    return effects;
  }

  /** A number of a variable on held-out episodes, over all seeds. */
  public String measured(String variable, String column) {
    return spread(measured, is("variable", variable), column);
  }

  /** A number of a policy, over all seeds. */
  public String policy(String name, String column) {
    return spread(policies, is("policy", name), column);
  }

  /** A number of a variable's effect, over all seeds. */
  public String effect(String variable, String column) {
    return spread(effects, is("variable", variable), column);
  }

  /** Whether a variable may be ranked in all seeds. */
  public boolean rankable(String variable) {
    return measured.stream().filter(is("variable", variable)).allMatch(row -> row.flag("rankable"));
  }

  /** The mean over seeds alone, of rows whose column has a text. */
  public static String mean(List<Row> rows, String column, String text, String number) {
    return number(
        rows.stream()
            .filter(is(column, text))
            .mapToDouble(row -> row.numberOrNaN(number))
            .average()
            .orElse(Double.NaN));
  }

  static Predicate<Row> is(String column, String text) {
    return row -> row.text(column).equals(text);
  }

  /** Mean over seeds with the smallest and the largest; "none" where no seed has a value. */
  static String spread(List<Row> rows, Predicate<Row> which, String column) {
    double[] values =
        rows.stream()
            .filter(which)
            .mapToDouble(row -> row.numberOrNaN(column))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (values.length == 0) return "none";
    String mean = number(Arrays.stream(values).average().orElseThrow());
    return values.length == 1
        ? mean
        : "%s (%s to %s)".formatted(mean, number(values[0]), number(values[values.length - 1]));
  }

  /** A number for people. */
  static String number(double value) {
    if (Double.isNaN(value)) return "none";
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }
}
