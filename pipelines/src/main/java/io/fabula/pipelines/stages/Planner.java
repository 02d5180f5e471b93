package io.fabula.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides which stages have to run, and says why. */
public final class Planner {
  private static final Verdict.Miss NO_ENTRY = new Verdict.Miss("no entry");

  private final Store store;
  private final String study;
  private final Set<String> forced;
  private final boolean verify;

  /**
   * A planner.
   *
   * @param store where artifacts are looked up
   * @param study name of the study whose chains are planned
   * @param forced stages that run in any case
   * @param verify whether every byte of what is there is compared with its hash, and what its
   *     tables, tensors and numbers say with the content hash
   */
  public Planner(Store store, String study, Set<String> forced, boolean verify) {
    this.store = store;
    this.study = study;
    this.forced = Set.copyOf(forced);
    this.verify = verify;
  }

  /**
   * Plans a chain.
   *
   * @param stages inputs before what reads them
   */
  public Plan plan(List<Stage> stages) {
    Map<String, PlannedStage> planned = new LinkedHashMap<>();
    for (Stage stage : stages) {
      Map<String, Signature> inputs = new TreeMap<>();
      for (String input : stage.inputs()) {
        PlannedStage source = planned.get(input);
        if (source == null) {
          throw new IllegalArgumentException(
              "stage " + stage.name() + " reads " + input + ", which does not come before it");
        }
        inputs.put(input, source.signature());
      }
      Signature signature =
          Signature.of(study, stage.name(), stage.version(), stage.options(), inputs);
      ArtifactId id = new ArtifactId(study, stage.name(), signature);
      Verdict verdict = verdict(stage, id, inputs, planned);
      if (planned.put(stage.name(), new PlannedStage(stage, id, inputs, verdict)) != null) {
        throw new IllegalArgumentException("two stages are called " + stage.name());
      }
    }
    return new Plan(List.copyOf(planned.values()));
  }

  private Verdict verdict(
      Stage stage,
      ArtifactId id,
      Map<String, Signature> inputs,
      Map<String, PlannedStage> planned) {
    if (forced.contains(stage.name())) return Verdict.Miss.FORCED;
    Lookup lookup = expected(id);
    if (lookup instanceof Lookup.Damaged damaged) return new Verdict.Miss(damaged.reason());
    if (lookup instanceof Lookup.Found found) {
      return changedInput(found.artifact().manifest(), planned)
          .<Verdict>map(Verdict.Miss::new)
          .orElseGet(() -> new Verdict.Hit(found.artifact()));
    }
    if (((Lookup.Absent) lookup).begun()) return new Verdict.Miss("begun but not complete");
    return difference(stage, inputs);
  }

  private Lookup expected(ArtifactId id) {
    Lookup lookup = store.expected(id, verify);
    if (!verify || !(lookup instanceof Lookup.Found found)) return lookup;
    return PartContent.difference(found.artifact())
        .<Lookup>map(difference -> new Lookup.Damaged("corrupt: " + difference))
        .orElse(lookup);
  }

  /** An input that has been made again and says something else than when it was read. */
  private static Optional<String> changedInput(
      Manifest manifest, Map<String, PlannedStage> planned) {
    for (Map.Entry<String, Manifest.Input> read : manifest.inputs().entrySet()) {
      PlannedStage source = planned.get(read.getKey());
      if (source != null
          && source.verdict() instanceof Verdict.Hit hit
          && !hit.artifact().manifest().contentHash().equals(read.getValue().contentHash())) {
        return Optional.of("input changed: content of " + read.getKey());
      }
    }
    return Optional.empty();
  }

  /** How this stage differs from the most similar artifact of the same name. */
  private Verdict.Miss difference(Stage stage, Map<String, Signature> inputs) {
    JsonNode options = Json.tree(stage.options());
    return store.manifests(study, stage.name()).stream()
        .map(manifest -> differences(stage, options, inputs, manifest))
        .min(Comparator.comparingInt(miss -> miss.changes().size() + miss.others().size()))
        .orElse(NO_ENTRY);
  }

  private static Verdict.Miss differences(
      Stage stage, JsonNode options, Map<String, Signature> inputs, Manifest manifest) {
    List<String> found = new ArrayList<>();
    if (manifest.version() != stage.version()) {
      found.add("code version %d -> %d".formatted(manifest.version(), stage.version()));
    }
    List<String> changes = OptionChanges.between(manifest.options(), options);
    inputs.forEach(
        (input, signature) -> {
          Manifest.Input before = manifest.inputs().get(input);
          if (before == null || !before.signature().equals(signature)) {
            found.add("input changed: " + input);
          }
        });
    return changes.isEmpty() && found.isEmpty() ? NO_ENTRY : new Verdict.Miss(changes, found);
  }
}
