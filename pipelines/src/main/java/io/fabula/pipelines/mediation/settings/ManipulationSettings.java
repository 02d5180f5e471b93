package io.fabula.pipelines.mediation.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The policy that makes the variable happen; trained as the other one beside this. */
public record ManipulationSettings(
    @Meaning("sample: firing is drawn and ends the episode; analytic: its probability is paid")
        Fire fire,
    @Meaning("running mean of episodes in which it fires at which training ends") double stopAt,
    @Meaning("steps of all worlds together after which training ends anyway") long maximumSteps)
    implements Serializable {
  /** How firing is rewarded. */
  public enum Fire {
    /** It is drawn, pays 1 and ends the episode. */
    SAMPLE,
    /** Its probability is paid, and what follows counts that much less. */
    ANALYTIC
  }

  public ManipulationSettings {
    Range.within("stop_at", stopAt, 0, 1);
    Range.atLeast("maximum_steps", (double) maximumSteps, 1);
  }
}
