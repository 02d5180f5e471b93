package io.fabula.envs.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.vectors.VectorFiles;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Recordings of the original with explicit noise. */
class PlatformVectorsTest {
  /** The same arithmetic in the same order: the given cases are equal bit for bit. */
  private static final double TOLERANCE = 1e-12;

  @Test
  void movesAsRecordedInEverySubstep() {
    for (JsonNode recorded : cases("substep.json")) {
      Noise noise = new Noise(recorded);
      PlatformDynamics world = new PlatformDynamics(noise);
      world.setState(state(recorded.get("before")));
      world.substep(
          action(recorded),
          recorded.get("param").asDouble(),
          recorded.get("step_start_x").asDouble());
      String id = recorded.get("id").asText();
      assertSame(id, world, recorded, recorded.get("after"));
      assertThat(world.standing())
          .as(id)
          .isEqualTo(recorded.get("on_platform_after").booleanValue());
      assertThat(noise.taken).as(id + ": draws").isEqualTo(recorded.get("z").size());
    }
  }

  @Test
  void movesAsRecordedInEveryStep() {
    for (JsonNode recorded : cases("step.json")) {
      Noise noise = new Noise(recorded);
      PlatformDynamics world = new PlatformDynamics(noise);
      world.setState(state(recorded.get("before")));
      assertStep(recorded.get("id").asText(), world, noise, recorded, recorded.get("after"));
    }
  }

  @Test
  void playsRecordedEpisodes() {
    for (JsonNode recorded : cases("episode.json")) {
      Noise noise = new Noise(recorded);
      PlatformDynamics world = new PlatformDynamics(noise);
      double sum = 0;
      int drawn = 0;
      for (JsonNode step : VectorFiles.cases(recorded.get("steps"))) {
        assertStep(recorded.get("id").asText(), world, noise, step, step.get("state"));
        sum += world.reward();
        drawn += step.get("draws").intValue();
      }
      assertThat(drawn).isEqualTo(recorded.get("draws").intValue());
      assertThat(sum).isCloseTo(recorded.get("return").asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void scalesParametersAsRecorded() {
    JsonNode scalings = VectorFiles.json("platform", "misc.json").get("param_scaling");
    for (JsonNode scaling : VectorFiles.cases(scalings)) {
      assertThat(
              Platform.parameter(
                  scaling.get("action").intValue(), scaling.get("scaled").asDouble()))
          .isCloseTo(scaling.get("real").asDouble(), within(TOLERANCE));
    }
  }

  private static void assertStep(
      String id, PlatformDynamics world, Noise noise, JsonNode recorded, JsonNode after) {
    int before = noise.taken;
    int substeps =
        world.step(recorded.get("action_index").intValue(), recorded.get("param").asDouble(), null);
    assertThat(substeps).as(id).isEqualTo(recorded.get("substeps").intValue());
    assertThat(noise.taken - before).as(id).isEqualTo(recorded.get("draws").intValue());
    assertSame(id, world, recorded, after);
  }

  private static void assertSame(
      String id, PlatformDynamics world, JsonNode recorded, JsonNode after) {
    double[] actual = values(world.state());
    double[] expected = values(state(after));
    assertThat(actual).as(id).containsExactly(expected, within(TOLERANCE));
    assertThat(world.reward())
        .as(id)
        .isCloseTo(recorded.get("reward").asDouble(), within(TOLERANCE));
    assertThat(world.terminal()).as(id).isEqualTo(recorded.get("terminal").booleanValue());
    double[] features = new double[PlatformObservation.SIZE];
    PlatformObservation.unit(world, features);
    assertThat(features)
        .as(id)
        .containsExactly(VectorFiles.doubles(recorded.get("obs_unit")), within(TOLERANCE));
    PlatformObservation.scaled(world, features);
    assertThat(features)
        .as(id)
        .containsExactly(VectorFiles.doubles(recorded.get("obs_scaled")), within(TOLERANCE));
  }

  private static JsonNode cases(String file) {
    return VectorFiles.cases(VectorFiles.json("platform", file).get("cases"));
  }

  private static int action(JsonNode recorded) {
    return List.of(PlatformConstants.ACTION_NAMES).indexOf(recorded.get("action").asText());
  }

  private static PlatformState state(JsonNode node) {
    JsonNode player = node.get("player");
    JsonNode enemy1 = node.get("enemy1");
    JsonNode enemy2 = node.get("enemy2");
    return new PlatformState(
        player.get("x").asDouble(),
        player.get("y").asDouble(),
        player.get("vx").asDouble(),
        player.get("vy").asDouble(),
        enemy1.get("x").asDouble(),
        enemy1.get("dx").asDouble(),
        enemy2.get("x").asDouble(),
        enemy2.get("dx").asDouble());
  }

  private static double[] values(PlatformState s) {
    return new double[] {
      s.x(), s.y(), s.vx(), s.vy(), s.enemy1X(), s.enemy1Vx(), s.enemy2X(), s.enemy2Vx()
    };
  }

  /** Recorded normal draws: a list, one constant, or zero. */
  private static final class Noise implements DoubleSupplier {
    private final double[] list;
    private final double constant;
    private final boolean listed;
    private int taken;

    Noise(JsonNode recorded) {
      listed = recorded.has("z");
      list = listed ? VectorFiles.doubles(recorded.get("z")) : new double[0];
      constant = recorded.has("z_const") ? recorded.get("z_const").asDouble() : 0;
    }

    @Override
    public double getAsDouble() {
      taken++;
      return listed ? list[taken - 1] : constant;
    }
  }
}
