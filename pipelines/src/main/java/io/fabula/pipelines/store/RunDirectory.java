package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What belongs to one run: its configuration, its progress, its report, and its lock. */
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

  /** Makes this process the only one that works on this run until the lock is closed. */
  public RunLock lock() {
    return RunLock.acquire(directory.resolve("run.lock"), "run " + directory.getFileName());
  }

  /** Writes a small file in one step. */
  public void write(String name, byte[] content) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      Path scratch = Files.createTempFile(directory, "." + name, null);
      Files.write(scratch, content);
      Files.move(
          scratch, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StoreProblem.of("write", file, e);
    }
  }
}
