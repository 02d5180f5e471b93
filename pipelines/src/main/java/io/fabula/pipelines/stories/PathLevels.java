package io.fabula.pipelines.stories;

import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.twins.BlindPlay;
import java.util.Arrays;

/** The levels on which paths are chosen, which are even, and those that confirm them. */
final class PathLevels {
  private PathLevels() {}

  /** At most so many levels that have a feature, all of them even or all odd. */
  static long[] of(EditableWorld world, String feature, long first, int count, boolean odd) {
    long[] both = BlindPlay.levelsWith(world, feature, first, 3 * count);
    return Arrays.stream(both).filter(level -> (level % 2 != 0) == odd).limit(count).toArray();
  }
}
