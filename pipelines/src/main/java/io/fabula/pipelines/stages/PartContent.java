package io.fabula.pipelines.stages;

import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What files of artifacts say, computed again from their rows, tensors and numbers: a file that was
 * replaced together with its SHA-256 in the manifest still says something else than what was made.
 */
public final class PartContent {
  private PartContent() {}

  /** The first part of an artifact that does not say what the manifest has of it, if any. */
  public static Optional<String> difference(Artifact artifact) {
    return difference(artifact.manifest(), artifact::file);
  }

  /** The same for an artifact in a directory. */
  public static Optional<String> difference(Manifest manifest, Path directory) {
    return difference(manifest, directory::resolve);
  }

  private interface Place {
    Path of(String path);
  }

  private static Optional<String> difference(Manifest manifest, Place place) {
    for (Part part : manifest.parts()) {
      if (part.content().isEmpty()) continue;
      Optional<String> found = difference(part, place);
      if (found.isPresent()) return Optional.of(part.path() + ": " + found.get());
    }
    return Optional.empty();
  }

  private static Optional<String> difference(Part part, Place place) {
    try {
      String content = content(part.kind(), place.of(part.path()));
      return content.equals(part.content())
          ? Optional.empty()
          : Optional.of("it says something else than the manifest, so it was edited");
    } catch (DataProblem | IOException | UncheckedIOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }

  private static String content(Part.Kind kind, Path file) throws IOException {
    return switch (kind) {
      case TABLE -> TableReader.content(file, TableReader.schema(file));
      case TENSORS -> TensorFile.read(file).digest();
      case NUMBERS, OTHER -> Digests.of(file);
    };
  }
}
