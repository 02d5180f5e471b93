package io.fabula.pipelines.studies;

import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts of the chain exist several times: for the agent that is studied, perhaps for another beside
 * it, and for agents of the same size that learned nothing. What those show as well is not a
 * finding about the first.
 *
 * @param branch the agent beside the studied one; empty for the studied one
 * @param untrained number of the untrained agent from 1, or 0 for the trained one
 */
public record AgentArm(String branch, int untrained) implements Serializable {
  /** The agent that is studied. */
  public static final AgentArm STUDIED = beside("");

  public AgentArm {
    Range.atLeast("untrained", untrained, 0);
  }

  /** Another agent beside the studied one. */
  public static AgentArm beside(String branch) {
    return new AgentArm(branch, 0);
  }

  /** The null: agents of this one's size with random values such as training starts from. */
  public List<AgentArm> untrainedAgents(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> new AgentArm(branch, i)).toList();
  }

  /** Whether it is the agent that is studied. */
  public boolean studied() {
    return branch.isEmpty() && untrained == 0;
  }

  /** The name of a stage in this arm. */
  public String of(String stage) {
    String own = branch.isEmpty() ? stage : stage + "-" + branch;
    return untrained == 0 ? own : own + "-untrained-" + untrained;
  }

  /**
   * The stage that makes this arm's agent.
   *
   * @param trained the stage that makes the agent that is studied
   * @param stage first words of the names of the stages that make untrained ones
   */
  public String agent(String trained, String stage) {
    String own = untrained == 0 ? trained : stage;
    if (!branch.isEmpty()) own += "-" + branch;
    return untrained == 0 ? own : own + "-" + untrained;
  }
}
