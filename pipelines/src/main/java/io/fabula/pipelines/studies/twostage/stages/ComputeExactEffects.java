package io.fabula.pipelines.studies.twostage.stages;

import io.fabula.analysis.mediation.DetectorEnumeration;
import io.fabula.analysis.mediation.Effects;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Computes the exact effects of named events by dynamic programming, from the uniform policy to
 * each named one, and of all hard detectors where there are few states.
 *
 * @param name of the stage
 * @param options what decides the result
 */
public record ComputeExactEffects(String name, Options options) implements Stage {
  /** The table of named events, a part of the artifact. */
  public static final String EFFECTS = "effects.parquet";

  /** The table of all hard detectors, a part of the artifact where they were enumerated. */
  public static final String DETECTORS = "detectors.parquet";

  /**
   * The largest effect of all hard detectors whose events are neither too rare nor too common to be
   * ranked; no metric where there are too many detectors.
   */
  public static final String BEST = "best_indirect";

  /** Columns of {@link #EFFECTS}. */
  public static final TableSchema EFFECTS_SCHEMA =
      new TableSchema(
          "event_effects",
          1,
          "An event and a policy: exact effects of changing from the uniform policy to this one.",
          List.of(
              Column.of("event", Column.Type.STRING).doc("name of the event"),
              Column.of("target", Column.Type.STRING).doc("name of the policy"),
              Column.of("fired_reference", Column.Type.DOUBLE).doc("P(Z = 1), uniform policy"),
              Column.of("fired_target", Column.Type.DOUBLE).doc("P(Z = 1), this policy"),
              Column.of("mean_unfired", Column.Type.DOUBLE)
                  .doc("E[Y | Z = 0], uniform policy; 0 where Z = 0 cannot happen"),
              Column.of("mean_fired", Column.Type.DOUBLE)
                  .doc("E[Y | Z = 1], uniform policy; 0 where Z = 1 cannot happen"),
              Column.of("indirect", Column.Type.DOUBLE).doc("natural indirect effect"),
              Column.of("direct", Column.Type.DOUBLE).doc("natural direct effect"),
              Column.of("total", Column.Type.DOUBLE).doc("total effect"),
              Column.of("defined", Column.Type.BOOLEAN).doc("whether both means exist"),
              Column.of("rankable", Column.Type.BOOLEAN)
                  .doc("whether P(Z = 1) under the uniform policy is within 0.02..0.98")));

  /** Columns of {@link #DETECTORS}. */
  public static final TableSchema DETECTORS_SCHEMA =
      new TableSchema(
          "hard_detectors",
          1,
          "A set of states: exact indirect effect of its detector, from the largest down.",
          List.of(
              Column.of("set", Column.Type.INT32).doc("bit i: fires in the i-th enumerated state"),
              Column.of("states", Column.Type.STRING).doc("names of its states"),
              Column.of("indirect", Column.Type.DOUBLE).doc("natural indirect effect"),
              Column.of("direct", Column.Type.DOUBLE).doc("natural direct effect"),
              Column.of("fired_reference", Column.Type.DOUBLE).doc("P(Z = 1), uniform policy"),
              Column.of("defined", Column.Type.BOOLEAN).doc("whether both means exist")));

  /**
   * What decides the result.
   *
   * @param problem where the problem comes from
   * @param discount factor per step in the return
   */
  public record Options(ProblemSource problem, double discount) implements Serializable {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    TabularProblem problem = options.problem().problem();
    work.table(
        EFFECTS,
        EFFECTS_SCHEMA,
        table -> {
          for (Named each : named(problem)) {
            Effects effects = each.effects;
            if (!effects.rankable() && each.target.equals(problem.targets().get(0).name())) {
              work.note(unranked(each.event, effects.reference().fired()));
            }
            table.write(
                each.event,
                each.target,
                effects.reference().fired(),
                effects.target().fired(),
                effects.reference().meanUnfired(),
                effects.reference().meanFired(),
                effects.indirect(),
                effects.direct(),
                effects.total(),
                effects.defined(),
                effects.rankable());
          }
        });
    if (!problem.enumerated().isEmpty()) enumerate(work, problem);
  }

  private static String unranked(String event, double fired) {
    return "event \"%s\" has a probability of %.3f under the uniform policy, beyond %s..%s: it is not ranked"
        .formatted(event, fired, Effects.MARGIN, 1 - Effects.MARGIN);
  }

  private record Named(String event, String target, Effects effects) {}

  private List<Named> named(TabularProblem problem) {
    List<double[]> detectors =
        problem.events().stream().map(TabularProblem.Event::detector).toList();
    List<EventSums> reference =
        new ExactEvaluation(problem.model(), problem.reference())
            .evaluate(detectors, options.discount());
    List<Named> all = new ArrayList<>();
    for (TabularProblem.Target target : problem.targets()) {
      List<EventSums> sums =
          new ExactEvaluation(problem.model(), target.policy())
              .evaluate(detectors, options.discount());
      for (int e = 0; e < detectors.size(); e++) {
        all.add(
            new Named(
                problem.events().get(e).name(),
                target.name(),
                new Effects(reference.get(e), sums.get(e))));
      }
    }
    return all;
  }

  private void enumerate(ShardWork work, TabularProblem problem) throws Exception {
    List<DetectorEnumeration.Entry> entries =
        DetectorEnumeration.of(
            problem.model(),
            problem.reference(),
            problem.targets().get(0).policy(),
            problem.enumerated(),
            options.discount());
    work.table(
        DETECTORS,
        DETECTORS_SCHEMA,
        table -> {
          for (DetectorEnumeration.Entry each : entries) {
            table.write(
                each.set(),
                states(problem, each.set()),
                each.effects().indirect(),
                each.effects().direct(),
                each.effects().reference().fired(),
                each.effects().defined());
          }
        });
    double best =
        entries.stream()
            .filter(each -> each.effects().rankable())
            .mapToDouble(each -> each.effects().indirect())
            .max()
            .orElse(0);
    work.metric(BEST, best);
    work.metric("detectors", entries.size());
  }

  private static String states(TabularProblem problem, int set) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < problem.enumerated().size(); i++) {
      if ((set >> i & 1) != 0) names.add(problem.stateNames().get(problem.enumerated().get(i)));
    }
    return String.join(", ", names);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return work.only().metrics();
  }
}
