package io.fabula.envs.diglava;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Events on the way to the goal. None but the crossings is necessary for reaching it. */
public enum DigLavaEvent {
  /** Orange lava was dug away. */
  ORANGE_DUG,
  /** The agent is behind the orange river. */
  ORANGE_CROSSED,
  /** Pink lava was dug away. */
  PINK_DUG,
  /** The agent is behind the pink river. */
  PINK_CROSSED,
  /** One step leads to the goal. */
  BESIDE_GOAL;

  /** All of them, in order. */
  static final List<DigLavaEvent> ALL = List.of(values());

  /** Their names in lower case. */
  public static final List<String> NAMES =
      Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

  /** Whether the event holds in the world's current state. */
  public boolean holds(DigLava world) {
    int size = world.options().size();
    return switch (this) {
      case ORANGE_DUG -> dug(world, DigLavaConstants.ORANGE_LAVA);
      case ORANGE_CROSSED -> world.x() > DigLavaGrid.orangeColumn(size);
      case PINK_DUG -> dug(world, DigLavaConstants.PINK_LAVA);
      case PINK_CROSSED -> world.x() > DigLavaGrid.pinkColumn(size);
      case BESIDE_GOAL -> {
        int goal = DigLavaGrid.goal(size);
        int away = Math.abs(world.x() - goal / size) + Math.abs(world.y() - goal % size);
        yield away == 1 && !DigLavaGrid.isLava(world.dynamics().cells[world.dynamics().at]);
      }
    };
  }

  private static boolean dug(DigLava world, byte lava) {
    byte[] layout = DigLavaGrid.layout(world.options().size());
    byte[] cells = world.dynamics().cells;
    for (int i = 0; i < cells.length; i++) {
      if (layout[i] == lava && cells[i] != lava) return true;
    }
    return false;
  }
}
