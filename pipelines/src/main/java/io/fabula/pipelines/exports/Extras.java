package io.fabula.pipelines.exports;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;
import java.util.Set;

/** The columns of steps that RLDS and Minari have no words of their own for. */
final class Extras {
  private static final Set<String> KNOWN =
      Set.of(
          "episode",
          "t",
          "global_step",
          "level_seed",
          "is_first",
          "is_last",
          "is_terminal",
          "observation",
          "action",
          "action_parameters",
          "reward");

  private Extras() {}

  static List<Column> of(TableSchema steps) {
    return steps.columns().stream().filter(column -> !KNOWN.contains(column.name())).toList();
  }
}
