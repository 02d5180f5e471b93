package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomPlayerTest {
  @Test
  void playsEverySpaceWithinItsBounds() {
    for (Environment world :
        new Environment[] {
          new Platform(), new SubGridWorld(SubGridOptions.published(1)), new RecSim()
        }) {
      RandomPlayer player = new RandomPlayer(1);
      world.reset(0);
      for (int i = 1; i < 2000; i++) {
        world.step(player.act(world)); // throws for an action outside the space
        assertThat(world.reward())
            .isBetween(world.spec().minimumReward(), world.spec().maximumReward());
        if (world.done()) world.reset(i);
      }
    }
  }

  @Test
  void usesEveryActionAndTheWholeRangeOfParameters() {
    Platform world = new Platform();
    world.reset(0);
    RandomPlayer player = new RandomPlayer(2);
    Set<Integer> indices = new HashSet<>();
    float least = Float.MAX_VALUE;
    float greatest = 0;
    for (int i = 0; i < 1000; i++) {
      Action.Parameterised action = (Action.Parameterised) player.act(world);
      indices.add(action.index());
      if (action.index() != 1) continue;
      least = Math.min(least, action.parameters()[0]);
      greatest = Math.max(greatest, action.parameters()[0]);
    }
    assertThat(indices).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(least).isLessThan(20);
    assertThat(greatest).isGreaterThan(700);
  }
}
