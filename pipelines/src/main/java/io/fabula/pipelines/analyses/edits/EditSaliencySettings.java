package io.fabula.pipelines.analyses.edits;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** What is taken out of the agent's sight, and where. */
public record EditSaliencySettings(
    @Meaning("features of the world whose pixels are explained and removed") List<String> features,
    @Meaning("levels from whose play states are taken") int levels,
    @Meaning("seed of the first of them; training on unlimited levels hardly ever meets it")
        int firstLevel,
    @Meaning("one of so many states is taken, at random") int every,
    @Meaning("steps after which an episode is cut off, or 0 for the world's own limit")
        int maxSteps,
    @Meaning("levels that one worker plays at a time") int perShard,
    @Meaning("bootstrap draws") int draws)
    implements Serializable {
  public EditSaliencySettings {
    features = List.copyOf(features);
    if (features.isEmpty()) throw new IllegalArgumentException("features must name one");
    Range.atLeast("levels", levels, 2);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) levels);
    Range.atLeast("every", every, 1);
    Range.atLeast("max_steps", maxSteps, 0);
    Range.atLeast("per_shard", perShard, 1);
    Range.atLeast("draws", draws, 100);
  }
}
