package io.fabula.pipelines.studies.actionsets;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the sets of states are changed to see what hangs on them. */
public record InterventionSettings(
    @Meaning("episodes of each agent from which states are taken") int episodes,
    @Meaning("states of each, evenly spread over its steps") int statesPerEpisode,
    @Meaning(
            "of the episodes those in which the agent also plays on with the changed set; 0 for"
                + " none")
        int returnEpisodes,
    @Meaning("how often it plays on from a state with each set") int rollouts)
    implements Serializable {
  public InterventionSettings {
    Range.atLeast("episodes", episodes, 2);
    Range.atLeast("states_per_episode", statesPerEpisode, 1);
    Range.within("return_episodes", returnEpisodes, 0, episodes);
    Range.atLeast("rollouts", rollouts, 1);
  }
}
