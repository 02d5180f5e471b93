package io.fabula.pipelines.cli;

import io.fabula.pipelines.datasets.StepSchema;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs by directory or id, and recorded episodes by a run or the directory of an artifact.
 */
final class RecordingPlace {
  private static final String STEPS = StepSchema.STEPS + "/";

  private RecordingPlace() {}

  /**
   * The directory of an artifact that holds recorded episodes.
   *
   * @param given a directory, or the id of a run or its beginning
   * @param stage of the run, where several recorded; null for the first in the chain
   * @param store where runs are looked up by id
   * @throws UsageProblem if there is no such thing, or it recorded nothing
   */
  static Path find(String given, @Nullable String stage, StoreOption store, Studies studies) {
    Path directory = Path.of(given);
    if (Files.exists(directory.resolve(Manifest.FILE))) {
      if (stage == null) return directory;
      throw new UsageProblem("--stage chooses among the stages of a run, and " + given + " is one");
    }
    if (Files.isDirectory(directory) && storeOf(directory) == null) {
      throw new UsageProblem(
          "%s is neither an artifact (it has no %s) nor a run; give runs/ID of a store, or a"
                  .formatted(given, Manifest.FILE)
              + " directory below its artifacts that holds recorded episodes");
    }
    Run run = run(given, store, studies);
    return of(run.store(), run.recorded(), stage);
  }

  /** A run and its store. */
  record Run(Store store, RecordedRun recorded) {}

  /**
   * A run by its directory, its id or the beginning of it.
   *
   * @param store where runs are looked up by id
   * @throws UsageProblem if there is no such run
   */
  static Run run(String given, StoreOption store, Studies studies) {
    Path directory = Path.of(given);
    if (!Files.isDirectory(directory)) {
      if (given.contains("/")) throw new UsageProblem("there is no directory " + given);
      Store opened = store.open();
      return new Run(opened, RecordedRun.named(opened, studies, given));
    }
    Path root = storeOf(directory);
    if (root == null) throw new UsageProblem(given + " is no run; give runs/ID of a store");
    Store opened = Store.at(root.toString());
    String id = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    return new Run(opened, RecordedRun.named(opened, studies, id));
  }

  /** The directory of the store in which a directory is a run; null if it is none. */
  private static @Nullable Path storeOf(Path directory) {
    boolean listed = Files.exists(directory.resolve(RunArtifacts.FILE));
    if (!listed && !Files.exists(directory.resolve(RecordedRun.CONFIG))) return null;
    Path runs = directory.toAbsolutePath().normalize().getParent();
    return runs == null ? null : runs.getParent();
  }

  private static Path of(Store store, RecordedRun run, @Nullable String stage) {
    Map<String, Path> recordings = new LinkedHashMap<>();
    run.stages().forEach((name, entry) -> add(recordings, store, name, entry));
    if (recordings.isEmpty()) {
      throw new UsageProblem(
          "run " + run.id() + " has recorded no episodes (yet), or they are no longer there");
    }
    if (stage == null) return recordings.values().iterator().next();
    Path chosen = recordings.get(stage);
    if (chosen != null) return chosen;
    throw new UsageProblem(
        "no stage %s of run %s recorded episodes%s; %s did"
            .formatted(
                stage,
                run.id(),
                NearestName.hint(stage, recordings.keySet()),
                String.join(", ", recordings.keySet())));
  }

  private static void add(
      Map<String, Path> recordings, Store store, String stage, RunArtifacts.Entry entry) {
    if (!Signature.isOne(entry.signature())) return; // a list that somebody edited
    ArtifactId id = new ArtifactId(entry.study(), stage, new Signature(entry.signature()));
    if (!(store.lookup(id) instanceof Lookup.Found found)) return;
    Artifact artifact = found.artifact();
    if (!artifact.parts(STEPS).isEmpty()) recordings.put(stage, Path.of(artifact.location()));
  }
}
