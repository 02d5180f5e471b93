package io.fabula.envs.subgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Recordings of the original, compared exactly. */
class SubGridWorldVectorsTest {
  private static final String FOLDER = "subgridworld";

  @Test
  void movesAsRecorded() {
    for (Path file : VectorFiles.files(FOLDER, "env_")) {
      JsonNode recorded = VectorFiles.json(file);
      SubGridWorld world = new SubGridWorld(options(recorded.get("config")));
      int number = 0;
      for (JsonNode episode : VectorFiles.cases(recorded.get("episodes"))) {
        play(file.getFileName() + " episode " + number++, world, episode);
      }
    }
  }

  private static void play(String id, SubGridWorld world, JsonNode episode) {
    int[] start = VectorFiles.ints(episode.get("start"));
    world.resetAt(start[0], start[1], start[2]);
    int[] reward = VectorFiles.ints(episode.get("reward"));
    for (int axis = 0; axis < 3; axis++) {
      assertThat(world.rewardPosition(axis)).as(id).isEqualTo(reward[axis]);
    }
    assertThat(world.optimalSteps()).as(id).isEqualTo(optional(episode.get("optimal_steps")));
    int size = world.spec().observations().size();
    float[] observation = new float[size];
    JsonNode actions = VectorFiles.cases(episode.get("actions"));
    for (int i = 0; i < actions.size(); i++) {
      String step = id + " step " + i;
      world.step(Action.of(actions.get(i).intValue()));
      int[] position = VectorFiles.ints(episode.get("pos").get(i));
      for (int axis = 0; axis < 3; axis++) {
        assertThat(world.position(axis)).as(step).isEqualTo(position[axis]);
      }
      assertThat(world.reward()).as(step).isEqualTo(episode.get("rewards").get(i).asDouble());
      assertThat(world.done()).as(step).isEqualTo(episode.get("dones").get(i).booleanValue());
      float[] expected = new float[size];
      for (int hot : VectorFiles.ints(episode.get("obs_hot").get(i))) expected[hot] = 1;
      world.observe(observation, 0);
      assertThat(observation).as(step).containsExactly(expected);
    }
  }

  @Test
  void findsRecordedPathLengths() {
    for (Path file : VectorFiles.files(FOLDER, "optimal_")) {
      JsonNode recorded = VectorFiles.json(file);
      SubGridWorld world = new SubGridWorld(options(recorded.get("config")));
      assertThat(recorded.get("steps").size()).isPositive();
      recorded
          .get("steps")
          .fields()
          .forEachRemaining(
              entry -> {
                String[] cell = entry.getKey().split(",");
                PlaneCell from =
                    new PlaneCell(Integer.parseInt(cell[0]), Integer.parseInt(cell[1]));
                assertThat(world.optimalSteps(from))
                    .as(file.getFileName() + " " + from)
                    .isEqualTo(optional(entry.getValue()));
              });
    }
  }

  @Test
  void drawsTheRecordedSpritesAndImage() {
    for (Path file : VectorFiles.files(FOLDER, "image_")) {
      JsonNode recorded = VectorFiles.json(file);
      assertSprite(Voxels.AGENT, recorded.get("agent_sprite"));
      assertSprite(Voxels.REWARD, recorded.get("reward_sprite"));
      SubGridWorld world = new SubGridWorld(options(recorded.get("config")).withView(View.VOXELS));
      ObservationSpace space = world.spec().observations();
      List<Integer> shape = new ArrayList<>(List.of(1)); // the original's leading axis
      shape.addAll(space.shape());
      List<Integer> expected = new ArrayList<>();
      recorded.get("obs_shape").forEach(n -> expected.add(n.intValue()));
      assertThat(shape).isEqualTo(expected);
      recorded
          .fields()
          .forEachRemaining(
              field -> {
                String prefix = "sum_image_agent_at_";
                if (!field.getKey().startsWith(prefix)) return;
                String[] at = field.getKey().substring(prefix.length()).split("_");
                world.resetAt(
                    Integer.parseInt(at[0]), Integer.parseInt(at[1]), Integer.parseInt(at[2]));
                float[] image = new float[space.size() + 1];
                world.observe(image, 1);
                double sum = 0;
                for (float value : image) sum += value;
                // single precision of 0.8 and 0.9, about 100 times
                assertThat(sum).isCloseTo(field.getValue().asDouble(), within(1e-5));
              });
    }
  }

  private static void assertSprite(float[] block, JsonNode recorded) {
    int n = Voxels.BLOCK;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          assertThat(block[(i * n + j) * n + k])
              .isEqualTo((float) recorded.get(i).get(j).get(k).asDouble());
        }
      }
    }
  }

  /** The original's settings; those that a file leaves out are the original's defaults. */
  private static SubGridOptions options(JsonNode config) {
    int[] size =
        config.has("grid_size")
            ? VectorFiles.ints(config.get("grid_size"))
            : new int[] {50, 50, 50};
    Plane plane =
        config.has("plane") ? Plane.ofMask(VectorFiles.ints(config.get("plane"))) : Plane.XY;
    PlaneCell reward =
        config.has("reward_pos") ? cell(config.get("reward_pos")) : new PlaneCell(0, 0);
    List<PlaneCell> walls = new ArrayList<>();
    config.path("plane_walls").forEach(wall -> walls.add(cell(wall)));
    return SubGridOptions.open(
            List.of(size[0], size[1], size[2]), plane, reward, config.path("max_steps").asInt(0))
        .withWalls(walls);
  }

  private static PlaneCell cell(JsonNode pair) {
    return new PlaneCell(pair.get(0).intValue(), pair.get(1).intValue());
  }

  private static OptionalInt optional(JsonNode steps) {
    return steps.isNull() ? OptionalInt.empty() : OptionalInt.of(steps.intValue());
  }
}
