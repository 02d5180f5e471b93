package io.fabula.pipelines.progress;

import java.util.List;
import java.util.Map;

/**
 * What a run will do.
 *
 * @param chain all stages, in order
 * @param stale those that have to run
 * @param secondsBefore how long stages took before, as far as that is known
 */
public record Outlook(List<String> chain, List<String> stale, Map<String, Double> secondsBefore) {
  public Outlook {
    chain = List.copyOf(chain);
    stale = List.copyOf(stale);
    secondsBefore = Map.copyOf(secondsBefore);
  }
}
