package io.fabula.pipelines.datasets;

import static io.fabula.pipelines.tables.Column.Type.BOOLEAN;
import static io.fabula.pipelines.tables.Column.Type.BYTES;
import static io.fabula.pipelines.tables.Column.Type.DOUBLE;
import static io.fabula.pipelines.tables.Column.Type.FLOATS;
import static io.fabula.pipelines.tables.Column.Type.INT16;
import static io.fabula.pipelines.tables.Column.Type.INT32;
import static io.fabula.pipelines.tables.Column.Type.INT64;
import static io.fabula.pipelines.tables.Column.Type.INT8;
import static io.fabula.pipelines.tables.Column.Type.INTS;
import static io.fabula.pipelines.tables.Column.Type.STRING;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of recorded steps and episodes in any world, named and aligned as in RLDS: row {@code
 * t} holds observation {@code t}, the action taken there and the reward that it earned. The last
 * row of an episode holds the final observation; its action and reward are missing.
 *
 * <p>Observations of bytes are binary, others lists of floats, both in the world's layout. {@code
 * action} is an index or an id; real parameters stand beside it, padded with zeros; a slate is a
 * list of ids. Where not all actions are always available, {@code available} counts those that are
 * and {@code available_ids} lists them in the world's order, padded with -1.
 */
public final class StepSchema {
  /** The name of the table of steps. */
  public static final String STEPS = "steps";

  /** The name of the table of episodes. */
  public static final String EPISODES = "episodes";

  /** The version of both tables. */
  public static final int VERSION = 2;

  /** What fills the list of available ids. */
  public static final int NO_ID = -1;

  private final Spaces spaces;
  private final TableSchema steps;
  private final int extras;

  private StepSchema(Spaces spaces, List<Column> extras) {
    this.spaces = spaces;
    this.extras = extras.size();
    List<Column> columns = new ArrayList<>(frame());
    columns.add(observation(spaces.observation()));
    columns.addAll(actions(spaces.action()));
    columns.add(
        Column.optional("reward", DOUBLE)
            .doc("what the action earned, unscaled; missing in the last row"));
    columns.addAll(extras);
    steps =
        new TableSchema(
                STEPS,
                VERSION,
                "A step of a recorded episode: observation, the action taken there and its reward."
                    + " The last row of an episode holds the final observation alone.",
                columns)
            .fact(Spaces.FACT, spaces.json());
  }

  /**
   * The tables of a world.
   *
   * @param extras more columns of the table of steps, such as hidden states, values and
   *     log-probabilities; those that the last row does not have must be optional
   */
  public static StepSchema of(EnvironmentSpec world, List<Column> extras) {
    return new StepSchema(Spaces.of(world), extras);
  }

  private static List<Column> frame() {
    return List.of(
        Column.of("episode", INT32).doc("number of the episode"),
        Column.of("t", INT32).doc("step in the episode, from 0"),
        Column.of("global_step", INT64).doc("number of the row in the data set, from 0"),
        Column.of("level_seed", INT64).doc("seed of the level that was played"),
        Column.of("is_first", BOOLEAN).doc("first row of the episode"),
        Column.of("is_last", BOOLEAN).doc("last row of the episode: no action was taken here"),
        Column.of("is_terminal", BOOLEAN)
            .doc("the world's rules ended the episode here; false where a step limit did"));
  }

  private static Column observation(Spaces.Observation seen) {
    Integer[] shape = seen.shape().toArray(Integer[]::new);
    return Column.array("observation", seen.type().equals("uint8") ? BYTES : FLOATS, shape)
        .doc("what the agent saw before the action: " + layout(seen));
  }

  private static String layout(Spaces.Observation seen) {
    return switch (seen.kind()) {
      case "image" -> "row, column, channel; row 0 at the top";
      case "grid" -> "symbols of a grid";
      default -> String.join(", ", seen.names());
    };
  }

  private static List<Column> actions(Spaces.Actions actions) {
    List<Column> columns = new ArrayList<>();
    if (actions.slate() > 0) {
      columns.add(
          Column.array("action", INTS, actions.slate())
              .orMissing()
              .doc("ids of the items shown, first position first; missing in the last row"));
    } else {
      columns.add(
          Column.optional("action", integer(actions.count()))
              .doc("what the agent did after the observation; missing in the last row"));
    }
    if (actions.width() > 0) {
      columns.add(
          Column.array("action_parameters", FLOATS, actions.width())
              .orMissing()
              .doc("parameters of the action in its order, padded with zeros"));
    }
    if (actions.available() > 0) {
      columns.add(
          Column.optional("available", INT32).doc("how many actions or items were available"));
      columns.add(
          Column.array("available_ids", INTS, actions.available())
              .orMissing()
              .doc("their ids in the world's order, padded with -1"));
    }
    return columns;
  }

