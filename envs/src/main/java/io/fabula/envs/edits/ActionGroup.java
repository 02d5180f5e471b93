package io.fabula.envs.edits;

import java.util.ArrayList;
import java.util.List;

/**
 * Discrete actions that mean the same to a person.
 *
 * @param name in a few words
 * @param actions their indices
 */
public record ActionGroup(String name, List<Integer> actions) {
  public ActionGroup {
    actions = List.copyOf(actions);
  }

  /** A group for each action, in their order. */
  public static List<ActionGroup> each(List<String> names) {
    List<ActionGroup> groups = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      groups.add(new ActionGroup(names.get(i), List.of(i)));
    }
    return List.copyOf(groups);
  }
}
