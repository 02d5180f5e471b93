package io.fabula.pipelines.store;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.file.Path;

/** What belongs to one run: its configuration, its progress, its artifacts' names, its report. */
public final class RunDirectory {
  private final Path directory;

  RunDirectory(Path directory) {
    this.directory = directory;
  }

  /** The directory itself. */
  public Path path() {
    return directory;
  }

  /** Where workers say how far they are, one file of JSON lines per worker process. */
  public Path progress() {
    return directory.resolve("progress");
  }

  /** Where the report is written. */
  public Path report() {
    return directory.resolve("report");
  }

  /** Writes a small file in one step. */
  public void write(String name, byte[] content) {
    Path file = directory.resolve(name);
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw StoreProblem.of("write", file, e);
    }
  }
}
