package io.fabula.pipelines.store;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The place that holds {@code artifacts/<stage>/<signature>/} and {@code runs/<id>/}. Artifacts are
 * immutable and shared by all runs. A value that travels with the work.
 */
public final class Store implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ARTIFACTS = "artifacts";
  private static final String RUNS = "runs";
  private static final String ASIDE = "aside";
  private static final String LOCKS = "locks";

  private final LocalFiles files;

  private Store(LocalFiles files) {
    this.files = files;
  }

  /**
   * The store in a directory.
   *
   * @throws UsageProblem if the place is not a local directory
   */
  public static Store at(String place) {
    if (place.startsWith("file:")) return new Store(new LocalFiles(Path.of(place.substring(5))));
    if (place.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
      throw new UsageProblem("--store must be a directory on this machine, got " + place);
    }
    return new Store(new LocalFiles(Path.of(place)));
  }

  /**
   * Creates what is missing, puts back what an interrupted replacement had set aside and removes
   * what dead processes left.
   */
  public void prepare() {
    files.prepare();
    files.removeAbandonedScratch();
    for (String stage : files.list(ASIDE)) {
      for (String signature : files.list(ASIDE + "/" + stage)) {
        RunLock.tryAcquire(lockFile(stage, new Signature(signature)))
            .ifPresent(
                lock -> {
                  restore(stage, new Signature(signature));
                  lock.close();
                });
      }
    }
  }

  /** Where the store is, for people. */
  public String location() {
    return files.describe("");
  }

  /** What the store holds under a stage and a signature; sizes are compared, hashes are not. */
  public Lookup lookup(String stage, Signature signature) {
    String directory = directory(stage, signature);
    if (!files.exists(directory + "/" + Manifest.FILE)) {
      return new Lookup.Absent(!files.list(directory).isEmpty());
    }
    Manifest manifest;
    try {
      manifest = manifest(stage, signature);
    } catch (DataProblem e) {
      return new Lookup.Damaged("corrupt: " + Manifest.FILE + " cannot be read");
    }
    for (Part part : manifest.parts()) {
      long size = files.size(directory + "/" + part.path());
      if (size < 0) return new Lookup.Damaged("file missing: " + part.path());
      if (size != part.bytes()) {
        return new Lookup.Damaged(
            "corrupt: %s has %d bytes, the manifest says %d"
                .formatted(part.path(), size, part.bytes()));
      }
    }
    return new Lookup.Found(new Artifact(files, directory, manifest));
  }

  /** As {@link #lookup}, reading every file. */
  public Lookup verify(String stage, Signature signature) {
    Lookup lookup = lookup(stage, signature);
    if (!(lookup instanceof Lookup.Found found)) return lookup;
    Optional<String> difference = found.artifact().difference();
    return difference.isPresent() ? new Lookup.Damaged(difference.get()) : lookup;
  }

  /**
   * A complete artifact.
   *
   * @throws DataProblem if it is not there or not complete
   */
  public Artifact artifact(String stage, Signature signature) {
    Lookup lookup = lookup(stage, signature);
    if (lookup instanceof Lookup.Found found) return found.artifact();
    String finding = lookup instanceof Lookup.Damaged damaged ? damaged.reason() : "not complete";
    throw new DataProblem(
        files.describe(directory(stage, signature)), finding, "run the command again");
  }

  /** The manifests of all complete artifacts of a stage, latest first. */
  public List<Manifest> manifests(String stage) {
    List<Manifest> manifests = new ArrayList<>();
    for (String name : files.list(ARTIFACTS + "/" + stage)) {
      Signature signature = new Signature(name);
      if (lookup(stage, signature) instanceof Lookup.Found found) {
        manifests.add(found.artifact().manifest());
      }
    }
    manifests.sort((a, b) -> b.start().compareTo(a.start()));
    return manifests;
  }

  /** The stages that have artifacts here. */
  public List<String> stages() {
    return files.list(ARTIFACTS);
  }

  /** Begins or goes on with an artifact. */
  public PendingArtifact draft(String stage, Signature signature) {
    return new PendingArtifact(files, directory(stage, signature));
  }

  /**
   * Makes this process the only one that makes an artifact until the lock is closed.
   *
   * @throws StoreProblem naming the owner if another process has it
   */
  public RunLock lock(String stage, Signature signature) {
    return RunLock.acquire(lockFile(stage, signature), "stage %s (%s)".formatted(stage, signature));
  }

  private Path lockFile(String stage, Signature signature) {
    return files.local("%s/%s-%s.lock".formatted(LOCKS, stage, signature));
  }

  /** Puts an artifact out of the way until its replacement is complete. */
  public void setAside(String stage, Signature signature) {
    files.delete(aside(stage, signature));
    files.move(directory(stage, signature), aside(stage, signature));
  }

  /** Drops what was set aside if its replacement is complete, otherwise puts it back. */
  public void restore(String stage, Signature signature) {
    if (!files.exists(aside(stage, signature))) return;
    if (!(lookup(stage, signature) instanceof Lookup.Found)) {
      files.delete(directory(stage, signature));
      files.move(aside(stage, signature), directory(stage, signature));
    } else {
      files.delete(aside(stage, signature));
    }
  }

  /** Removes an artifact that is not complete any more. */
  public void discard(String stage, Signature signature) {
    files.delete(directory(stage, signature));
  }

  /** The directory of a run. */
  public RunDirectory run(String id) {
    return new RunDirectory(files.local(RUNS + "/" + id));
  }

  /** The ids of all runs. */
  public List<String> runs() {
    return files.list(RUNS);
  }

  private Manifest manifest(String stage, Signature signature) {
    String name = directory(stage, signature) + "/" + Manifest.FILE;
    try {
      return Json.read(files.read(name), Manifest.class);
    } catch (IOException e) {
      throw new DataProblem(
          files.describe(name),
          "not a manifest: " + Json.reason(e),
          "make it again with --force=" + stage,
          e);
    }
  }

  private static String directory(String stage, Signature signature) {
    return ARTIFACTS + "/" + stage + "/" + signature;
  }

  private static String aside(String stage, Signature signature) {
    return ASIDE + "/" + stage + "/" + signature;
  }
}
