package io.fabula.pipelines.store;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The place that holds {@code artifacts/<study>/<stage>/<signature>/} and {@code runs/<id>/}.
 * Artifacts are immutable and shared by all runs. A value that travels with the work. Files that
 * are none of the store's are passed over.
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
   * what dead processes left. Whoever prepares a store {@linkplain #leave leaves} it when its work
   * is done.
   */
  public void prepare() {
    files.prepare();
    files.enter();
    files.removeAbandonedScratch();
    for (ArtifactId each : ids(ASIDE)) {
      tryLock(each)
          .ifPresent(
              lock -> {
                restore(each);
                lock.close();
              });
    }
    removeAbandonedLocks();
  }

  private void removeAbandonedLocks() {
    for (String name : files.list(LOCKS)) {
      if (name.endsWith(".lock")) {
        RunLock.removeAbandoned(files.gate(), files.local(LOCKS + "/" + name));
      }
    }
  }

  /** Removes this process's scratch files, unless another command of it is at work here. */
  public void leave() {
    files.leave();
  }

  /** Whether this is a store that can be read only, where nothing can be done. */
  public boolean isReadOnly() {
    return files.isReadOnly();
  }

  /** Where the store is, for people. */
  public String location() {
    return files.describe("");
  }

  /**
   * What the store holds in a place. The manifest is checked against its own digest, the place, and
   * the signature of its options and inputs; sizes of parts are compared, their hashes are not.
   */
  public Lookup lookup(ArtifactId id) {
    return lookup(ARTIFACTS, id);
  }

  private Lookup lookup(String place, ArtifactId id) {
    String directory = place + "/" + id.path();
    String file = directory + "/" + Manifest.FILE;
    if (!files.exists(file)) return new Lookup.Absent(!files.list(directory).isEmpty());
    if (files.size(file) < 0) {
      return new Lookup.Damaged("corrupt: " + Manifest.FILE + " is no file");
    }
    Manifest manifest;
    try {
      manifest = Manifest.read(files.read(file));
    } catch (IOException e) {
      return new Lookup.Damaged(
          "corrupt: %s cannot be read: %s".formatted(Manifest.FILE, Json.reason(e)));
    }
    Optional<String> mismatch = manifest.mismatch(id);
    if (mismatch.isPresent()) {
      return new Lookup.Damaged("corrupt: %s: %s".formatted(Manifest.FILE, mismatch.get()));
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
  public Lookup verify(ArtifactId id) {
    Lookup lookup = lookup(id);
    if (!(lookup instanceof Lookup.Found found)) return lookup;
    Optional<String> difference = found.artifact().difference();
    return difference.isPresent() ? new Lookup.Damaged(difference.get()) : lookup;
  }

  /**
   * As {@link #lookup} (or {@link #verify}), of the store as {@link #prepare} would leave it: what
   * a replacement that was killed had set aside is there again.
   */
  public Lookup expected(ArtifactId id, boolean verify) {
    Lookup lookup = verify ? verify(id) : lookup(id);
    if (lookup instanceof Lookup.Found || !files.exists(ASIDE + "/" + id.path())) return lookup;
    if (RunLock.isHeld(files.gate(), lockFile(id))) return lookup;
    Lookup aside = lookup(ASIDE, id);
    return aside instanceof Lookup.Found ? aside : lookup;
  }

  /**
   * A complete artifact.
   *
   * @throws DataProblem if it is not there or not complete
   */
  public Artifact artifact(ArtifactId id) {
    Lookup lookup = lookup(id);
    if (lookup instanceof Lookup.Found found) return found.artifact();
    String finding = lookup instanceof Lookup.Damaged damaged ? damaged.reason() : "not complete";
    throw new DataProblem(files.describe(directory(id)), finding, "run the command again");
  }

  /** The manifests of all complete artifacts of a stage, latest first. */
  public List<Manifest> manifests(String study, String stage) {
    List<Manifest> manifests = new ArrayList<>();
    for (ArtifactId id : ids(ARTIFACTS)) {
      if (!id.study().equals(study) || !id.stage().equals(stage)) continue;
      if (lookup(id) instanceof Lookup.Found found) manifests.add(found.artifact().manifest());
    }
    manifests.sort((a, b) -> b.start().compareTo(a.start()));
    return manifests;
  }

  /** The manifests of all complete artifacts of the stages of that name, latest first. */
  public List<Manifest> manifests(String stage) {
    List<Manifest> manifests = new ArrayList<>();
    ids(ARTIFACTS).stream()
        .map(ArtifactId::study)
        .distinct()
        .forEach(study -> manifests.addAll(manifests(study, stage)));
    manifests.sort((a, b) -> b.start().compareTo(a.start()));
    return manifests;
  }

  /** The stages of all studies that have artifacts here, complete or begun. */
  public List<String> stages() {
    return ids(ARTIFACTS).stream().map(ArtifactId::stage).distinct().sorted().toList();
  }

  /** The stages of a study that have artifacts here, complete or begun. */
  public List<String> stages(String study) {
    return ids(ARTIFACTS).stream()
        .filter(id -> id.study().equals(study))
        .map(ArtifactId::stage)
        .distinct()
        .toList();
  }

  /** Every artifact that is complete or begun. */
  public List<ArtifactId> artifacts() {
    return ids(ARTIFACTS);
  }

  private List<ArtifactId> ids(String place) {
    List<ArtifactId> ids = new ArrayList<>();
    for (String study : files.directories(place)) {
      if (!ArtifactId.isName(study)) continue;
      for (String stage : files.directories(place + "/" + study)) {
        if (!ArtifactId.isName(stage)) continue;
        for (String signature : files.directories(place + "/" + study + "/" + stage)) {
          if (Signature.isOne(signature)) {
            ids.add(new ArtifactId(study, stage, new Signature(signature)));
          }
        }
      }
    }
    return ids;
  }

  /** Begins or goes on with an artifact. */
  public PendingArtifact pending(ArtifactId id) {
    return new PendingArtifact(files, directory(id));
  }

  /** Makes this process the only one that makes an artifact, unless another one does. */
  public Optional<RunLock> tryLock(ArtifactId id) {
    return RunLock.tryAcquire(files.gate(), lockFile(id));
  }

  /** Makes this process the only one that works on a run, unless another one does. */
  public Optional<RunLock> tryLockRun(String id) {
    return RunLock.tryAcquire(files.gate(), runLockFile(id));
  }

  /** Who makes an artifact, for people. */
  public String owner(ArtifactId id) {
    return "process %s (%s)".formatted(RunLock.owner(lockFile(id)), lockFile(id));
  }

  /** Who works on a run, for people. */
  public String ownerOfRun(String id) {
    return "process %s (%s)".formatted(RunLock.owner(runLockFile(id)), runLockFile(id));
  }

  private Path lockFile(ArtifactId id) {
    return files.local("%s/%s.lock".formatted(LOCKS, id.path().replace('/', '.')));
  }

  private Path runLockFile(String id) {
    return files.local("%s/run.%s.lock".formatted(LOCKS, id));
  }

  /** Puts an artifact out of the way until its replacement is complete. */
  public void setAside(ArtifactId id) {
    files.delete(aside(id));
    files.move(directory(id), aside(id));
  }

  /** Drops what was set aside if its replacement is complete, otherwise puts it back. */
  public void restore(ArtifactId id) {
    if (!files.exists(aside(id))) return;
    if (!(lookup(id) instanceof Lookup.Found)) {
      files.delete(directory(id));
      files.move(aside(id), directory(id));
    } else {
      files.delete(aside(id));
    }
    files.deleteIfEmpty(ASIDE + "/" + id.study() + "/" + id.stage());
    files.deleteIfEmpty(ASIDE + "/" + id.study());
  }

  /** Removes an artifact that is not complete, or not any more. */
  public void discard(ArtifactId id) {
    files.delete(directory(id));
  }

  /** Removes what a process that was killed at the very end left beside a complete artifact. */
  public void removeRemains(ArtifactId id) {
    pending(id).removeRemains();
  }

  /** The directory of a run. */
  public RunDirectory run(String id) {
    return new RunDirectory(files.local(RUNS + "/" + id));
  }

  /** The ids of all runs. */
  public List<String> runs() {
    return files.directories(RUNS);
  }

  private static String directory(ArtifactId id) {
    return ARTIFACTS + "/" + id.path();
  }

  private static String aside(ArtifactId id) {
    return ASIDE + "/" + id.path();
  }
}
