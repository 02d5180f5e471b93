package io.fabula.pipelines.analyses;

import java.io.Serializable;
import java.util.List;

/**
 * Actions whose mean log-probability is a target, such as the three that go left.
 *
 * @param name in snake_case
 * @param actions their numbers, at least one
 */
public record NamedActions(String name, List<Integer> actions) implements Serializable {
  public NamedActions {
    actions = List.copyOf(actions);
    if (actions.isEmpty()) throw new IllegalArgumentException(name + " must have an action");
  }
}
