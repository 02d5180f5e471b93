package io.fabula.pipelines.studies.interpret;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The chain exists several times: for the agent that is studied, and for agents that learned
 * nothing. What those show as well is not a finding about the first.
 *
 * @param untrained number of the untrained agent from 1, or 0 for the studied one
 */
record Branch(int untrained) implements Serializable {
  /** The agent that is studied. */
  static final Branch STUDIED = new Branch(0);

  Branch {
    Range.atLeast("untrained", untrained, 0);
  }

  /** The null: agents with random values such as training starts from. */
  static List<Branch> untrainedAgents(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Branch::new).toList();
  }

  boolean studied() {
    return untrained == 0;
  }

  /** The name of a stage in this branch. */
  String of(String stage) {
    return studied() ? stage : stage + "-untrained-" + untrained;
  }

  /** The stage that makes this branch's agent. */
  String agent() {
    return studied() ? TrainAgent.NAME : UntrainedAgent.NAME + "-" + untrained;
  }
}
