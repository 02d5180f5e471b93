package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.SingleSteps;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinRunMonochromeFramesTest {
  @Test
  void drawsTheFramesOfTheOriginal() {
    for (JsonNode run :
        CoinRunVectors.cases("mono_frames(?!_generated).*\\.json(\\.gz)?", "runs")) {
      check(run);
    }
  }

  private static void check(JsonNode run) {
    int seed = (int) run.get("seed").asLong();
    CoinRunOptions options =
        CoinRunVectors.options(run)
            .withLevels(seed, 1)
            .withBackgrounds(false)
            .withMonochromeAssets(true);
    CoinRunWorld world = new CoinRunWorld(options, LevelOrder.drawn(options, 0));
    int[] actions = CoinRunVectors.actions(run);
    int taken = 0;
    assertThat(run.get("frames")).isNotEmpty();
    for (JsonNode frame : run.get("frames")) {
      int step = frame.get("step").asInt();
      while (taken < step) SingleSteps.step(world, actions[taken++]);
      assertThat(rows(world))
          .as("seed %d %s step %d", seed, options, step)
          .isEqualTo(expected(run, frame));
    }
  }

  private static List<String> rows(CoinRunWorld world) {
    byte[] frame = new byte[64 * 64 * 3];
    world.observe(frame, 0);
    List<String> rows = new ArrayList<>();
    int stride = 64 * 3;
    for (int at = 0; at < frame.length; at += stride) {
      rows.add(HexFormat.of().formatHex(frame, at, at + stride));
    }
    return rows;
  }

  private static List<String> expected(JsonNode run, JsonNode frame) {
    List<String> rows = new ArrayList<>();
    for (JsonNode symbols : frame.get("rows")) {
      StringBuilder row = new StringBuilder();
      for (char symbol : symbols.asText().toCharArray()) {
        row.append(run.get("palette").get(Character.digit(symbol, 36)).asText());
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
