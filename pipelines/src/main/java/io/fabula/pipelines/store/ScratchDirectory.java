package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process's own directory for files that are being written. A lock beside it says that the
 * process lives, wherever that is: process numbers say nothing between containers or hosts.
 */
final class ScratchDirectory {
  private static final String LOCK = ".lock";
  private static final String NAME = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Map<Path, ScratchDirectory> OWN = new HashMap<>();

  private final Path directory;
  private final RunLock lock;
  private int users;

  private ScratchDirectory(Path directory, RunLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** The directory of this process below {@code parent}, made when it is first asked for. */
  static Path of(Path gate, Path parent) {
    synchronized (OWN) {
      @Nullable ScratchDirectory own = OWN.get(parent);
      if (own == null) {
        own = create(gate, parent);
        OWN.put(parent, own);
      }
      try {
        Files.createDirectories(own.directory);
      } catch (IOException e) {
        throw StoreProblem.of("write", own.directory, e);
      }
      return own.directory;
    }
  }

  private static ScratchDirectory create(Path gate, Path parent) {
    String name = UUID.randomUUID().toString();
    Optional<RunLock> lock = RunLock.tryAcquire(gate, parent.resolve(name + LOCK));
    return new ScratchDirectory(parent.resolve(name), lock.orElseThrow());
  }

  /** Notes that a command of this process uses the directory until it leaves. */
  static void enter(Path gate, Path parent) {
    synchronized (OWN) {
      of(gate, parent);
      @Nullable ScratchDirectory own = OWN.get(parent);
      if (own != null) own.users++;
    }
  }

  /** Removes the directory when no command of this process uses it any more. */
  static void leave(Path parent) {
    synchronized (OWN) {
      @Nullable ScratchDirectory own = OWN.get(parent);
      if (own == null || --own.users > 0) return;
      OWN.remove(parent);
      delete(own.directory);
      own.lock.close();
    }
  }

  /** Removes what processes left that do not live any more; other people's files stay. */
  static void removeAbandoned(Path gate, Path parent) {
    for (Path each : children(parent)) {
      String name = String.valueOf(each.getFileName());
      if (!name.matches(NAME) || !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) continue;
      RunLock.tryAcquire(gate, parent.resolve(name + LOCK))
          .ifPresent(
              lock -> {
                delete(each);
                lock.close();
              });
    }
    for (Path each : children(parent)) {
      if (String.valueOf(each.getFileName()).matches(NAME + "\\.lock")) {
        RunLock.removeAbandoned(gate, each);
      }
    }
  }

  private static List<Path> children(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.toList();
    } catch (IOException e) {
      throw StoreProblem.of("list", parent, e);
    }
  }

  /** Deletes a directory with all in it; links are deleted, not followed. */
  static void delete(Path start) {
    if (!Files.exists(start, LinkOption.NOFOLLOW_LINKS)) return;
    try (Stream<Path> tree = Files.walk(start)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    } catch (UncheckedIOException | IOException e) {
      throw StoreProblem.of("delete", start, e);
    }
  }
}
