package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How long agents are trained, and how many. */
public record TrainingSettings(
    @Meaning("agents to train, each with a seed of its own") int seeds,
    @Meaning("episodes of each training") int nEpisodes,
    @Meaning("episodes from one evaluation to the next; the best agent is kept")
        int evalEpisodesFrequency,
    @Meaning("greedy episodes in each of these evaluations") int evalEpisodes,
    @Meaning("seed of the noise in the first of these episodes; the same at each evaluation")
        int firstLevel)
    implements Serializable {
  public TrainingSettings {
    Range.atLeast("seeds", seeds, 1);
    Range.atLeast("n_episodes", nEpisodes, 1);
    Range.atLeast("eval_episodes_frequency", evalEpisodesFrequency, 1);
    Range.atLeast("eval_episodes", evalEpisodes, 1);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) evalEpisodes);
  }
}
