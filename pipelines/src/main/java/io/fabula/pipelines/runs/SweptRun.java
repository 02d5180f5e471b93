package io.fabula.pipelines.runs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param point the swept keys with their values in this run
 * @param id the run's directory
 * @param made what it is made of
 */
public record SweptRun(Map<String, String> point, String id, RunArtifacts made) {
  public SweptRun {
    point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
  }

  /** The same point without its seed: runs that differ in nothing else are repetitions. */
  Map<String, String> group() {
    Map<String, String> group = new LinkedHashMap<>(point);
    group.remove("seed");
    return group;
  }
}
