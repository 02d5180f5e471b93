package io.fabula.pipelines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.Picture;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers requests about one world. A request is a message whose text is an object with {@code do}:
 *
 * <ul>
 *   <li>{@code describe}: {@code protocol}, {@code world}, {@code spaces} (as the tables of
 *       recordings have them), {@code features} (numbers that describe an available action), {@code
 *       minimum_reward}, {@code maximum_reward}, {@code frames_per_second};
 *   <li>{@code reset} with {@code seed}, {@code step} with {@code action}, {@code restore} with a
 *       snapshot as data: {@code reward}, {@code terminated}, {@code truncated}, {@code completed};
 *       in worlds whose sets of actions change {@code available}, the ids. The data are the
 *       observation (bytes, or little-endian floats) and then the features of each available action
 *       as floats;
 *   <li>{@code snapshot}: the data are the whole state;
 *   <li>{@code render}: {@code width}, {@code height}; the data are red, green and blue of each
 *       pixel, row by row from the top.
 * </ul>
 *
 * An action is an index or id, an object of {@code index} and {@code parameters} where it has real
 * parameters, or a list of ids for a slate. What cannot be done is answered by {@code error} in one
 * line; the world is then as it was.
 */
final class WorldRequests {
  /** The version of what is said here. */
  static final int PROTOCOL = 1;

  private final NamedWorld<?> named;
  private final Environment world;

  WorldRequests(NamedWorld<?> named) {
    this.named = named;
    world = named.make();
  }

  Message answer(Message request) {
    try {
      JsonNode asked = Json.read(request.text(), JsonNode.class);
      if (!asked.isObject()) throw new IOException("a request must be an object, got " + asked);
      return answer(asked, request.data());
    } catch (IOException e) {
      return error(Json.reason(e));
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  static Message error(String text) {
    String line = text.lines().findFirst().orElse("");
    return message(Map.of("error", line), new byte[0]);
  }

  private Message answer(JsonNode asked, byte[] data) throws IOException {
    String what = asked.path("do").asText();
    List<String> keys =
        switch (what) {
          case "reset" -> List.of("do", "seed");
          case "step" -> List.of("do", "action");
          case "describe", "restore", "snapshot", "render" -> List.of("do");
          default ->
              throw new IOException(
                  "do must be describe, reset, step, snapshot, restore or render, got "
                      + asked.path("do"));
        };
    for (Map.Entry<String, JsonNode> each : asked.properties()) {
      if (!keys.contains(each.getKey())) {
        throw new IOException("%s takes %s, got %s".formatted(what, keys, each.getKey()));
      }
    }
    return switch (what) {
      case "reset" -> {
        world.reset(whole(asked, "seed"));
        yield state();
      }
      case "step" -> {
        world.step(action(asked.path("action")));
        yield state();
      }
      case "restore" -> {
        world.restore(data);
        yield state();
      }
      case "snapshot" -> message(Map.of(), world.snapshot());
      case "render" -> picture(world.render());
      default -> describe();
    };
  }

  private Message describe() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("protocol", PROTOCOL);
    text.put("world", named.name());
    text.put("spaces", Spaces.of(world.spec()));
    text.put("features", features());
    text.put("minimum_reward", world.spec().minimumReward());
    text.put("maximum_reward", world.spec().maximumReward());
    text.put("frames_per_second", named.animation().framesPerSecond());
    return message(text, new byte[0]);
  }

  private int features() {
    ActionSpace actions = world.spec().actions();
    if (actions instanceof ActionSpace.VariableSet set) return set.representationSize();
    return actions instanceof ActionSpace.Slate slate ? slate.representationSize() : 0;
  }

  private Message state() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("reward", world.reward());
    text.put("terminated", world.terminated());
    text.put("truncated", world.truncated());
    text.put("completed", world.completed());
    float[] described = new float[0];
    ActionSpace actions = world.spec().actions();
    if (actions instanceof ActionSpace.VariableSet || actions instanceof ActionSpace.Slate) {
      ActionSet available = world.availableActions();
      text.put("available", available.ids());
      described = available.representation();
    }
    return message(text, data(described));
  }

  private byte[] data(float[] described) {
    int size = world.spec().observations().size();
    boolean bytes = world.spec().observations().byteValued();
    ByteBuffer buffer =
        ByteBuffer.allocate((bytes ? size : Float.BYTES * size) + Float.BYTES * described.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    if (bytes) {
      world.observe(buffer.array(), 0);
      buffer.position(size);
    } else {
      float[] observation = new float[size];
      world.observe(observation, 0);
      for (float each : observation) buffer.putFloat(each);
    }
    for (float each : described) buffer.putFloat(each);
    return buffer.array();
  }

  private Action action(JsonNode given) throws IOException {
    ActionSpace space = world.spec().actions();
    if (space instanceof ActionSpace.Slate) {
      if (!given.isArray()) throw new IOException("action must be a list of ids, got " + given);
      int[] items = new int[given.size()];
      for (int i = 0; i < items.length; i++) items[i] = index(given.get(i), "an id");
      return Action.slate(items);
    }
    boolean real =
        space instanceof ActionSpace.Parameterised
            || (space instanceof ActionSpace.VariableSet set && !set.parameters().isEmpty());
    if (!real) return Action.of(index(given, "action"));
    JsonNode parameters = given.path("parameters");
    if (given.size() != 2 || !parameters.isArray()) {
      throw new IOException("action must be an index and a list of parameters, got " + given);
    }
    List<Float> numbers = new ArrayList<>();
    for (JsonNode each : parameters) {
      if (!each.isNumber()) throw new IOException("parameters must be numbers, got " + each);
      numbers.add((float) each.asDouble());
    }
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) values[i] = numbers.get(i);
    return Action.of(index(given.path("index"), "index"), values);
  }

  private static int index(JsonNode node, String what) throws IOException {
    if (node.isIntegralNumber() && node.canConvertToInt()) return node.intValue();
    throw new IOException("%s must be a whole number, got %s".formatted(what, shown(node)));
  }

  private static long whole(JsonNode object, String key) throws IOException {
    JsonNode node = object.path(key);
    if (node.isIntegralNumber() && node.canConvertToLong()) return node.longValue();
    throw new IOException(
        "%s must be a whole number of 64 bits, got %s".formatted(key, shown(node)));
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static Message picture(Picture picture) {
    return message(Map.of("width", picture.width(), "height", picture.height()), picture.rgb());
  }

  private static Message message(Object text, byte[] data) {
    return new Message(Json.line(text).getBytes(StandardCharsets.UTF_8), data);
  }
}
