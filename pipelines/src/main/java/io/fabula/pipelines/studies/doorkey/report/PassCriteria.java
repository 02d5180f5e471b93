package io.fabula.pipelines.studies.doorkey.report;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * What the study claims, each for every seed: a claim is shown if it holds in all of them.
 *
 * @param measured rows of the learned variables
 * @param policies rows of the policies
 * @param effects rows of the exact effects
 * @param seeds how many
 */
record PassCriteria(List<Row> measured, List<Row> policies, List<Row> effects, int seeds) {
  /** Between these the taken policy leaves something to explain. */
  private static final double LEAST_SUCCESS = 0.5;

  private static final double MOST_SUCCESS = 0.9;
  private static final double UNLOCKED_AGREEMENT = 0.98;
  private static final double FACING_AGREEMENT = 0.95;
  private static final double EFFECT = 0.04;
  private static final double GAIN = 0.08;

  /**
   * The claims with their verdicts.
   *
   * @param goalSteps steps of a seed until the training for the goal ended
   * @param eventSteps steps of a seed until the training for the variable ended
   */
  List<ReportBlock.Claim> claims(IntToDoubleFunction goalSteps, IntToDoubleFunction eventSteps) {
    List<ReportBlock.Claim> claims = new ArrayList<>();
    claims.add(
        within(
            "The taken policy reaches the goal often and not always",
            seed -> policy(seed, "trained", row -> row.number("success")),
            LEAST_SUCCESS,
            MOST_SUCCESS,
            "probability of the goal"));
    claims.add(
        atLeast(
            "The variable learned from the objects is \"door unlocked\"",
            seed -> agreement(seed, Variant.OBJECTS, "unlocked"),
            UNLOCKED_AGREEMENT,
            "agreement on held-out episodes of either policy"));
    if (measured.stream().anyMatch(row -> row.text("variable").equals(Variant.FULL.words()))) {
      claims.add(
          atLeast(
              "With the agent in view it drifts to \"facing the goal\"",
              seed -> agreement(seed, Variant.FULL, "facing"),
              FACING_AGREEMENT,
              "agreement on held-out episodes of either policy"));
      claims.add(
          atLeast(
              "That drift raises the indirect effect",
              seed -> effect(seed, Variant.FULL) - effect(seed, Variant.OBJECTS),
              0,
              "held-out magnitude with the full view, less that with the objects"));
    }
    claims.add(
        atLeast(
            "Predicting success alone finds another variable",
            seed ->
                variable(
                        seed, Variant.OBJECTS.words(), row -> row.number("agrees_unlocked_trained"))
                    - variable(
                        seed,
                        Variant.PREDICTION.words(),
                        row -> row.number("agrees_unlocked_trained")),
            0,
            "agreement with \"unlocked\", learned for the effect less learned to predict"));
    claims.add(
        atLeast(
            "The variable takes fewer steps to make happen than the goal",
            seed -> goalSteps.applyAsDouble(seed) - eventSteps.applyAsDouble(seed),
            0,
            "steps until training for the goal ended, less those for the variable"));
    claims.add(
        atLeast(
            "Making it happen raises the return through \"unlocked\"",
            seed ->
                find(effects, seed, "variable", "unlocked", row -> row.number("to_manipulation")),
            EFFECT,
            "indirect effect"));
    claims.add(
        atLeast(
            "The informed agent reaches the goal more often than the taken policy",
            seed -> gain(seed, "trained"),
            GAIN,
            "difference"));
    claims.add(
        atLeast(
            "The informed agent reaches the goal more often than training for as many steps",
            seed -> gain(seed, "trained on"),
            0,
            "difference"));
    return claims;
  }

  private double gain(int seed, String over) {
    return policy(seed, "informed", row -> row.number("success"))
        - policy(seed, over, row -> row.number("success"));
  }

  private double effect(int seed, Variant variant) {
    return Math.abs(variable(seed, variant.words(), row -> row.number("indirect")));
  }

  private double agreement(int seed, Variant variant, String event) {
    return variable(
        seed,
        variant.words(),
        row ->
            Math.min(
                row.number("agrees_" + event + "_trained"),
                row.number("agrees_" + event + "_uniform")));
  }

  private double variable(int seed, String name, ToDoubleFunction<Row> value) {
    return find(measured, seed, "variable", name, value);
  }

  private double policy(int seed, String name, ToDoubleFunction<Row> value) {
    return find(policies, seed, "policy", name, value);
  }

  private static double find(
      List<Row> rows, int seed, String column, String name, ToDoubleFunction<Row> value) {
    return rows.stream()
        .filter(row -> row.integer("seed") == seed && row.text(column).equals(name))
        .mapToDouble(value)
        .findFirst()
        .orElseThrow();
  }

  private ReportBlock.Claim atLeast(
      String text, IntToDoubleFunction value, double least, String what) {
    return within(text, value, least, Double.POSITIVE_INFINITY, what);
  }

  private ReportBlock.Claim within(
      String text, IntToDoubleFunction value, double least, double most, String what) {
    List<String> values = new ArrayList<>();
    int held = 0;
    for (int seed = 0; seed < seeds; seed++) {
      double each = value.applyAsDouble(seed);
      if (each >= least && each <= most) held++;
      values.add(text(each));
    }
    String asked =
        Double.isInfinite(most) ? "at least " + text(least) : text(least) + " to " + text(most);
    return new ReportBlock.Claim(
        text,
        held == seeds,
        "%s, asked for %s: held in %d of %d seeds (%s)"
            .formatted(what, asked, held, seeds, String.join(", ", values)));
  }

  private static String text(double value) {
    return Math.abs(value) >= 1000 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
