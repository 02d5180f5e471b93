package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.vectors.VectorFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateLevelsTest {
  @Test
  void setsUpTheRecordedLayouts() {
    for (Path file : VectorFiles.files("create", "levels")) {
      for (JsonNode recorded : VectorFiles.cases(VectorFiles.json(file).get("levels"))) {
        check(recorded);
      }
    }
  }

  private static void check(JsonNode recorded) {
    Level level = RecordedLayouts.level(recorded);
    double goalX = CreateConstants.normalised(recorded.get("goal").get("pos").get(0).asDouble());
    Scene scene = new Scene(level, RecordedLayouts.shifts(level, recorded, goalX), false);
    String name = level.name();
    assertThat(level.steps()).as(name).isEqualTo(recorded.get("max_num_steps").intValue());
    assertThat(level.pause()).as(name).isEqualTo(recorded.get("initial_pause").intValue());
    assertThat(level.markerMustHit())
        .as(name)
        .isEqualTo(recorded.get("marker_must_hit").booleanValue());
    assertThat(level.hasMarker())
        .as(name)
        .isEqualTo(recorded.get("target_hit_at_start").asDouble() == 0);
    if (level.hasMarker()) {
      assertThat(level.targetReward()).isEqualTo(recorded.get("target_reward").asDouble());
    }
    checkObject(name, recorded.get("target"), scene.target);
    checkObject(name, recorded.get("goal"), scene.goal);
    JsonNode objects = recorded.get("objects");
    assertThat(scene.scenery).as(name).hasSize(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      checkObject(name + " " + i, objects.get(i), scene.scenery.get(i));
      checkRole(objects.get(i).get("role").asText(), scene.scenery.get(i));
    }
  }

  private static void checkObject(String name, JsonNode recorded, SceneObject object) {
    assertThat(object.x).as(name).isCloseTo(recorded.get("pos").get(0).asDouble(), within(1e-5));
    assertThat(object.y).as(name).isCloseTo(recorded.get("pos").get(1).asDouble(), within(1e-5));
    RecordedShapes.check(name, recorded, object);
  }

  private static void checkRole(String recorded, SceneObject object) {
    switch (recorded) {
      case "marker" -> assertThat(object.role).isEqualTo(ObjectRole.MARKER);
      case "sub_goal_target" -> assertThat(object.role).isEqualTo(ObjectRole.TARGET_STATION);
      case "sub_goal_marker" -> assertThat(object.role).isEqualTo(ObjectRole.MARKER_STATION);
      default -> assertThat(object.role).isIn(ObjectRole.SCENERY, ObjectRole.LOOSE);
    }
  }

  @Test
  void readsLevelsOfOnesOwn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.level");
    Files.writeString(
        file,
        """
        name own
        steps 12
        noise goal 0.1..0.2 0  # to the right
        target 0 0.5 radius=3
        goal 0 -0.5 noise=goal
        floor 0.5 -0.1 length=10
        """);
    Level level = Level.read(file);
    assertThat(level.name()).isEqualTo("own");
    assertThat(level.hasMarker()).isFalse();
    Create world = new Create(CreateOptions.PUBLISHED.withLevel(level));
    world.reset(5);
    assertThat(world.spec().maximumSteps()).isEqualTo(13);
    assertThat(CreateConstants.normalised(world.scene().goal.x)).isBetween(0.1, 0.2);
  }

  @Test
  void placesToolsAtSpotsAndActivatorsAtTheLastTool() {
    List<Integer> tools =
        List.of(1930, 1937, 1944, 1951, 1958, 316, 317, 321, 322, 326, 327, 256, 261, 266);
    Create world =
        new Create(
            CreateOptions.PUBLISHED
                .withLevel(Level.named("push-mini"))
                .withView(CreateOptions.View.STATE)
                .withTools(tools, 8));
    assertThat(world.spec().maximumSteps()).isEqualTo(9);
    ActionSpace.VariableSet space = (ActionSpace.VariableSet) world.spec().actions();
    assertThat(space.parameters()).containsExactly(ActionSpace.Parameter.choice("spot", 6));
    int electric = world.catalogue().idOf(Activator.ELECTRIC);
    int[] set = {2369, electric, 1937, 316, 317, 321, 322, 326};
    int successes = 0;
    for (int seed = 0; seed < 20; seed++) {
      world.reset(seed, set);
      assertThat(world.place(Action.of(electric, 4))).isEqualTo(new Level.Place(0.63, -0.1));
      assertThat(world.describe(Action.of(1937, 1))).isEqualTo("fan at 0.63 0.40");
      world.step(Action.of(1937, 1));
      // wherever the activator is sent, it comes to the fan
      assertThat(world.describe(Action.of(electric, 5))).isEqualTo("electric at 0.63 0.40");
      world.step(Action.of(electric, 5));
      assertThat(world.report().activations()).isEqualTo(1);
      while (!world.done()) world.step(Action.of(electric, 0));
      assertThat(world.report().placed()).isEqualTo(2);
      if (world.report().goalHit()) successes++;
    }
    assertThat(successes).isGreaterThan(10);
    world.reset(0, set);
    assertThatThrownBy(() -> world.step(Action.of(1937, 6)))
        .hasMessageContaining("spot must be within 0..5, whole, got 6.0");
    assertThatThrownBy(() -> world.step(Action.of(1937, 1.5f)))
        .hasMessageContaining("spot must be within 0..5, whole, got 1.5");
    RandomPlayer random = new RandomPlayer(3);
    Set<Float> spots = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      spots.add(((Action.Parameterised) random.act(world)).parameters()[0]);
    }
    assertThat(spots).containsExactly(0f, 1f, 2f, 3f, 4f, 5f);
  }

  @Test
  void saysWhereALevelIsWrong(@TempDir Path folder) throws IOException {
    assertRefused(folder, "name a\nfloor 0 zero\n", "line 2: expected a number, got \"zero\"");
    assertRefused(folder, "name a\nflour 0 0\n", "line 2: unknown word \"flour\"");
    assertRefused(folder, "name a\nfloor 0 0 speed=3\n", "line 2: floor has no speed");
    assertRefused(folder, "name a\nfloor 0\n", "line 2: expected more after floor 0");
    assertRefused(folder, "steps 0\n", "line 1: expected a whole number of at least 1, got 0");
    assertRefused(folder, "name a\ngoal 0 0\n", "a level needs a name, a target and a goal");
    assertRefused(
        folder, "name a\ngoal 0 0 noise=b\ntarget 0 0\n", "line 2: there is no noise \"b\"");
    assertRefused(folder, "name a\nsteps 9\nname b\n", "line 3: name is there already");
    assertRefused(folder, "steps 9 8\n", "line 1: expected nothing behind 9, got \"8\"");
    assertRefused(folder, "noise a 1 1\nnoise a 2 2\n", "line 2: noise a is there already");
    assertRefused(
        folder, "noise a 2..1 0\n", "line 1: expected bounds in ascending order, got 2..1");
    assertRefused(
        folder, "noise a either 1 1 and 2 2\n", "line 1: expected noise NAME either X Y or X Y");
    assertRefused(
        folder, "goal 0 0\nbasket 1 0\n", "line 2: a level has one target and one goal; this is");
    assertRefused(folder, "spot 0 1.5\n", "line 1: a spot must be within -1..1, got 0.0 1.5");
    assertRefused(folder, "spot 0\n", "line 1: expected more after spot 0");
    assertRefused(folder, "ball 0 0 mass=1 mass=2\n", "line 1: mass is there twice");
    assertRefused(folder, "ball 0 0 mass=0\n", "line 1: mass must be above 0, got 0.0");
    assertRefused(folder, "floor 0 0 length=-3\n", "line 1: length must be above 0, got -3.0");
    assertRefused(folder, "ball NaN 0\n", "line 1: expected a number, got \"NaN\"");
    assertRefused(folder, "ball 1e999 0\n", "line 1: expected a finite number, got \"1e999\"");
    Path latin = folder.resolve("latin.level");
    Files.write(latin, "name a\n# \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Level.read(latin))
        .hasMessage(latin + ", line 2: the byte 0xfc is not UTF-8; save the file as UTF-8");
    assertThatThrownBy(() -> Level.named("pull")).hasMessageContaining("got pull");
  }

  private static void assertRefused(Path folder, String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.level"), text);
    assertThatThrownBy(() -> Level.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
