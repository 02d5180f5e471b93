package io.fabula.model.mpdqn;

/** How the value of a discrete action hangs on the parameters of all of them. */
public enum ValueForm {
  /**
   * One pass with all parameters (P-DQN): the value of an action also hangs on the parameters of
   * others.
   */
  SINGLE_PASS,
  /** One network per action that sees its own parameters alone (SP-DQN). */
  SPLIT,
  /**
   * The network of the single pass, run once per action with the parameters of all others at zero
   * (MP-DQN).
   */
  MULTI_PASS,
  /**
   * One value of the state and of all that the actor puts out: a score for each action, then all
   * parameters; the action with the largest score is taken (PA-DDPG, Hausknecht and Stone 2016).
   */
  ACTOR_CRITIC
}
