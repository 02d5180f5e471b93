package io.fabula.pipelines.studies.diglava.settings;

import io.fabula.envs.diglava.DigLavaEvent;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.mediation.phases.PhaseChain;
import io.fabula.pipelines.mediation.settings.EpisodeSettings;
import io.fabula.pipelines.mediation.settings.ManipulationSettings;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.mediation.settings.VariableSettings;

/** All settings of the study. */
public record DigLavaSettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("cells per side of the world, odd, 7 to 15") int size,
    @Meaning("steps after which an episode is cut off") int stepLimit,
    @Meaning("how often the whole study is done, from other random numbers") int seeds,
    @Meaning("the policy whose returns count, and its training") PolicySettings policy,
    @Meaning("what is recorded of it and of uniform play") EpisodeSettings episodes,
    @Meaning("how the variable is learned") VariableSettings variable,
    @Meaning("the policy that makes the variable happen") ManipulationSettings manipulation,
    @Meaning("how many episodes of the first seed's informed agent are filmed") int films,
    @Meaning("episodes by which a policy is judged") int judgedEpisodes) {
  public DigLavaSettings {
    if (size < 7 || size > 15 || size % 2 == 0) {
      throw new IllegalArgumentException("size must be odd and within 7..15, got " + size);
    }
    Range.atLeast("step_limit", stepLimit, 1);
    Range.within("seeds", seeds, 1, 100);
    Range.within("films", films, 0, 100);
    Range.atLeast("judged_episodes", judgedEpisodes, 2);
    variable.requireKnown(DigLavaEvent.NAMES);
  }

  /** The worlds of the study. */
  public DigLavaWorlds worlds() {
    return new DigLavaWorlds(size, stepLimit);
  }

  /** The chain of the phases. */
  public PhaseChain chain() {
    return new PhaseChain(
        seed, worlds(), seeds, policy, episodes, variable, manipulation, judgedEpisodes);
  }
}
