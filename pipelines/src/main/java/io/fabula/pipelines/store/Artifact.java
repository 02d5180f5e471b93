package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** A complete artifact. Its files are checked against the manifest when they are first read. */
public final class Artifact {
  /** What was checked, by the class loader of the job: a worker's process outlives its jobs. */
  private static final Map<ClassLoader, Set<String>> VERIFIED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final StoreFiles files;
  private final String directory;
  private final Manifest manifest;

  Artifact(StoreFiles files, String directory, Manifest manifest) {
    this.files = files;
    this.directory = directory;
    this.manifest = manifest;
  }

  /** What it is and where it came from. */
  public Manifest manifest() {
    return manifest;
  }

  /** Where it is, for people. */
  public String location() {
    return files.describe(directory);
  }

  /**
   * A local file with the content of one part, checked against its SHA-256 once per process.
   *
   * @throws DataProblem if there is no such part, or its file is not what the manifest says
   */
  public Path file(String path) {
    for (Part part : manifest.parts()) if (part.path().equals(path)) return verified(part);
    throw new DataProblem(
        location(), "it has no part " + path, "make it again with --force=" + manifest.stage());
  }

  /** The parts whose paths begin with {@code prefix}, in the order of their paths. */
  public List<Part> parts(String prefix) {
    return manifest.parts().stream().filter(part -> part.path().startsWith(prefix)).toList();
  }

  /** The local files of {@link #parts}, checked. */
  public List<Path> files(String prefix) {
    return parts(prefix).stream().map(this::verified).toList();
  }

  /** Reads every file and compares it with the manifest; what the first difference is, if any. */
  Optional<String> difference() {
    for (Part part : manifest.parts()) {
      Optional<String> fault = fault(part);
      if (fault.isPresent()) return Optional.of("corrupt: " + part.path() + ": " + fault.get());
    }
    return Optional.empty();
  }

  private Path verified(Part part) {
    Path file = files.local(directory + "/" + part.path());
    fault(part)
        .ifPresent(
            fault -> {
              throw bad(file, fault);
            });
    return file;
  }

  /** What is wrong with a part's file, if anything; asked once per process and state of it. */
  private Optional<String> fault(Part part) {
    Path file = files.local(directory + "/" + part.path());
    try {
      if (!Files.isRegularFile(file)) return Optional.of(absent(file));
      String state =
          file + " " + part.sha256() + " " + Files.getLastModifiedTime(file) + " " + part.bytes();
      if (verified().contains(state)) return Optional.empty();
      if (!Digests.of(file).equals(part.sha256())) {
        return Optional.of(
            "its SHA-256 is not the one in the manifest, so it was cut off or edited");
      }
      verified().add(state);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("it cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (UncheckedIOException e) {
      return Optional.of(
          "it cannot be read ("
              + Objects.requireNonNull(e.getCause()).getClass().getSimpleName()
              + ")");
    }
  }

  private static Set<String> verified() {
    ClassLoader job = Thread.currentThread().getContextClassLoader();
    return VERIFIED.computeIfAbsent(job, loader -> ConcurrentHashMap.newKeySet());
  }

  private static String absent(Path file) {
    return Files.exists(file) ? "it is no file" : "the file is missing";
  }

  private DataProblem bad(Path file, String finding) {
    return new DataProblem(file, finding, "make it again with --force=" + manifest.stage());
  }
}
