package io.fabula.pipelines.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One schema for every world: what was seen, done and earned comes back as it was. */
class StepSchemaTest {
  private static final int STEPS = 12;
  private static final List<Column> EXTRAS =
      List.of(
          Column.optional("value", Column.Type.FLOAT).doc("a value"),
          Column.array("state", Column.Type.FLOATS, 2).doc("a state"));

  @TempDir Path directory;

  private record Seen(Object observation, Action action, ActionSet available, double reward) {}

  static Stream<String> worlds() {
    return Worlds.all().stream().map(NamedWorld::name);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void keepsWhatWasPlayedInEveryWorld(String name) throws IOException {
    Environment world = Worlds.named(name).orElseThrow().make();
    StepSchema schema = StepSchema.of(world.spec(), EXTRAS);
    Path file = directory.resolve(name + ".parquet");
    List<Seen> played = new ArrayList<>();
    try (TableWriter table = new TableWriter(file, schema.steps())) {
      play(world, played);
      for (int t = 0; t < played.size(); t++) {
        Seen each = played.get(t);
        table.write(
            schema.row(
                new StepSchema.Place(0, t, t, 5, false, false),
                each.observation(),
                each.action(),
                each.available(),
                each.reward(),
                0.5f,
                new float[] {t, 1}));
      }
      table.write(
          schema.row(
              new StepSchema.Place(0, played.size(), played.size(), 5, true, world.terminated()),
              observation(world),
              null,
              null,
              null,
              null,
              new float[] {0, 0}));
    }
    assertThat(TableReader.schema(file)).isEqualTo(schema.steps());
    assertThat(Spaces.read(TableReader.schema(file).facts().get(Spaces.FACT)))
        .isEqualTo(Spaces.of(world.spec()));
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(file, schema.steps(), rows::add);
    assertThat(rows).hasSize(played.size() + 1);
    for (int t = 0; t < played.size(); t++) assertRow(rows.get(t), played.get(t), schema.spaces());
    Row last = rows.get(played.size());
    assertThat(last.flag("is_last")).isTrue();
    assertThat(last.has("action")).isFalse();
    assertThat(last.has("reward")).isFalse();
    assertThat(last.get("observation")).isEqualTo(observation(world));
  }

  private static void play(Environment world, List<Seen> played) {
    RandomPlayer player = new RandomPlayer(3);
    world.reset(5);
    while (!world.done() && played.size() < STEPS) {
      Object observation = observation(world);
      ActionSet available = world.availableActions();
      Action action = player.act(world);
      world.step(action);
      played.add(new Seen(observation, action, available, world.reward()));
    }
  }

  private static Object observation(Environment world) {
    ObservationSpace space = world.spec().observations();
    if (space.byteValued()) {
      byte[] bytes = new byte[space.size()];
      world.observe(bytes, 0);
      return bytes;
    }
    float[] numbers = new float[space.size()];
    world.observe(numbers, 0);
    return numbers;
  }

  private static void assertRow(Row row, Seen seen, Spaces spaces) {
    assertThat(row.get("observation")).isEqualTo(seen.observation());
    assertThat(row.number("reward")).isEqualTo(seen.reward());
    assertThat(row.number("value")).isEqualTo(0.5);
    assertThat(row.flag("is_last")).isFalse();
    Spaces.Actions actions = spaces.action();
    if (seen.action() instanceof Action.Slate slate) {
      assertThat(row.ints("action")).isEqualTo(slate.items());
    } else if (seen.action() instanceof Action.Parameterised chosen) {
      assertThat(row.integer("action")).isEqualTo(chosen.index());
      assertThat(row.floats("action_parameters"))
          .isEqualTo(Arrays.copyOf(chosen.parameters(), actions.width()));
    } else {
      assertThat(row.integer("action")).isEqualTo(((Action.Discrete) seen.action()).index());
    }
    if (actions.available() == 0) return;
    int count = row.integer("available");
    assertThat(Arrays.copyOf(row.ints("available_ids"), count)).isEqualTo(seen.available().ids());
    for (int i = count; i < actions.available(); i++) {
      assertThat(row.ints("available_ids")[i]).isEqualTo(StepSchema.NO_ID);
    }
  }

  @Test
  void takesTheSmallestIntegersThatHoldAllActions() {
    assertThat(actionType(128)).isEqualTo(Column.Type.INT8);
    assertThat(actionType(129)).isEqualTo(Column.Type.INT16);
    assertThat(actionType(32_769)).isEqualTo(Column.Type.INT32);
  }

  private static Column.Type actionType(int catalogue) {
    EnvironmentSpec world =
        new EnvironmentSpec(
            "shop",
            new ObservationSpace.Vector(List.of("x"), 0, 1),
            new ActionSpace.VariableSet(catalogue, 3, 2, List.of()),
            10,
            0,
            1);
    return StepSchema.of(world, List.of()).steps().column("action").type();
  }

  @Test
  void padsSetsAndCountsWhatIsAvailable() {
    EnvironmentSpec world =
        new EnvironmentSpec(
            "shop",
            new ObservationSpace.Vector(List.of("x"), 0, 1),
            new ActionSpace.VariableSet(50, 4, 2, List.of(new ActionSpace.Parameter("size", 0, 1))),
            10,
            0,
            1);
    StepSchema schema = StepSchema.of(world, List.of());
    Object[] row =
        schema.row(
            new StepSchema.Place(0, 0, 0, 1, false, false),
            new float[] {0.5f},
            Action.of(7, 0.25f),
            new ActionSet(new int[] {40, 7}, new float[4]),
            1.0);
    TableSchema steps = schema.steps();
    assertThat(row[steps.index("action")]).isEqualTo(7);
    assertThat(row[steps.index("action_parameters")]).isEqualTo(new float[] {0.25f});
    assertThat(row[steps.index("available")]).isEqualTo(2);
    assertThat(row[steps.index("available_ids")]).isEqualTo(new int[] {40, 7, -1, -1});
    assertThatThrownBy(
            () ->
                schema.row(
                    new StepSchema.Place(0, 0, 0, 1, false, false),
                    new float[] {0.5f},
                    Action.of(7, 0.25f),
                    ActionSet.all(5),
                    1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at most 4 actions can be available, got 5");
  }
}
