package io.fabula.pipelines.studies.agents;

import io.fabula.pipelines.stages.ShardCount;
import java.util.List;

/** What {@link EvaluateAgent} compares: a record of options whose components decide the rest. */
public interface Comparison extends AgentInWorld {
  /** Seed of the first level; the others follow it. */
  int firstLevel();

  /** How many levels there are, and how many one worker plays at a time. */
  ShardCount levels();

  /** What the agent is compared with. */
  default List<Baseline> baselines() {
    return List.of(Baseline.random());
  }

  /** Unit of the returns. */
  default String unit() {
    return "points";
  }
}
