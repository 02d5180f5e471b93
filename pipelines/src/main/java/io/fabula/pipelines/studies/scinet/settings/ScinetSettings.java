package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.pipelines.config.Meaning;

/** All settings of the study. */
public record ScinetSettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("the box and what each agent is rewarded for") BoxSettings world,
    @Meaning("the agents and their training") AgentSettings agents,
    @Meaning("the agents' first decisions") DataSettings data,
    @Meaning("encoder, decoders and noise") SelectionSettings selection,
    @Meaning("how the result is read and tried") ReadingSettings reading,
    @Meaning("whether logs are also written as text in the original's formats") boolean textLogs) {
  public ScinetSettings {
    if (agents.from() == AgentSettings.Source.PUBLISHED && !world.published()) {
      throw new IllegalArgumentException(
          "agents.from=published needs the published world (profile paper or small), got size "
              + world.size());
    }
  }
}
