package io.fabula.pipelines.studies.interpret;

/**
 * The chain exists twice: for the agent that is studied, and for one that learned nothing. What the
 * second shows as well is not a finding about the first.
 */
enum Branch {
  /** The agent that is studied. */
  STUDIED(""),
  /** The null: an agent with the random values that training starts from. */
  UNTRAINED("-untrained");

  private final String suffix;

  Branch(String suffix) {
    this.suffix = suffix;
  }

  /** The name of a stage in this branch. */
  String of(String stage) {
    return stage + suffix;
  }

  /** The stage that makes this branch's agent. */
  String agent() {
    return this == STUDIED ? TrainAgent.NAME : UntrainedAgent.NAME;
  }
}
