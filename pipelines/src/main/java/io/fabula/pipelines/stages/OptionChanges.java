package io.fabula.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two trees of options. */
public final class OptionChanges {
  private OptionChanges() {}

  /** One {@code path before -> after} per leaf that differs, ordered by path. */
  public static List<String> between(JsonNode before, JsonNode after) {
    List<String> changes = new ArrayList<>();
    compare("", before, after, changes);
    return changes;
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<String> changes) {
    if (before.isObject() && after.isObject()) {
      Set<String> names = new TreeSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(
            path.isEmpty() ? name : path + "." + name,
            before.path(name),
            after.path(name),
            changes);
      }
    } else if (!text(before).equals(text(after))) {
      changes.add("%s %s -> %s".formatted(path, text(before), text(after)));
    }
  }

  private static String text(JsonNode node) {
    return node instanceof MissingNode ? "(none)" : node.toString();
  }
}
