package io.fabula.pipelines.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Edits JSON so that it stays JSON: values of other types and sizes, keys that go or come. */
final class TreeMutation {
  private static final int MOST_CHANGES = 3;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "2147483648",
          "99999999999999999999",
          "1e308",
          "0.5",
          "\"\"",
          "\"NaN\"",
          "\"a\\u0000b\"",
          "\"../../outside\"",
          "\"\\ud800\"",
          "[]",
          "[[[[[[[[0]]]]]]]]",
          "{}",
          "{\"\": null}");

  private TreeMutation() {}

  /** The text as a tree to edit, if it is an object. */
  static Optional<ObjectNode> tree(byte[] text) {
    try {
      return Json.read(text, JsonNode.class) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static byte[] of(ObjectNode sound, RandomStream random) throws IOException {
    ObjectNode edited = sound.deepCopy();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) once(edited, random);
    return Json.pretty(edited);
  }

  private static void once(ObjectNode root, RandomStream random) throws IOException {
    List<ContainerNode<?>> all = new ArrayList<>();
    collect(root, all);
    ContainerNode<?> place = all.get(random.nextInt(all.size()));
    String text = VALUES.get(random.nextInt(VALUES.size()));
    JsonNode value = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    if (place instanceof ObjectNode object) edit(object, value, random);
    else edit((ArrayNode) place, value, random);
  }

  private static void edit(ObjectNode object, JsonNode value, RandomStream random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(8) == 0) {
      object.set("ghost", value);
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(3) == 0) object.remove(name);
    else object.set(name, value);
  }

  private static void edit(ArrayNode array, JsonNode value, RandomStream random) {
    if (array.isEmpty() || random.nextInt(4) == 0) {
      array.add(value);
      return;
    }
    int at = random.nextInt(array.size());
    if (random.nextInt(3) == 0) array.remove(at);
    else array.set(at, value);
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> into) {
    if (node instanceof ContainerNode<?> container) into.add(container);
    for (JsonNode child : node) collect(child, into);
  }
}
