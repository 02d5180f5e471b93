package io.fabula.pipelines.runs;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds mistyped names of metrics before hours are spent on runs that have no such metric. */
public final class ShownMetrics {
  private final Store store;
  private final String study;
  private final Map<String, Set<String>> told = new LinkedHashMap<>();
  private final Map<String, Set<String>> seen = new TreeMap<>();

  /**
   * The metrics of a sweep.
   *
   * @param store where earlier artifacts tell what stages measure that do not say so themselves
   * @param stages of all runs
   */
  public ShownMetrics(Store store, String study, Collection<Stage> stages) {
    this.store = store;
    this.study = study;
    for (Stage each : stages) {
      told.computeIfAbsent(each.name(), name -> new TreeSet<>()).addAll(each.metricNames());
    }
  }

  /**
   * Looks for a metric.
   *
   * @param name as {@code stage.metric}
   * @throws UsageProblem if there is no such stage or, as far as can be known, no such metric
   */
  public void require(String name) {
    int dot = name.indexOf('.');
    String stage = dot < 0 ? name : name.substring(0, dot);
    Set<String> metrics = told.get(stage);
    if (metrics == null) {
      throw new UsageProblem(
          "--metric must be STAGE.METRIC with a stage of %s, got %s%s"
              .formatted(study, Shown.value(name), NearestName.hint(stage, told.keySet())));
    }
    String metric = name.substring(dot + 1);
    if (!metrics.isEmpty()) {
      if (metrics.contains(metric)) return;
      throw none(name, NearestName.of(metric, metrics).map(near -> stage + "." + near));
    }
    Set<String> earlier = seen.computeIfAbsent(stage, this::earlier);
    if (earlier.contains(metric)) return;
    Optional<String> near = NearestName.of(metric, earlier);
    if (near.isPresent()) throw none(name, near.map(each -> stage + "." + each));
  }

  private static UsageProblem none(String name, Optional<String> near) {
    return new UsageProblem(
        "no run has the metric %s%s"
            .formatted(
                Shown.value(name), near.map(each -> ", did you mean " + each + "?").orElse("")));
  }

  private Set<String> earlier(String stage) {
    Set<String> names = new TreeSet<>();
    List<Manifest> manifests = store.manifests(study, stage);
    for (Manifest each : manifests) names.addAll(each.metrics().keySet());
    return names;
  }
}
