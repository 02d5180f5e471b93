package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The agent that comes along, beside the one that is studied. */
public record ReferenceSettings(
    @Meaning("whether its causal stories are told beside the studied agent's") boolean stories,
    @Meaning("levels on which it is compared with scripted policies") int levels,
    @Meaning("episodes to record of it") int episodes,
    @Meaning("number of independent components of its states") int ics)
    implements Serializable {
  public ReferenceSettings {
    Range.atLeast("levels", levels, 1);
    Range.atLeast("episodes", episodes, 1);
    Range.atLeast("ics", ics, 1);
  }
}
