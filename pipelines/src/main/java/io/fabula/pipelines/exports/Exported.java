package io.fabula.pipelines.exports;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export wrote.
 *
 * @param directory where the data set is
 * @param episodes number of episodes
 * @param steps number of actions
 * @param loading one line of Python that loads it
 * @param lost what the recording says and this format cannot, one line each
 */
public record Exported(
    Path directory, long episodes, long steps, String loading, List<String> lost) {
  public Exported {
    lost = List.copyOf(lost);
  }
}
