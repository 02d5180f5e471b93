package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.random.GymRandom;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Streams, levels and episodes recorded from gym-minigrid. */
class DoorKeyVectorsTest {
  private static final String CELLS = ".#GKDDD"; // by what a cell holds

  @Test
  void drawsTheRecordedNumbers() {
    for (Path file : VectorFiles.files("doorkey", "seeding")) {
      for (JsonNode each : VectorFiles.cases(VectorFiles.json(file).get("cases"))) {
        String name = "seed " + each.get("seed");
        long seed = Long.parseUnsignedLong(each.get("seed").asText());
        int[] key = GymRandom.key(seed);
        assertThat(key).as(name).isEqualTo(words(each.get("words")));
        GymRandom stream = new GymRandom(seed);
        for (JsonNode raw : VectorFiles.cases(each.get("raw_u32"))) {
          assertThat(stream.nextInt()).as(name).isEqualTo((int) raw.asLong());
        }
        stream.seed(seed);
        for (JsonNode draw : VectorFiles.cases(each.get("draws"))) {
          assertThat(stream.nextInt(draw.get(0).asInt(), draw.get(1).asInt()))
              .as(name + " draw " + draw)
              .isEqualTo(draw.get(2).asInt());
        }
      }
    }
  }

  @Test
  void drawsTheRecordedLevels() {
    for (Path file : VectorFiles.files("doorkey", "layouts")) {
      for (JsonNode layout : VectorFiles.cases(VectorFiles.json(file).get("layouts"))) {
        DoorKey world = new DoorKey(layout.get("size").asInt(), DoorKeyView.PARTIAL);
        if (!layout.path("constructor_only").asBoolean()) reset(world, layout);
        String name = "size " + layout.get("size") + " seed " + layout.get("seed");
        checkLevel(world, layout, name);
        assertThat(world.spec().maximumSteps()).isEqualTo(layout.get("max_steps").asInt());
        for (String again : new String[] {"second_reset", "third_reset"}) {
          if (!layout.has(again)) continue;
          world.resetUnseeded();
          checkLevel(world, layout.get(again), name + " " + again);
        }
      }
    }
  }

  @Test
  void playsTheRecordedEpisodes() {
    for (Path file : VectorFiles.files("doorkey", "trajectories")) {
      JsonNode root = VectorFiles.json(file);
      JsonNode fields = VectorFiles.cases(root.get("step_fields"));
      for (JsonNode episode : VectorFiles.cases(root.get("trajectories"))) {
        DoorKey world = new DoorKey(episode.get("size").asInt(), DoorKeyView.FULL);
        reset(world, episode);
        String name = "size " + episode.get("size") + " seed " + episode.get("seed");
        checkLevel(world, episode.get("reset"), name);
        checkImage(world, DoorKeyView.PARTIAL, episode.path("first_partial_image"), name);
        checkImage(world, DoorKeyView.FULL, episode.path("first_full_image"), name);
        JsonNode actions = VectorFiles.cases(episode.get("actions"));
        for (int i = 0; i < actions.size(); i++) {
          assertThat(world.done()).as(name).isFalse();
          world.step(Action.of(actions.get(i).asInt()));
          JsonNode step = episode.get("steps").get(i);
          for (int f = 0; f < fields.size(); f++) {
            checkField(world, fields.get(f).asText(), step.get(f), name + " step " + i);
          }
        }
        checkImage(world, DoorKeyView.PARTIAL, episode.path("last_partial_image"), name);
        checkImage(world, DoorKeyView.FULL, episode.path("last_full_image"), name);
      }
    }
  }

  private static void checkField(DoorKey world, String field, JsonNode value, String name) {
    String where = name + " " + field;
    switch (field) {
      case "x" -> assertThat(world.x()).as(where).isEqualTo(value.asInt());
      case "y" -> assertThat(world.y()).as(where).isEqualTo(value.asInt());
      case "dir", "obs_direction" ->
          assertThat(world.direction()).as(where).isEqualTo(value.asInt());
      case "carrying" -> assertThat(world.carrying() ? 1 : 0).as(where).isEqualTo(value.asInt());
      case "door_state" -> assertThat(world.doorState()).as(where).isEqualTo(value.asInt());
      case "reward" ->
          assertThat(world.reward()).as(where).isCloseTo(value.asDouble(), within(1e-12));
      case "done" -> assertThat(world.done()).as(where).isEqualTo(value.asBoolean());
      case "partial_crc32" ->
          assertThat(crc(image(world, DoorKeyView.PARTIAL))).as(where).isEqualTo(value.asText());
      case "full_crc32" ->
          assertThat(crc(image(world, DoorKeyView.FULL))).as(where).isEqualTo(value.asText());
      case "key_on_floor" -> {
        assertThat(world.keyX()).as(where).isEqualTo(value.isNull() ? -1 : value.get(0).asInt());
        assertThat(world.keyY()).as(where).isEqualTo(value.isNull() ? -1 : value.get(1).asInt());
      }
      default -> throw new AssertionError("vectors have an unknown field " + field);
    }
  }

  private static void reset(DoorKey world, JsonNode node) {
    world.reset(Long.parseUnsignedLong(node.get("seed").asText()));
  }

  private static void checkLevel(DoorKey world, JsonNode level, String name) {
    int size = world.size();
    byte[] cells = world.dynamics().cells;
    for (int y = 0; y < size; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < size; x++) row.append(CELLS.charAt(cells[x * size + y]));
      assertThat(row.toString()).as(name).isEqualTo(level.get("grid").get(y).asText());
    }
    assertThat(new int[] {world.x(), world.y()})
        .as(name)
        .isEqualTo(VectorFiles.ints(level.get("agent")));
    assertThat(world.direction()).as(name).isEqualTo(level.get("dir").asInt());
    assertThat(new int[] {world.doorX(), world.doorY()})
        .as(name)
        .isEqualTo(VectorFiles.ints(level.get("door")));
    assertThat(world.doorState()).as(name).isEqualTo(level.get("door_state").asInt());
    assertThat(new int[] {world.keyX(), world.keyY()})
        .as(name)
        .isEqualTo(VectorFiles.ints(level.get("key")));
    byte[] grid = new byte[size * size * 3];
    world.encodeGrid(grid, 0);
    assertThat(crc(grid)).as(name).isEqualTo(level.get("grid_crc32").asText());
    assertThat(crc(image(world, DoorKeyView.PARTIAL)))
        .as(name)
        .isEqualTo(level.get("partial_crc32").asText());
    assertThat(crc(image(world, DoorKeyView.FULL)))
        .as(name)
        .isEqualTo(level.get("full_crc32").asText());
  }

  private static void checkImage(DoorKey world, DoorKeyView view, JsonNode pixels, String name) {
    if (pixels.isMissingNode()) return;
    byte[] image = image(world, view);
    assertThat(image).as(name).hasSize(pixels.size());
    for (int i = 0; i < image.length; i++) {
      assertThat((int) image[i])
          .as("%s %s element %d", name, view, i)
          .isEqualTo(pixels.get(i).asInt());
    }
  }

  private static int[] words(JsonNode node) {
    int[] words = new int[node.size()];
    for (int i = 0; i < words.length; i++) words[i] = (int) node.get(i).asLong();
    return words;
  }

  static byte[] image(DoorKey world, DoorKeyView view) {
    byte[] image = new byte[view.space(world.size()).size()];
    world.observe(view, image, 0);
    return image;
  }

  static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }
}
