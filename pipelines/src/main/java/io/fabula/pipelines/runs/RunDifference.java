package io.fabula.pipelines.runs;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How two runs differ.
 *
 * @param settings keys with different values, or which only one has
 * @param stages stages whose content differs, or which only one has, by content hash
 * @param metrics all metrics of stages that differ, as {@code stage metric}
 * @param sameStages how many stages have the same content
 */
public record RunDifference(
    Map<String, Pair> settings,
    Map<String, Pair> stages,
    Map<String, Pair> metrics,
    int sameStages) {

  /**
   * Two values; an empty one is not there.
   *
   * @param a of the first run
   * @param b of the second
   */
  public record Pair(String a, String b) {}

  /** Compares two runs. */
  public static RunDifference between(RecordedRun a, RecordedRun b) {
    Map<String, Pair> settings = new LinkedHashMap<>();
    for (String key : union(a.settings().keySet(), b.settings().keySet())) {
      put(settings, key, a.settings().get(key), b.settings().get(key));
    }
    Map<String, Pair> stages = new LinkedHashMap<>();
    Map<String, Pair> metrics = new LinkedHashMap<>();
    int same = 0;
    for (String stage : union(a.stages().keySet(), b.stages().keySet())) {
      RunArtifacts.Entry ofA = a.stages().get(stage);
      RunArtifacts.Entry ofB = b.stages().get(stage);
      if (put(stages, stage, hash(ofA), hash(ofB))) compareMetrics(stage, ofA, ofB, metrics);
      else same++;
    }
    return new RunDifference(settings, stages, metrics, same);
  }

  private static void compareMetrics(
      String stage,
      RunArtifacts.@Nullable Entry a,
      RunArtifacts.@Nullable Entry b,
      Map<String, Pair> into) {
    Map<String, Double> ofA = a == null ? Map.of() : a.metrics();
    Map<String, Double> ofB = b == null ? Map.of() : b.metrics();
    for (String metric : union(ofA.keySet(), ofB.keySet())) {
      put(into, stage + " " + metric, text(ofA.get(metric)), text(ofB.get(metric)));
    }
  }

  private static @Nullable String text(@Nullable Double value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable String hash(RunArtifacts.@Nullable Entry entry) {
    if (entry == null) return null;
    return entry.contentHash().isEmpty() ? "not complete" : entry.contentHash();
  }

  private static boolean put(
      Map<String, Pair> into, String key, @Nullable String a, @Nullable String b) {
    if (Objects.equals(a, b)) return false;
    into.put(key, new Pair(a == null ? "" : a, b == null ? "" : b));
    return true;
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> union = new LinkedHashSet<>(a);
    union.addAll(b);
    return union;
  }
}
