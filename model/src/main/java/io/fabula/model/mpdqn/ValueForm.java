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
  MULTI_PASS
}
