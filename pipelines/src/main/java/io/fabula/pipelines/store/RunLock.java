package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock that the operating system drops with the process, however that ends. */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file the lock file, created if missing; it holds the owner's process id
   * @param what is locked, for the message
   * @throws StoreProblem naming the owner if another process has it
   */
  static RunLock acquire(Path file, String what) {
    return tryAcquire(file).orElseThrow(() -> taken(file, what));
  }

  /** Takes the lock if nobody has it. */
  static Optional<RunLock> tryAcquire(Path file) {
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return Optional.of(new RunLock(channel));
    } catch (IOException e) {
      throw StoreProblem.of("lock", file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  private static StoreProblem taken(Path file, String what) {
    String owner;
    try {
      owner = Files.readString(file).strip();
    } catch (IOException e) {
      owner = "";
    }
    return new StoreProblem(
        "%s is being worked on by process %s (%s); wait for it to end, or use another --store=DIR"
            .formatted(what, owner.isEmpty() ? "unknown" : owner, file));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release a lock", e);
    }
  }
}