  private static Column.Type integer(int count) {
    if (count <= Byte.MAX_VALUE + 1) return INT8;
    return count <= Short.MAX_VALUE + 1 ? INT16 : INT32;
  }

  /** What can be seen and done. */
  public Spaces spaces() {
    return spaces;
  }

  /** One row per step, ordered by episode and step. */
  public TableSchema steps() {
    return steps;
  }

  /**
   * One row per episode, in order.
   *
   * @param more columns beside those that all worlds have
   */
  public TableSchema episodes(List<Column> more) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.of("episode", INT32).doc("its number"),
                Column.of("length", INT32).doc("actions taken; steps has one row more"),
                Column.of("first_global_step", INT64).doc("number of its first row in steps"),
                Column.of("level_seed", INT64).doc("seed of the level that was played"),
                Column.of("success", BOOLEAN).doc("whether it completed the world's task"),
                Column.of("truncated", BOOLEAN).doc("whether a step limit ended it"),
                Column.of("return_raw", DOUBLE).doc("undiscounted sum of rewards, unscaled"),
                Column.of("agent_checkpoint", STRING).doc("content hash of the agent's artifact"),
                Column.of("seed", INT64).doc("root seed of the recording")));
    columns.addAll(more);
    return new TableSchema(EPISODES, VERSION, "A recorded episode.", columns)
        .fact(Spaces.FACT, spaces.json());
  }

  /**
   * Where a row stands.
   *
   * @param episode number of the episode
   * @param t step in it, from 0
   * @param globalStep number of the row in the data set
   * @param levelSeed of the level played
   * @param last whether it is the episode's last row
   * @param terminal whether the world's rules ended the episode here
   */
  public record Place(
      int episode, int t, long globalStep, long levelSeed, boolean last, boolean terminal) {}

  /**
   * A row of the table of steps.
   *
   * @param observation {@code byte[]} or {@code float[]}
   * @param action what was done, null in the last row
   * @param available what could be done; read only where not all actions always are, and null in
   *     the last row
   * @param reward what the action earned, null in the last row
   * @param more values of the extra columns, in their order
   */
  public @Nullable Object[] row(
      Place place,
      Object observation,
      @Nullable Action action,
      @Nullable ActionSet available,
      @Nullable Double reward,
      @Nullable Object... more) {
    if (more.length != extras) {
      throw new IllegalArgumentException(
          "expected the values of " + extras + " extra columns, got " + more.length);
    }
    @Nullable Object[] row = new @Nullable Object[steps.columns().size()];
    int at = 0;
    row[at++] = place.episode();
    row[at++] = place.t();
    row[at++] = place.globalStep();
    row[at++] = place.levelSeed();
    row[at++] = place.t() == 0;
    row[at++] = place.last();
    row[at++] = place.terminal();
    row[at++] = observation;
    row[at++] = choice(action);
    Spaces.Actions actions = spaces.action();
    if (actions.width() > 0) row[at++] = parameters(action, actions.width());
    if (actions.available() > 0) {
      row[at++] = available == null ? null : available.ids().length;
      row[at++] = available == null ? null : padded(available.ids(), actions.available());
    }
    row[at++] = reward;
    System.arraycopy(more, 0, row, at, more.length);
    return row;
  }

  private static @Nullable Object choice(@Nullable Action action) {
    if (action instanceof Action.Discrete chosen) return chosen.index();
    if (action instanceof Action.Parameterised chosen) return chosen.index();
    return action instanceof Action.Slate chosen ? chosen.items() : null;
  }

  private static float @Nullable [] parameters(@Nullable Action action, int width) {
    if (action == null) return null;
    return action instanceof Action.Parameterised chosen
        ? Arrays.copyOf(chosen.parameters(), width)
        : new float[width];
  }

  private static int[] padded(int[] ids, int length) {
    if (ids.length > length) {
      throw new IllegalArgumentException(
          "at most " + length + " actions can be available, got " + ids.length);
    }
    int[] padded = Arrays.copyOf(ids, length);
    Arrays.fill(padded, ids.length, length, NO_ID);
    return padded;
  }
}
