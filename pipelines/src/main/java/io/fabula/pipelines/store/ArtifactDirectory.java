package io.fabula.pipelines.store;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Reads an artifact where it lies, whether or not that is in a store. */
public final class ArtifactDirectory {
  private static final String ADVICE = "make it again with --force=STAGE";

  private ArtifactDirectory() {}

  /**
   * The manifest in a directory.
   *
   * @throws DataProblem if it cannot be read
   */
  public static Manifest manifest(Path directory) {
    Path file = directory.resolve(Manifest.FILE);
    try {
      return Manifest.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DataProblem(file, "not a whole manifest: " + reason(e), ADVICE, e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException broken
        ? broken.getClass().getSimpleName()
        : Json.reason(e);
  }

  /**
   * Compares every file with the manifest.
   *
   * @throws DataProblem naming the first that differs
   */
  public static void verify(Path directory, Manifest manifest) {
    for (Part part : manifest.parts()) {
      Path file = directory.resolve(part.path());
      if (Files.notExists(file)) {
        throw new DataProblem(file, "the file is missing", advice(manifest));
      }
      try {
        if (Digests.of(file).equals(part.sha256())) continue;
      } catch (UncheckedIOException e) {
        throw new DataProblem(
            file,
            "it cannot be read (" + reason(Objects.requireNonNull(e.getCause())) + ")",
            advice(manifest),
            e);
      }
      throw new DataProblem(
          file,
          "its SHA-256 is not the one in the manifest, so it was cut off or edited",
          advice(manifest));
    }
  }

  private static String advice(Manifest manifest) {
    return "make it again with --force=" + manifest.stage();
  }
}
