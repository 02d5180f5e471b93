package io.fabula.pipelines.studies.twostage.problems;

import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import io.fabula.envs.twostage.TwoStageWalk;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem.Event;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem.Target;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The two built-in problems. */
final class TwoStageProblems {
  private static final int ANY = -1;

  private TwoStageProblems() {}

  /** Two decisions: mediator M, context C, distractor D. */
  static TabularProblem flat() {
    TwoStageFlat world = new TwoStageFlat();
    TabularModel model = world.model();
    IntPredicate m = TwoStageFlat::mediator;
    IntPredicate c = TwoStageFlat::context;
    IntPredicate d = TwoStageFlat::distractor;
    IntPredicate second = s -> s != TwoStageFlat.START;
    double[] soft = new double[model.states()];
    for (int s = 0; s < soft.length; s++) {
      soft[s] = s == TwoStageFlat.START ? 0.05 : TwoStageFlat.mediator(s) ? 0.7 : 0.1;
    }
    boolean[] chooses = new boolean[model.states()];
    chooses[TwoStageFlat.START] = true;
    return new TabularProblem(
        "twostage-flat",
        model,
        List.of("start", "none", "D", "M", "M D", "C", "C D", "C M", "C M D"),
        actionNames(world.spec().actions().count()),
        List.of(
            event("M", m, model),
            event("C", c, model),
            event("D", d, model),
            event("M and D", m.and(d), model),
            event("M and C", m.and(c), model),
            event("M or D", m.or(d), model),
            event("M or C", m.or(c), model),
            event("not M", m.negate().and(second), model),
            new Event("soft M", soft)),
        List.of(
            target("b1: aim at M and D", model, 3, ANY, 1),
            target("b2: and act directly", model, 3, 3, 1),
            target("b3: aim at M, away from D", model, 1, ANY, 1),
            target("b4: aim at D, away from M", model, 2, ANY, 1),
            target("b5: only act directly", model, ANY, 3, 1)),
        chooses,
        IntStream.range(1, model.states()).boxed().toList());
  }

  /** A walk of random length towards a gate. */
  static TabularProblem walk() {
    TwoStageWalk world = new TwoStageWalk();
    TabularModel model = world.model();
    int stages = TwoStageWalk.MEDIATOR_OFF;
    boolean[] chooses = new boolean[model.states()];
    for (int s = 0; s < stages; s++) chooses[s] = true;
    return new TabularProblem(
        "twostage-walk",
        model,
        List.of("x=0", "x=1", "x=2", "M=0", "M=1"),
        actionNames(world.spec().actions().count()),
        List.of(
            event("M=1", s -> s == TwoStageWalk.MEDIATOR_ON, model),
            event("M=0", s -> s == TwoStageWalk.MEDIATOR_OFF, model),
            event("x>=2", s -> s == 2, model),
            event("x>=1", s -> s == 1 || s == 2, model),
            new Event("soft", new double[] {.01, .02, .05, .1, .6})),
        List.of(target("right", model, 1, ANY, stages), target("best", model, 1, 0, stages)),
        chooses,
        IntStream.range(0, model.states()).boxed().toList());
  }

  private static List<String> actionNames(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static Event event(String name, IntPredicate holds, TabularModel model) {
    double[] detector = new double[model.states()];
    for (int s = 0; s < detector.length; s++) if (holds.test(s)) detector[s] = 1;
    return new Event(name, detector);
  }

  /** The first states up to {@code stage} take one action, the others another. */
  private static Target target(String name, TabularModel model, int first, int second, int stage) {
    double[] policy = model.uniformPolicy();
    int actions = model.actions();
    for (int s = 0; s < model.states(); s++) {
      int action = s < stage ? first : second;
      if (action == ANY) continue;
      for (int k = 0; k < actions; k++) policy[s * actions + k] = k == action ? 1 : 0;
    }
    return new Target(name, policy);
  }
}
