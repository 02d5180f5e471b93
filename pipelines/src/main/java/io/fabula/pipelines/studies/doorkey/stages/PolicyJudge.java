package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.tabular.EventSums;
import io.fabula.model.mlp.MlpNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a policy reaches and which detectors it makes fire. */
interface PolicyJudge {
  /** A size up to which all is exact; in larger worlds episodes are played. */
  int LARGEST_EXACT = io.fabula.envs.doorkey.DoorKeyModel.LARGEST_SIZE;

  /**
   * A policy.
   *
   * @param success probability of the goal
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
  Judged policy(@Nullable MlpNetwork network, int number);

  /**
   * Judges the agent that follows one policy until the variable fires, and another from then on.
   */
  Judged informed(MlpNetwork before, MlpNetwork after);
}
