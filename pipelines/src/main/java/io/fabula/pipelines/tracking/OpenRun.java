package io.fabula.pipelines.tracking;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.store.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers in a run's directory which run of a server it began there and did not end. */
final class OpenRun {
  private static final String FILE = "tracking.json";

  private final RunDirectory directory;
  private final String address;

  OpenRun(RunDirectory directory, String address) {
    this.directory = directory;
    this.address = address;
  }

  /**
   * What the file says.
   *
   * @param server its address
   * @param run its id for the run
   */
  record Left(String server, String run) {}

  private Path file() {
    return directory.path().resolve(FILE);
  }

  void write(String run) {
    directory.write(FILE, Json.pretty(new Left(address, run)));
  }

  void forget() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw StoreProblem.of("delete", file(), e);
    }
  }

  /** Ends what an earlier process left, which was killed. */
  void endLeft(MlflowServer server) {
    endLeft(server, "KILLED");
  }

  /** Ends what is open at this server, as far as it can be told, and forgets it. */
  void endLeft(MlflowServer server, String status) {
    if (!Files.isRegularFile(file())) return;
    try {
      Left left = Json.read(Files.readAllBytes(file()), Left.class);
      if (!left.server().equals(address)) return;
      server.end(left.run(), status, System.currentTimeMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (IOException e) {
      // it stays open there: nothing depends on it
    }
    forget();
  }
}
