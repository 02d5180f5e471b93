package io.fabula.envs.twostage;

/**
 * The numbers that define the two TwoStage worlds. The worlds are redesigned after the TwoStage
 * experiment of Herlau and Larsen (AAAI 2022), whose definition is not public: mediator, context,
 * distractor and direct effect each get one bit, and every effect a closed form.
 */
final class TwoStageConstants {
  /** Both worlds, both stages. */
  static final int ACTIONS = 4;

  /** Flat: the start, and one state for each value of the bits C, M and D. */
  static final int FLAT_STATES = 9;

  static final int FLAT_STEPS = 2;

  /** Flat, stage 1: the chance that the mediator M takes the low bit of the action. */
  static final double MEDIATOR_FOLLOWS = 0.9;

  /** Flat, stage 1: the chance that the distractor D takes the high bit of the action. */
  static final double DISTRACTOR_FOLLOWS = 0.75;

  /** Flat, stage 1: the chance of the context C, whatever the action. */
  static final double CONTEXT = 0.5;

  /** Flat, stage 2: the chance of reward 1, and what M, C and the last action add to it. */
  static final double REWARD_BASE = 0.1;

  static final double REWARD_OF_MEDIATOR = 0.5;
  static final double REWARD_OF_CONTEXT = 0.2;
  static final double REWARD_OF_DIRECT_ACTION = 0.1;
  static final int DIRECT_ACTION = 3;

  /** Walk: three positions of stage 1, then stage 2 with the gate closed (3) or open (4). */
  static final int WALK_STATES = 5;

  static final int POSITIONS = 3;
  static final int GATE_CLOSED = 3;
  static final int GATE_PASSED = 4;

  /** Walk: actions 0 and 1 move; 2 and 3 stay. */
  static final int LEFT = 0;

  static final int RIGHT = 1;

  /** Walk, stage 1: the chance that a move is lost. */
  static final double SLIP = 0.1;

  /** Walk, stage 1: the chance that the gate closes after a step that did not pass it. */
  static final double GATE_CLOSES = 0.1;

  /** Walk, stage 2: the action that may pay, and its chances of reward 1. */
  static final int PAYING_ACTION = 0;

  static final double PAY_CLOSED = 0.2;
  static final double PAY_PASSED = 0.8;

  /** Walk, stage 2: the chance that the episode ends after a step. */
  static final double ENDS = 0.25;

  /** Walk: cut off here; the exact values have no limit and differ by less than 1e-12. */
  static final int WALK_STEPS = 1000;

  private TwoStageConstants() {}
}
