package io.fabula.pipelines.studies.doorkey.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.mediation.EstimationSettings;

/** All settings of the study. */
public record DoorKeySettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("cells per side of the world; 5 to 8, where everything has an exact value") int size,
    @Meaning("how often the whole study is done, from other random numbers") int seeds,
    @Meaning("the policy whose returns count, and its training") PolicySettings policy,
    @Meaning("what is recorded of it and of uniform play") EpisodeSettings episodes,
    @Meaning("how the variable is learned") VariableSettings variable,
    @Meaning("the policy that makes the variable happen") ManipulationSettings manipulation,
    @Meaning("how estimates from episodes are compared with the exact effects")
        EstimationSettings estimation,
    @Meaning("how many episodes of the first seed's informed agent are filmed") int films) {
  public DoorKeySettings {
    Range.within("size", size, 5, 8);
    Range.within("seeds", seeds, 1, 100);
    Range.within("films", films, 0, 100);
  }
}
