package io.fabula.pipelines.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen and done in a recorded world, as JSON in the metadata of its tables ({@value
 * #FACT}), so that a file can be read without the world.
 *
 * @param world name of the world
 * @param maximumSteps the world's own step limit, 0 for none
 * @param observation what is seen
 * @param action what can be done
 */
public record Spaces(String world, int maximumSteps, Observation observation, Actions action) {
  /** The key of the metadata. */
  public static final String FACT = "fabula.spaces";

  /**
   * An observation.
   *
   * @param kind {@code image}, {@code grid} or {@code vector}
   * @param shape axis lengths, outermost first
   * @param type {@code uint8} or {@code float32}
   * @param minimum least value of an element, missing if there is no bound
   * @param maximum greatest value of an element, missing if there is no bound
   * @param names of the elements of a vector, else empty
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Observation(
      String kind,
      List<Integer> shape,
      String type,
      @Nullable Double minimum,
      @Nullable Double maximum,
      List<String> names) {}

  /**
   * Actions.
   *
   * @param kind one of "discrete", "parameterised", "set" and "slate"
   * @param count how many there are, or how many items slates are made of
   * @param names of the actions, empty where they have none
   * @param parameters for each action its parameters in order; one list for all entries of a set
   * @param available most actions or items available at a time, 0 where all always are
   * @param slate items in a slate, else 0
   */
  public record Actions(
      String kind,
      int count,
      List<String> names,
      List<List<Range>> parameters,
      int available,
      int slate) {
    /** Most parameters that an action has. */
    public int width() {
      return parameters.stream().mapToInt(List::size).max().orElse(0);
    }
  }

  /**
   * A parameter and its closed range.
   *
   * @param whole true where only whole numbers are allowed, null where all are
   */
  public record Range(
      String name,
      double minimum,
      double maximum,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean whole) {}

  /** The spaces of a world. */
  public static Spaces of(EnvironmentSpec world) {
    return new Spaces(
        world.name(), world.maximumSteps(), seen(world.observations()), done(world.actions()));
  }

  private static Observation seen(ObservationSpace space) {
    if (space instanceof ObservationSpace.Image image) {
      double maximum = image.byteValued() ? 255 : 1;
      return new Observation("image", space.shape(), type(space), 0.0, maximum, List.of());
    }
    if (space instanceof ObservationSpace.Grid grid) {
      double maximum = grid.symbols() - 1;
      return new Observation("grid", space.shape(), type(space), 0.0, maximum, List.of());
    }
    ObservationSpace.Vector vector = (ObservationSpace.Vector) space;
    return new Observation(
        "vector",
        space.shape(),
        type(space),
        finite(vector.minimum()),
        finite(vector.maximum()),
        vector.names());
  }

  private static String type(ObservationSpace space) {
    return space.byteValued() ? "uint8" : "float32";
  }

  private static @Nullable Double finite(float bound) {
    return Float.isFinite(bound) ? Double.valueOf(bound) : null;
  }

  private static Actions done(ActionSpace space) {
    if (space instanceof ActionSpace.Discrete discrete) {
      return new Actions("discrete", space.count(), discrete.names(), List.of(), 0, 0);
    }
    if (space instanceof ActionSpace.Parameterised parameterised) {
      return new Actions(
          "parameterised",
          space.count(),
          parameterised.actions().stream().map(ActionSpace.ParameterisedAction::name).toList(),
          parameterised.actions().stream().map(each -> ranges(each.parameters())).toList(),
          0,
          0);
    }
    if (space instanceof ActionSpace.VariableSet set) {
      int available = set.setSize() == 0 ? set.catalogue() : set.setSize();
      List<List<Range>> parameters =
          set.parameters().isEmpty() ? List.of() : List.of(ranges(set.parameters()));
      return new Actions("set", space.count(), List.of(), parameters, available, 0);
    }
    ActionSpace.Slate slate = (ActionSpace.Slate) space;
    return new Actions(
        "slate", space.count(), List.of(), List.of(), slate.candidates(), slate.slateSize());
  }

  private static List<Range> ranges(List<ActionSpace.Parameter> parameters) {
    return parameters.stream()
        .map(
            each ->
                new Range(each.name(), each.minimum(), each.maximum(), each.whole() ? true : null))
        .toList();
  }

  /** As one line of JSON. */
  public String json() {
    return Json.canonical(this);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IOException if it is something else
   */
  public static Spaces read(String json) throws IOException {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Spaces.class);
  }
}
