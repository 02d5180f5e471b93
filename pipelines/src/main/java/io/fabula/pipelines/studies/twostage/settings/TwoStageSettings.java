package io.fabula.pipelines.studies.twostage.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.mediation.settings.EstimationSettings;

/** All settings of the study. */
public record TwoStageSettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("which problem: twostage-flat, twostage-walk, or table:FILE for one of your own")
        String env,
    @Meaning("factor per step in the return that effects are about") double discount,
    @Meaning("how the variable and the policy that makes it happen are learned")
        LearningSettings learning,
    @Meaning("how estimates from episodes are compared with the exact effects")
        EstimationSettings estimation) {
  public TwoStageSettings {
    Range.within("discount", discount, 0, 1);
  }
}
