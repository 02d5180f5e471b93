package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.envs.Action;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.mlp.MlpNetwork;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges policies by episodes, where there are too many states for a table.
 *
 * @param size cells per side
 * @param episodes how many of each policy
 * @param seed everything random comes from it
 * @param detectors what may fire
 * @param variable which of them is the study's variable
 */
record PlayedJudge(int size, int episodes, long seed, List<StateDetector> detectors, int variable)
    implements PolicyJudge {
  /** Returns, goals, and for each detector w of each episode. */
  private final class Played implements Episodes.Listener {
    private final double[] returns = new double[episodes];
    private final double[][] unfired = new double[detectors.size()][episodes];
    private int goals;
    private int ended;

    Played() {
      for (double[] each : unfired) Arrays.fill(each, 1);
    }

    @Override
    public void state(DoorKey world) {
      for (int d = 0; d < unfired.length; d++) {
        unfired[d][ended] *= 1 - detectors.get(d).fires(world);
      }
    }

    @Override
    public void end(int episode, DoorKey world, double returned) {
      returns[ended++] = returned;
      if (world.completed()) goals++;
    }

    Judged judged() {
      return new Judged(
          goals / (double) episodes,
          Arrays.stream(returns).average().orElseThrow(),
          Arrays.stream(unfired).map(w -> EpisodeSums.of(returns, w).means()).toList());
    }
  }

  @Override
  public Judged policy(@Nullable MlpNetwork network, int number) {
    Played played = new Played();
    try (Episodes all = new Episodes(size, network, Seeds.of(seed, "evaluate", number))) {
      for (int i = 0; i < episodes; i++) all.play(i, played);
    }
    return played.judged();
  }

  @Override
  public Judged informed(MlpNetwork before, MlpNetwork after) {
    DoorKey world = Agents.world(size);
    double value = 0;
    int goals = 0;
    try (ActingPlan until = before.acting(1);
        ActingPlan since = after.acting(1)) {
      for (int i = 0; i < episodes; i++) {
        world.reset(Seeds.of(seed, "informed-world", i));
        RandomStream random = new RandomStream(Seeds.of(seed, "informed-actions", i));
        boolean fired = false;
        while (!world.done()) {
          fired |= random.nextDouble() < detectors.get(variable).fires(world);
          world.step(Action.of(Episodes.act(fired ? since : until, world, random)));
          value += world.reward();
        }
        if (world.completed()) goals++;
      }
    }
    return new Judged(goals / (double) episodes, value / episodes, List.of());
  }
}
