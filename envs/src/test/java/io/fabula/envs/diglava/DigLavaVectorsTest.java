package io.fabula.envs.diglava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Episodes recorded from the original program. */
class DigLavaVectorsTest {
  @Test
  void playsTheRecordedEpisodes() {
    for (Path file : VectorFiles.files("diglava", "episodes")) {
      JsonNode root = VectorFiles.json(file);
      int number = 0;
      for (JsonNode episode : VectorFiles.cases(root.get("episodes"))) {
        DigLavaOptions options = with(DigLavaOptions.DEFAULTS, "defaults", root);
        options = with(options, "options", episode);
        play(new DigLava(options), episode, file.getFileName() + " episode " + number++);
      }
    }
  }

  @Test
  void describesTheSkillsAsRecorded() {
    for (Path file : VectorFiles.files("diglava", "episodes")) {
      JsonNode rows = VectorFiles.cases(VectorFiles.json(file).get("action_representation"));
      assertThat(rows.size()).isEqualTo(DigLavaSkill.COUNT);
      for (DigLavaSkill skill : DigLavaSkill.values()) {
        double[] expected = VectorFiles.doubles(rows.get(skill.id()));
        float[] actual = skill.representation();
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) actual[i]).as("%s column %d", skill, i).isEqualTo(expected[i]);
        }
      }
    }
  }

  private static DigLavaOptions with(DigLavaOptions options, String field, JsonNode node) {
    if (!node.has(field)) return options;
    for (var option : node.get(field).properties()) {
      options = options.with(option.getKey(), option.getValue().asText());
    }
    return options;
  }

  private static void play(DigLava world, JsonNode episode, String name) {
    int[] set = VectorFiles.ints(episode.get("action_set"));
    int[] start = VectorFiles.ints(episode.get("start"));
    world.reset(set, start[0], start[1], start[2]);
    int length = episode.get("obs_len").asInt();
    assertThat(world.spec().observations().size()).as(name).isEqualTo(length);
    assertThat(world.availableActions().ids()).as(name).isEqualTo(set);
    byte[] observation = observe(world);
    assertThat(observation).as(name).isEqualTo(bytes(episode.get("reset_obs")));
    assertThat(crc(observation)).as(name).isEqualTo(episode.get("reset_crc32").asText());
    int[] actions = VectorFiles.ints(VectorFiles.cases(episode.get("actions")));
    double total = 0;
    for (int i = 0; i < actions.length; i++) {
      String where = name + " step " + i;
      assertThat(world.done()).as(where).isFalse();
      world.step(Action.of(set[actions[i]]));
      JsonNode step = episode.get("steps").get(i);
      assertThat(world.reward()).as(where).isCloseTo(step.get(0).asDouble(), within(1e-9));
      assertThat(world.done()).as(where).isEqualTo(step.get(1).asBoolean());
      assertThat(new int[] {world.x(), world.y(), world.direction()})
          .as(where)
          .containsExactly(step.get(2).asInt(), step.get(3).asInt(), step.get(4).asInt());
      observation = observe(world);
      assertThat(crc(observation)).as(where).isEqualTo(step.get(5).asText());
      total += world.reward();
    }
    assertThat(observation).as(name).isEqualTo(bytes(episode.get("last_obs")));
    assertThat(total).as(name).isCloseTo(episode.get("total_reward").asDouble(), within(1e-9));
    checkInformation(world, episode.get("last_info"), name);
  }

  private static void checkInformation(DigLava world, JsonNode info, String name) {
    JsonNode coordinates = info.get("agent_coordinates");
    assertThat(coordinates.get(0).asInt()).as(name).isEqualTo(world.x());
    assertThat(coordinates.get(1).asInt()).as(name).isEqualTo(world.y());
    assertThat(coordinates.get(2).asText())
        .as(name)
        .isEqualTo(String.valueOf(">V<^".charAt(world.direction())));
    if (!info.has("ep_success")) return;
    DigLavaEpisode episode = world.episode();
    assertThat(episode.success()).as(name).isEqualTo(info.get("ep_success").asBoolean());
    assertThat(episode.steps()).as(name).isEqualTo(info.get("ep_len").asInt());
    assertThat(episode.totalReward())
        .as(name)
        .isCloseTo(info.get("ep_reward").asDouble(), within(1e-9));
    assertThat(episode.subgoal1Reached())
        .as(name)
        .isEqualTo(info.get("ep_subgoal_reached").asBoolean());
    assertThat(episode.subgoal2Reached())
        .as(name)
        .isEqualTo(info.get("ep_subgoal_2_reached").asBoolean());
    assertThat(episode.statesVisited()).as(name).isEqualTo(info.get("ep_states_visited").asInt());
    assertThat(episode.digs()).as(name).isEqualTo(info.get("ep_dig_count").asInt());
  }

  /** The observation as bytes, after checking that it is the same as numbers. */
  private static byte[] observe(DigLava world) {
    int size = world.spec().observations().size();
    byte[] bytes = new byte[size];
    world.observe(bytes, 0);
    float[] numbers = new float[size + 1];
    world.observe(numbers, 1);
    for (int i = 0; i < size; i++) assertThat(numbers[i + 1]).isEqualTo(bytes[i]);
    return bytes;
  }

  private static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }

  private static byte[] bytes(JsonNode node) {
    byte[] bytes = new byte[node.size()];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) node.get(i).asInt();
    return bytes;
  }
}
