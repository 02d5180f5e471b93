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
 * TwoStage-Walk: episodes of random length. Stage 1 is a walk over positions 0 to 2 towards a gate
 * that may close at any step; stage 2 pays often if the gate was passed (M = 1) and rarely if it
 * closed (M = 0), and ends at random.
 *
 * <p>States 0 to 2 are positions, 3 is stage 2 with M = 0, 4 stage 2 with M = 1; observed as a
 * one-hot vector of 5. In stage 1 action 0 goes left, 1 right, 2 and 3 stay; in stage 2 only action
 * 0 can pay.
 */
public final class TwoStageWalk extends TabularWorld {
  /** The first of the three positions of stage 1. */
  public static final int START = 0;

  /** Stage 2 after the gate closed. */
  public static final int MEDIATOR_OFF = GATE_CLOSED;

  /** Stage 2 after the gate was passed. */
  public static final int MEDIATOR_ON = GATE_PASSED;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "twostage-walk",
          new ObservationSpace.Vector(List.of("x0", "x1", "x2", "m0", "m1"), 0, 1),
          new ActionSpace.Discrete(List.of("left / work", "right", "stay", "wait")),
          WALK_STEPS,
          0,
          1);
  private static final TabularModel MODEL = makeModel();

  /** A world that is to be reset before its first step. */
  public TwoStageWalk() {
    super(SPEC, MODEL);
  }

  @Override
  public Picture render() {
    return TwoStageDrawing.walk(this, lastAction());
  }

  private static TabularModel makeModel() {
    TabularModel.Builder builder = new TabularModel.Builder(WALK_STATES, ACTIONS).start(START, 1);
    for (int x = 0; x < POSITIONS; x++) {
      for (int action = 0; action < ACTIONS; action++) {
        int move = action == LEFT ? -1 : action == RIGHT ? 1 : 0;
        if (move == 0) {
          addArrival(builder, x, action, 1, x);
        } else {
          addArrival(builder, x, action, 1 - SLIP, Math.max(0, x + move));
          addArrival(builder, x, action, SLIP, x);
        }
      }
    }
    addSecondStage(builder, MEDIATOR_OFF, PAY_CLOSED);
    addSecondStage(builder, MEDIATOR_ON, PAY_PASSED);
    return builder.build();
  }

  private static void addArrival(
      TabularModel.Builder builder, int x, int action, double probability, int arrival) {
    if (arrival == POSITIONS) {
      builder.outcome(x, action, probability, 0, MEDIATOR_ON);
    } else {
      builder.outcome(x, action, probability * GATE_CLOSES, 0, MEDIATOR_OFF);
      builder.outcome(x, action, probability * (1 - GATE_CLOSES), 0, arrival);
    }
  }

  private static void addSecondStage(TabularModel.Builder builder, int state, double payChance) {
    for (int action = 0; action < ACTIONS; action++) {
      double paid = action == PAYING_ACTION ? payChance : 0;
      builder.outcome(state, action, paid * ENDS, 1, TabularModel.END);
      builder.outcome(state, action, (1 - paid) * ENDS, 0, TabularModel.END);
      builder.outcome(state, action, paid * (1 - ENDS), 1, state);
      builder.outcome(state, action, (1 - paid) * (1 - ENDS), 0, state);
    }
  }
}
