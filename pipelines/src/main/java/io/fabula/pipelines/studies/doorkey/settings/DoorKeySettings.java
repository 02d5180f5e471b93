package io.fabula.pipelines.studies.doorkey.settings;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.mediation.settings.EpisodeSettings;
import io.fabula.pipelines.mediation.settings.EstimationSettings;
import io.fabula.pipelines.mediation.settings.ManipulationSettings;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.mediation.settings.VariableSettings;

/** All settings of the study. */
public record DoorKeySettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("cells per side of the world, 5 to 16; up to 8 everything has an exact value")
        int size,
    @Meaning(
            "what policies see: planes (everything), or partial (the cells in front that nothing hides), best with a policy.memory; with partial values are estimates")
        DoorKeyWorlds.View view,
    @Meaning("how often the whole study is done, from other random numbers") int seeds,
    @Meaning("the policy whose returns count, and its training") PolicySettings policy,
    @Meaning("what is recorded of it and of uniform play") EpisodeSettings episodes,
    @Meaning("how the variable is learned") VariableSettings variable,
    @Meaning("the policy that makes the variable happen") ManipulationSettings manipulation,
    @Meaning("how estimates from episodes are compared with the exact effects")
        EstimationSettings estimation,
    @Meaning("how many episodes of the first seed's informed agent are filmed") int films,
    @Meaning("episodes by which a policy is judged where nothing is exact, beyond 8 cells")
        int judgedEpisodes) {
  public DoorKeySettings {
    Range.within("size", size, 5, 16);
    Range.atLeast("judged_episodes", judgedEpisodes, 2);
    if (size > DoorKeyModel.LARGEST_SIZE
        && (variable.view() == VariableSettings.View.FULL
            || variable.estimator() == VariableSettings.Estimator.VTRACE)) {
      throw new IllegalArgumentException(
          "variable.view must be objects and variable.estimator mc for more than %d cells, where the full view has too many states"
              .formatted(DoorKeyModel.LARGEST_SIZE));
    }
    variable.requireKnown(DoorKeyEvent.NAMES);
    Range.within("seeds", seeds, 1, 100);
    Range.within("films", films, 0, 100);
  }

  /** The worlds of the study. */
  public DoorKeyWorlds worlds() {
    return new DoorKeyWorlds(size, view);
  }

  /** Whether everything has an exact value. */
  public boolean exact() {
    return worlds().exact() && policy.memory() == 0;
  }
}
