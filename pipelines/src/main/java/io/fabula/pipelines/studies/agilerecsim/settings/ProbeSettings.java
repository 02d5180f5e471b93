package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Whether networks can tell which category is the commonest of a set. */
public record ProbeSettings(
    @Meaning("gradient steps of each network, on 32 sets each") int steps,
    @Meaning("fresh sets of training items, and of held-back ones, that they are judged by")
        int sets)
    implements Serializable {
  public ProbeSettings {
    Range.atLeast("steps", steps, 1);
    Range.atLeast("sets", sets, 1);
  }
}
