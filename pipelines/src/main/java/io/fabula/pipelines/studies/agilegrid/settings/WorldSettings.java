package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Which Dig Lava grid. */
public record WorldSettings(
    @Meaning("cells per side, odd, 7 to 15") int size,
    @Meaning("step limit of an episode") int maxGridSteps)
    implements Serializable {
  public WorldSettings {
    Range.atLeast("max_grid_steps", maxGridSteps, 1);
    DigLavaOptions.DEFAULTS.withSize(size).withMaximumSteps(maxGridSteps);
  }

  /** A world. */
  public DigLava newWorld() {
    return new DigLava(DigLavaOptions.DEFAULTS.withSize(size).withMaximumSteps(maxGridSteps));
  }
}
