package io.fabula.pipelines.studies.platform.settings;

import io.fabula.model.mpdqn.ValueGradient;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the agent's decisions are explained. */
public record ExplanationSettings(
    @Meaning(
            "derivative that the pictures show: total (through the proposed parameters too) or"
                + " partial (parameters held)")
        ValueGradient.Mode derivative,
    @Meaning("points on the line that integrated gradients go along") int pathSteps,
    @Meaning("number of the recorded episode that pictures and video show, from 0") int episode)
    implements Serializable {
  public ExplanationSettings {
    Range.within("path_steps", pathSteps, 1, 10_000);
    Range.atLeast("episode", episode, 0);
  }
}
