package io.fabula.pipelines.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of a cluster on this machine, as its file says: an id and, because ids are used again,
 * when the process began.
 *
 * @param name such as {@code taskmanager-1}
 * @param pid process id
 * @param begun when it began, or {@link Instant#EPOCH} where the system does not say
 */
record ClusterProcess(String name, long pid, Instant begun) {
  private static final String SUFFIX = ".pid";
  private static final long GRACE_SECONDS = 10;

  /** Starts a process that outlives this one; what it prints is appended to {@code log}. */
  static ClusterProcess start(String name, List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(new File("/dev/null"));
    // Several OpenMP threads per call would fight over the cores: threads are ours.
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    ProcessHandle handle = builder.start().toHandle();
    return new ClusterProcess(name, handle.pid(), begun(handle));
  }

  private static Instant begun(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Remembers the process in a directory. */
  void remember(Path directory) throws IOException {
    Files.writeString(directory.resolve(name + SUFFIX), pid + " " + begun + "\n");
  }

  /** Forgets it again. */
  void forget(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(name + SUFFIX));
  }

  /** What a file in which a process was remembered says; nothing if it says nothing. */
  static Optional<ClusterProcess> read(Path file) throws IOException {
    String name = file.getFileName().toString();
    String[] words = Files.readString(file).strip().split(" ", -1);
    if (!name.endsWith(SUFFIX) || words.length != 2 || !words[0].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterProcess(
            name.substring(0, name.length() - SUFFIX.length()),
            Long.parseLong(words[0]),
            Instant.parse(words[1])));
  }

  /** Whether this very process is at work, not another that got its id. */
  boolean isAlive() {
    return handle().isPresent();
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> begun(handle).equals(begun));
  }

  /** Asks the process to end. */
  void end() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Waits for its end, which comes by force if not otherwise. */
  void awaitEnd() throws IOException {
    Optional<ProcessHandle> handle = handle();
    if (handle.isEmpty() || hasEnded(handle.get())) return;
    handle.get().destroyForcibly();
    if (!hasEnded(handle.get())) throw new IOException("process " + pid + " does not end");
  }

  private static boolean hasEnded(ProcessHandle handle) throws IOException {
    try {
      handle.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
