package io.fabula.pipelines.studies;

import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The chain exists several times: for the agent that is studied, and for agents that learned
 * nothing. What those show as well is not a finding about the first.
 *
 * @param untrained number of the untrained agent from 1, or 0 for the studied one
 */
public record AgentArm(int untrained) implements Serializable {
  /** The agent that is studied. */
  public static final AgentArm STUDIED = new AgentArm(0);

  public AgentArm {
    Range.atLeast("untrained", untrained, 0);
  }

  /** The null: agents with random values such as training starts from. */
  public static List<AgentArm> untrainedAgents(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(AgentArm::new).toList();
  }

  public boolean studied() {
    return untrained == 0;
  }

  /** The name of a stage in this arm. */
  public String of(String stage) {
    return studied() ? stage : stage + "-untrained-" + untrained;
  }

  /**
   * The stage that makes this arm's agent.
   *
   * @param trained the stage that makes the agent that is studied
   * @param untrained first words of the names of the stages that make the others
   */
  public String agent(String trained, String untrained) {
    return studied() ? trained : untrained + "-" + this.untrained;
  }
}
