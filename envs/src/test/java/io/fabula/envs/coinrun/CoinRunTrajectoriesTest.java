package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.SingleSteps;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CoinRunTrajectoriesTest {
  @Test
  void playsAsTheOriginalDid() {
    for (JsonNode run : CoinRunVectors.cases("trajectories.*\\.json(\\.gz)?", "trajectories")) {
      check(run);
    }
  }

  private static void check(JsonNode run) {
    int seed = (int) run.get("seed").asLong();
    CoinRunOptions options = CoinRunVectors.options(run).withLevels(seed, 1);
    CoinRunWorld world = new CoinRunWorld(options, LevelOrder.drawn(options, 0));
    int[] actions = CoinRunVectors.actions(run);
    float[] x = CoinRunVectors.floats(run.get("x"));
    float[] y = CoinRunVectors.floats(run.get("y"));
    float[] vx = CoinRunVectors.floats(run.get("vx"));
    float[] vy = CoinRunVectors.floats(run.get("vy"));
    float[] reward = CoinRunVectors.floats(run.get("reward"));
    for (int t = 0; t < actions.length; t++) {
      SingleSteps.step(world, actions[t]);
      String moment = "seed " + seed + " " + options.distribution() + " step " + t;
      Scene scene = world.scene();
      Entities e = scene.entities;
      // "+ 0f" takes -0 for 0: only values are compared, as the recordings ask
      assertThat(new float[] {e.x[0], e.y[0], e.vx[0] + 0f, e.vy[0] + 0f})
          .as(moment)
          .containsExactly(x[t], y[t], vx[t] + 0f, vy[t] + 0f);
      assertThat(scene.hasSupport).as(moment).isEqualTo(flag(run, "support", t));
      assertThat(scene.onCrate).as(moment).isEqualTo(flag(run, "on_crate", t));
      assertThat(e.reflected[0]).as(moment).isEqualTo(flag(run, "reflected", t));
      assertThat(world.first()).as(moment).isEqualTo(flag(run, "done", t));
      assertThat(world.completed()).as(moment).isEqualTo(flag(run, "complete", t));
      assertThat(world.reward()).as(moment).isEqualTo(reward[t]);
      assertThat(e.count).as(moment).isEqualTo(run.get("n_entities").get(t).asInt());
      assertThat(world.stepDraw()).as(moment).isEqualTo(run.get("step_rand").get(t).asInt());
      assertThat(ofEnemies(e, e.x))
          .as(moment)
          .containsExactly(CoinRunVectors.floats(run.get("enemy_x").get(t)));
      assertThat(ofEnemies(e, e.vx))
          .as(moment)
          .containsExactly(CoinRunVectors.floats(run.get("enemy_vx").get(t)));
    }
  }

  private static boolean flag(JsonNode run, String field, int t) {
    return run.get(field).asText().charAt(t) == '1';
  }

  private static float[] ofEnemies(Entities e, float[] values) {
    float[] chosen = new float[e.count];
    int n = 0;
    for (int i = 0; i < e.count; i++) {
      if (e.type[i] == Entities.ENEMY) chosen[n++] = values[i];
    }
    return Arrays.copyOf(chosen, n);
  }
}
