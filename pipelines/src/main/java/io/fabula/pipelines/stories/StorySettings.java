package io.fabula.pipelines.stories;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How causal stories are told by intervention, and judged. */
public record StorySettings(
    @Meaning("features of the world to be blind to, placebos among them") List<String> features,
    @Meaning("levels that are played for each feature") int levels,
    @Meaning("levels to choose paths on, and as many to confirm them; 0 for no paths")
        int pathLevels,
    @Meaning("seed of the first level; training on unlimited levels hardly ever meets it")
        int firstLevel,
    @Meaning("steps after which an episode is cut off, or 0 for the world's own limit")
        int maxSteps,
    @Meaning("levels or states that one worker takes at a time, side by side") int perShard,
    @Meaning("edits of the world that are made from states of the agent's play") List<String> edits,
    @Meaning("levels from whose play states are taken to be edited") int editLevels,
    @Meaning("one of so many states is picked to be edited, at random") int editEvery,
    @Meaning("states that each edit is made in, at most") int statesPerEdit,
    @Meaning("states in which components are pushed, at most") int pushStates,
    @Meaning("agents that learned nothing, for comparison") int untrainedAgents,
    @Meaning("bootstrap draws") int draws,
    @Meaning("false discovery rate of the verdicts") double falseDiscoveryRate)
    implements Serializable {
  /** Observations after an edit that are compared; the verdict is on the last. */
  public static final int LAGS = 5;

  /** Most states of a level for each edit. */
  static final int STATES_PER_LEVEL = 3;

  private static final int NEXT_EXPERIMENT = 100_000_000;

  public StorySettings {
    features = List.copyOf(features);
    edits = List.copyOf(edits);
    Range.atLeast("levels", levels, 2);
    Range.atLeast("path_levels", pathLevels, 0);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - 6.0 * NEXT_EXPERIMENT);
    Range.atLeast("max_steps", maxSteps, 0);
    Range.atLeast("per_shard", perShard, 1);
    Range.atLeast("edit_levels", editLevels, 1);
    Range.atLeast("edit_every", editEvery, 1);
    Range.atLeast("states_per_edit", statesPerEdit, 1);
    Range.atLeast("push_states", pushStates, 1);
    Range.within("untrained_agents", untrainedAgents, 0, 99);
    Range.atLeast("draws", draws, 100);
    Range.within("false_discovery_rate", falseDiscoveryRate, 1e-6, 0.5);
  }

  /** Seed of the first level in whose states components are pushed. */
  long firstPushedLevel() {
    return firstLevel + 2L * NEXT_EXPERIMENT;
  }

  /** Seed of the first level whose states are edited; none of them is played blind. */
  long firstEditedLevel() {
    return firstLevel + (long) NEXT_EXPERIMENT;
  }
}
