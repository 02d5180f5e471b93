package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.EndlessWorld;
import io.fabula.envs.VectorEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinRunSeedsTest {
  private static final byte[] NOT_WANTED = new byte[0];

  @Test
  void drawsTheLevelsOfTheOriginal() {
    for (JsonNode each : CoinRunVectors.cases("seeds.*\\.json(\\.gz)?", "sequences")) {
      List<EndlessWorld> worlds =
          CoinRun.endless(options(each), each.get("num_envs").asInt(), randSeed(each));
      for (int i = 0; i < worlds.size(); i++) {
        JsonNode expected = each.get("level_seeds").get(i);
        EndlessWorld world = worlds.get(i);
        List<Long> levels = new ArrayList<>();
        levels.add(world.levelSeed());
        while (levels.size() < expected.size()) {
          world.step(VectorEnvironment.END_EPISODE, NOT_WANTED, 0);
          assertThat(world.first()).isTrue();
          levels.add(world.levelSeed());
        }
        assertThat(levels).as("world %d of %s", i, options(each)).isEqualTo(longs(expected));
      }
    }
  }

  @Test
  void followsTheOriginalThroughSequentialLevels() {
    for (JsonNode each : CoinRunVectors.cases("seeds.*\\.json(\\.gz)?", "sequential")) {
      CoinRunOptions options =
          options(each).withSequentialLevels(each.path("use_sequential_levels").asBoolean(true));
      EndlessWorld world = CoinRun.endless(options, 1, randSeed(each)).get(0);
      assertThat(world.levelSeed()).isEqualTo(each.get("first_level").asLong());
      int[] actions = CoinRunVectors.actions(each);
      List<List<Long>> events = new ArrayList<>();
      for (int t = 0; t < actions.length; t++) {
        world.step(actions[t], NOT_WANTED, 0);
        if (world.reward() != 0
            || world.first()
            || world.completed()
            || world.levelSeed() != world.previousLevelSeed()) {
          events.add(
              List.of(
                  (long) t,
                  (long) world.reward(),
                  world.first() ? 1L : 0L,
                  world.completed() ? 1L : 0L,
                  world.previousLevelSeed(),
                  world.levelSeed()));
        }
      }
      List<List<Long>> expected = new ArrayList<>();
      for (JsonNode event : each.get("events")) expected.add(longs(event));
      assertThat(events).as("%s", options).isEqualTo(expected);
    }
  }

  private static CoinRunOptions options(JsonNode each) {
    return CoinRunVectors.options(each)
        .withLevels(each.get("start_level").asInt(), each.get("num_levels").asInt());
  }

  private static int randSeed(JsonNode each) {
    return (int) each.get("rand_seed").asLong();
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    for (JsonNode value : array) values.add(value.asLong());
    return values;
  }
}
