package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.Mt19937;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinRunLevelsTest {
  @Test
  void generatesTheLevelsOfTheOriginal() {
    for (JsonNode level : CoinRunVectors.cases("levels_.*\\.json(\\.gz)?", "levels")) check(level);
  }

  private static void check(JsonNode level) {
    int seed = (int) level.get("seed").asLong();
    String name = "level " + seed + " " + level.get("mode").asText();
    CoinRunOptions options = CoinRunVectors.options(level);
    Scene scene = new Scene();
    LevelGenerator.generate(options, seed, scene);

    assertThat(grid(scene.grid)).as(name).isEqualTo(strings(level.get("grid")));
    assertThat(entities(scene.entities)).as(name).isEqualTo(expectedEntities(level));
    assertThat(player(scene.entities))
        .as(name)
        .containsExactly(CoinRunVectors.floats(level.get("agent")));
    assertThat(scene.backgroundShift).as(name).isEqualTo((float) level.get("bg_pct_x").asDouble());
    assertThat(scene.background).as(name).isEqualTo(level.get("background_index").asInt());
    assertThat(scene.wallTheme).as(name).isEqualTo(level.get("wall_theme").asInt());

    Mt19937 expected = new Mt19937(seed);
    for (int i = 0; i < level.get("draws").asInt(); i++) expected.nextInt();
    for (JsonNode word : level.get("next_u32")) {
      int next = scene.random.nextInt();
      assertThat(next).as(name).isEqualTo((int) word.asLong()).isEqualTo(expected.nextInt());
    }
  }

  private static List<String> grid(Grid grid) {
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < Grid.SIZE; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < Grid.SIZE; x++) row.append(symbol(grid.at(x, y)));
      rows.add(row.toString());
    }
    return rows;
  }

  private static char symbol(byte code) {
    return switch (code) {
      case Grid.EMPTY -> '.';
      case Grid.GROUND -> '#';
      case Grid.GROUND_TOP -> '=';
      case Grid.LAVA -> 'l';
      case Grid.LAVA_TOP -> 'L';
      case Grid.BARRIER -> 'b';
      case Grid.COIN -> 'G';
      default -> throw new IllegalStateException("no such cell: " + code);
    };
  }

  private static List<List<Float>> entities(Entities e) {
    List<List<Float>> all = new ArrayList<>();
    for (int i = 1; i < e.count; i++) {
      all.add(
          List.of(
              (float) e.type[i],
              e.x[i],
              e.y[i],
              e.vx[i],
              e.vy[i],
              (float) e.image[i],
              (float) e.theme[i]));
    }
    return all;
  }

  private static List<List<Float>> expectedEntities(JsonNode level) {
    List<List<Float>> all = new ArrayList<>();
    for (JsonNode entity : level.get("entities")) {
      List<Float> values = new ArrayList<>();
      for (float value : CoinRunVectors.floats(entity)) values.add(value);
      all.add(values);
    }
    return all;
  }

  private static float[] player(Entities e) {
    return new float[] {e.x[0], e.y[0], e.rx[0], e.ry[0], e.theme[0]};
  }

  private static List<String> strings(JsonNode array) {
    List<String> values = new ArrayList<>();
    for (JsonNode each : array) values.add(each.asText());
    return values;
  }
}
