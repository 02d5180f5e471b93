package io.fabula.pipelines.runs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param point the swept keys with their values in this run
 * @param id the run's directory
 * @param made what it is made of
 * @param curves of its trainings, as {@code stage.column}, one line per seed; empty if nothing is
 *     to be drawn
 */
public record SweptRun(
    Map<String, String> point, String id, RunArtifacts made, Map<String, List<Line>> curves) {
  /**
   * A curve.
   *
   * @param steps ascending
   * @param values as many
   */
  @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
  public record Line(double[] steps, double[] values) {}

  public SweptRun {
    curves = Map.copyOf(curves);
    point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
  }

  /** The same point without its seed: runs that differ in nothing else are repetitions. */
  Map<String, String> group() {
    Map<String, String> group = new LinkedHashMap<>(point);
    group.remove("seed");
    return group;
  }
}
