package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.ActionBatch;
import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.SingleSteps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinRunSeedsTest {
  @Test
  void drawsTheLevelsOfTheOriginal() {
    for (JsonNode each : CoinRunVectors.cases("seeds.*\\.json(\\.gz)?", "sequences")) {
      List<AutoResetWorld> worlds =
          CoinRun.autoReset(options(each), each.get("num_envs").asInt(), randSeed(each));
      for (int i = 0; i < worlds.size(); i++) {
        JsonNode expected = each.get("level_seeds").get(i);
        AutoResetWorld world = worlds.get(i);
        List<Long> levels = new ArrayList<>();
        levels.add(world.episodeSeed());
        while (levels.size() < expected.size()) {
          SingleSteps.step(world, ActionBatch.END_EPISODE);
          assertThat(world.first()).isTrue();
          levels.add(world.episodeSeed());
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
      AutoResetWorld world = CoinRun.autoReset(options, 1, randSeed(each)).get(0);
      assertThat(world.episodeSeed()).isEqualTo(each.get("first_level").asLong());
      int[] actions = CoinRunVectors.actions(each);
      List<List<Long>> events = new ArrayList<>();
      for (int t = 0; t < actions.length; t++) {
        SingleSteps.step(world, actions[t]);
        if (world.reward() != 0
            || world.first()
            || world.completed()
            || world.episodeSeed() != world.previousEpisodeSeed()) {
          events.add(
              List.of(
                  (long) t,
                  (long) world.reward(),
                  world.first() ? 1L : 0L,
                  world.completed() ? 1L : 0L,
                  world.previousEpisodeSeed(),
                  world.episodeSeed()));
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
