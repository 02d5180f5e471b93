package io.fabula.envs.twostage;

import static io.fabula.envs.twostage.TwoStageConstants.*;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.tabular.TabularWorld;
import java.util.List;

/**
 * TwoStage-Flat: two decisions. The first sets, with noise, a mediator M and a distractor D, beside
 * a context C that nobody controls; the second pays 1 with a chance that depends on M, C and the
 * second action.
 *
 * <p>State 0 is the start, state {@code 1 + 4C + 2M + D} the second decision; observed as a one-hot
 * vector of 9. In stage 1 bit 0 of the action aims at M and bit 1 at D; in stage 2 action 3 pays a
 * little more by itself. M is manipulable and predictive, C only predictive, D only manipulable.
 */
public final class TwoStageFlat extends TabularWorld {
  /** The state of the first decision. */
  public static final int START = 0;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "twostage-flat",
          new ObservationSpace.Vector(
              List.of(
                  "start", "c0m0d0", "c0m0d1", "c0m1d0", "c0m1d1", "c1m0d0", "c1m0d1", "c1m1d0",
                  "c1m1d1"),
              0,
              1),
          new ActionSpace.Discrete(
              List.of("aim m0 d0", "aim m1 d0", "aim m0 d1", "aim m1 d1 / direct")),
          FLAT_STEPS,
          0,
          1);
  private static final TabularModel MODEL = makeModel();

  /** A world that is to be reset before its first step. */
  public TwoStageFlat() {
    super(SPEC, MODEL);
  }

  /** Whether the mediator is set in {@code state}; false at the start. */
  public static boolean mediator(int state) {
    return state > START && ((state - 1) & 2) != 0;
  }

  /** Whether the context is set in {@code state}; false at the start. */
  public static boolean context(int state) {
    return state > START && ((state - 1) & 4) != 0;
  }

  /** Whether the distractor is set in {@code state}; false at the start. */
  public static boolean distractor(int state) {
    return state > START && ((state - 1) & 1) != 0;
  }

  @Override
  public Picture render() {
    return TwoStageDrawing.flat(this, lastAction());
  }

  private static TabularModel makeModel() {
    TabularModel.Builder builder = new TabularModel.Builder(FLAT_STATES, ACTIONS).start(START, 1);
    for (int action = 0; action < ACTIONS; action++) {
      boolean aimsAtMediator = (action & 1) != 0;
      boolean aimsAtDistractor = (action & 2) != 0;
      for (int state = 1; state < FLAT_STATES; state++) {
        double m = mediator(state) == aimsAtMediator ? MEDIATOR_FOLLOWS : 1 - MEDIATOR_FOLLOWS;
        double d =
            distractor(state) == aimsAtDistractor ? DISTRACTOR_FOLLOWS : 1 - DISTRACTOR_FOLLOWS;
        double c = context(state) ? CONTEXT : 1 - CONTEXT;
        builder.outcome(START, action, m * d * c, 0, state);
      }
    }
    for (int state = 1; state < FLAT_STATES; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        double paid =
            REWARD_BASE
                + (mediator(state) ? REWARD_OF_MEDIATOR : 0)
                + (context(state) ? REWARD_OF_CONTEXT : 0)
                + (action == DIRECT_ACTION ? REWARD_OF_DIRECT_ACTION : 0);
        builder.outcome(state, action, paid, 1, TabularModel.END);
        builder.outcome(state, action, 1 - paid, 0, TabularModel.END);
      }
    }
    return builder.build();
  }
}
