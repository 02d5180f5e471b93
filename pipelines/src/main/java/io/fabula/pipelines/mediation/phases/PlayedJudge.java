package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.envs.Action;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.LearnableNetwork;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges policies by episodes, where there is no table of all states.
 *
 * @param worlds where
 * @param episodes how many of each policy
 * @param seed everything random comes from it
 * @param detectors what may fire
 * @param variable which of them is the study's variable
 */
record PlayedJudge(
    ObjectWorlds worlds, int episodes, long seed, List<StateDetector> detectors, int variable)
    implements PolicyJudge {
  /** Returns, successes, and for each detector w of each episode. */
  private final class Played implements Episodes.Listener {
    private final double[] returns = new double[episodes];
    private final double[][] unfired = new double[detectors.size()][episodes];
    private int successes;
    private int ended;

    Played() {
      for (double[] each : unfired) Arrays.fill(each, 1);
    }

    @Override
    public void state(ObjectWorld world) {
      for (int d = 0; d < unfired.length; d++) {
        unfired[d][ended] *= 1 - detectors.get(d).fires(world);
      }
    }

    @Override
    public void end(int episode, ObjectWorld world, double returned) {
      returns[ended++] = returned;
      if (world.completed()) successes++;
    }

    Judged judged() {
      return new Judged(
          successes / (double) episodes,
          Arrays.stream(returns).average().orElseThrow(),
          Arrays.stream(unfired).map(w -> EpisodeSums.of(returns, w).means()).toList());
    }
  }

  @Override
  public Judged policy(@Nullable LearnableNetwork network, int number) {
    Played played = new Played();
    try (Episodes all = new Episodes(worlds, network, Seeds.of(seed, "evaluate", number))) {
      for (int i = 0; i < episodes; i++) all.play(i, played);
    }
    return played.judged();
  }

  @Override
  public Judged informed(LearnableNetwork before, LearnableNetwork after) {
    Played played = new Played();
    ObjectWorld world = worlds.make();
    try (InformedAgent agent = new InformedAgent(before, after, detectors.get(variable))) {
      for (int i = 0; i < episodes; i++) {
        world.reset(Seeds.of(seed, "informed-world", i));
        RandomStream random = new RandomStream(Seeds.of(seed, "informed-actions", i));
        agent.begin();
        double returned = 0;
        while (!world.done()) {
          played.state(world);
          world.step(Action.of(agent.act(world, random)));
          returned += world.reward();
        }
        played.end(i, world, returned);
      }
    }
    return played.judged();
  }
}
