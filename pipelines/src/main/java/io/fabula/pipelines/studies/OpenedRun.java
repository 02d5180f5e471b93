package io.fabula.pipelines.studies;

import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Store;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded run with what of it is in the store, complete or not.
 *
 * @param <C> the record that holds the settings
 */
public final class OpenedRun<C extends Record> {
  private final ResolvedStudy<C> resolved;
  private final Store store;
  private final String id;
  private final Path config;
  private final Map<String, ArtifactId> stages;

  /**
   * @param resolved the study with the run's settings
   * @param store holds the artifacts
   * @param id of the run
   * @param config the file with its settings
   * @param stages what the run refers to, by stage
   */
  public OpenedRun(
      ResolvedStudy<C> resolved,
      Store store,
      String id,
      Path config,
      Map<String, ArtifactId> stages) {
    this.resolved = resolved;
    this.store = store;
    this.id = id;
    this.config = config;
    this.stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /** The study with its settings. */
  public ResolvedStudy<C> resolved() {
    return resolved;
  }

  /** The settings. */
  public C settings() {
    return resolved.settings();
  }

  /** Id of the run. */
  public String id() {
    return id;
  }

  /** What a stage made, if it is complete. */
  public Optional<Artifact> find(String stage) {
    ArtifactId place = stages.get(stage);
    return place != null && store.lookup(place) instanceof Lookup.Found found
        ? Optional.of(found.artifact())
        : Optional.empty();
  }

  /**
   * What a stage made.
   *
   * @throws UsageProblem if it is not complete, with the command that makes it
   */
  public Artifact required(String stage) {
    return find(stage)
        .orElseThrow(
            () ->
                new UsageProblem(
                    "run %s holds no %s yet; make it with %s"
                        .formatted(id, stage, command(stage))));
  }

  /** The command that makes what a stage would have made in this run. */
  public String command(String stage) {
    return "./fabula stage %s %s --profile=%s --config=%s --store=%s"
        .formatted(resolved.study().name(), stage, resolved.profile(), config, store.location());
  }

  /**
   * The book that holds the label of a component or a behaviour: that of the first stage that found
   * such things, as it is now; empty if none has.
   *
   * @param subject such as {@code IC3} or {@code behaviour-5}
   */
  public Optional<LabelBook> labelled(String subject) {
    String part = subject.startsWith("IC") ? ProjectionTable.PART : BehaviourTable.PART;
    for (Map.Entry<String, ArtifactId> each : stages.entrySet()) {
      boolean holds =
          find(each.getKey()).filter(artifact -> !artifact.parts(part).isEmpty()).isPresent();
      if (holds) {
        return Optional.of(
            LabelBook.of(
                store, each.getValue().study(), each.getKey(), each.getValue().signature().hex()));
      }
    }
    return Optional.empty();
  }

  /** The stages that the run refers to. */
  public Map<String, ArtifactId> stages() {
    return stages;
  }
}
