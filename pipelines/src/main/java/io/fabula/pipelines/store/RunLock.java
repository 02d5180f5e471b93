package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock that the operating system drops with the process, however that ends. Its file holds the
 * owner's process id and goes with the lock.
 *
 * @implNote Taking a lock and removing its file happen under one further lock of the store (the
 *     gate), whose file stays: otherwise a process could lock a file that another has just removed.
 *     A file that this process has locked is never opened again, since closing a second channel
 *     would drop the lock (POSIX).
 */
public final class RunLock implements AutoCloseable {
  private static final int LARGEST_OWNER_BYTES = 64;
  private static final Set<Path> HELD = new HashSet<>();

  private final Path gate;
  private final Path file;
  private final FileChannel channel;
  private boolean closed;

  private RunLock(Path gate, Path file, FileChannel channel) {
    this.gate = gate;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock if nobody has it.
   *
   * @param gate the file that orders all takers and givers of locks of one store
   * @param file the lock's own file, made if it is missing
   * @throws StoreProblem if something else is at these names, a symbolic link for example
   */
  @SuppressWarnings("try") // held, not used
  public static Optional<RunLock> tryAcquire(Path gate, Path file) {
    synchronized (HELD) {
      if (HELD.contains(file)) return Optional.empty();
      try (FileChannel passage = pass(gate)) {
        FileChannel channel = open(file);
        if (!tryLock(channel)) {
          channel.close();
          return Optional.empty();
        }
        writeOwner(channel);
        HELD.add(file);
        return Optional.of(new RunLock(gate, file, channel));
      } catch (IOException e) {
        throw problem(file, e);
      }
    }
  }

  /** Whether a living process has the lock; leaves no file where none was. */
  @SuppressWarnings("try") // held, not used
  static boolean isHeld(Path gate, Path file) {
    synchronized (HELD) {
      if (HELD.contains(file)) return true;
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return false;
      if (!Files.isWritable(file)) return false; // nobody works in a store that is read only
      try (FileChannel passage = pass(gate);
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        return !tryLock(channel);
      } catch (NoSuchFileException gone) {
        return false;
      } catch (IOException e) {
        throw problem(file, e);
      }
    }
  }

  /** Removes a lock's file that a killed process left. */
  static void removeAbandoned(Path gate, Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return;
    if (!Files.isReadable(file) || !Files.isWritable(file)) return;
    tryAcquire(gate, file).ifPresent(RunLock::close);
  }

  /** Who has a lock, for people: a process id, or {@code unknown}. */
  public static String owner(Path file) {
    synchronized (HELD) {
      if (HELD.contains(file)) return Long.toString(ProcessHandle.current().pid());
      try {
        String text = Files.size(file) > LARGEST_OWNER_BYTES ? "" : Files.readString(file).strip();
        return text.matches("[0-9]+") ? text : "unknown";
      } catch (IOException e) {
        return "unknown";
      }
    }
  }

  private static FileChannel pass(Path gate) throws IOException {
    FileChannel channel = open(gate);
    channel.lock(); // held for the moment of taking or giving back a lock
    return channel;
  }

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another class loader of this process has it
    }
  }

  private static void writeOwner(FileChannel channel) throws IOException {
    if (!isEmptyOrOwner(channel)) return; // something else's content is not ours to overwrite
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
        0);
  }

  private static boolean isEmptyOrOwner(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size > LARGEST_OWNER_BYTES) return false;
    ByteBuffer text = ByteBuffer.allocate((int) size);
    int read = 0;
    while (text.hasRemaining() && read >= 0) read = channel.read(text, text.position());
    return new String(text.array(), StandardCharsets.UTF_8).strip().matches("[0-9]*");
  }

  private static StoreProblem problem(Path file, IOException e) {
    if (Files.isSymbolicLink(file)) {
      return new StoreProblem(
          file + " is a symbolic link, and locks are never followed; remove it and run again");
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return new StoreProblem(file + " is a directory, not a lock; remove it and run again");
    }
    if (e instanceof AccessDeniedException && Files.exists(file)) {
      return new StoreProblem(
          file + " cannot be opened (permission denied); remove it and run again");
    }
    return StoreProblem.of("lock", file, e);
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public void close() {
    synchronized (HELD) {
      if (closed) return;
      closed = true;
      try (FileChannel passage = pass(gate)) {
        Files.deleteIfExists(file);
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release the lock " + file, e);
      } finally {
        HELD.remove(file);
      }
    }
  }
}
