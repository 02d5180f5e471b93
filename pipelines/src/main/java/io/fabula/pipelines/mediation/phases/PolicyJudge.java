package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.tabular.EventSums;
import io.fabula.model.agents.LearnableNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a policy reaches and which detectors it makes fire. */
interface PolicyJudge {
  /**
   * A policy.
   *
   * @param success probability of completing the task
   * @param value expected undiscounted return
   * @param sums of each detector
   */
  record Judged(double success, double value, List<EventSums> sums) {}

  /**
   * Judges a policy.
   *
   * @param network the policy, or null for uniform play
   * @param number of the policy among all
   */
  Judged policy(@Nullable LearnableNetwork network, int number);

  /**
   * Judges the agent that follows one policy until the variable fires, and another from then on.
   */
  Judged informed(LearnableNetwork before, LearnableNetwork after);
}
