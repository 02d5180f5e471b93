package io.fabula.pipelines.store;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A store in a directory of this machine, or of a disk that all workers share. */
final class LocalFiles implements StoreFiles {
  private static final long serialVersionUID = 1L;
  private static final String SCRATCH = "scratch";

  /** Orders the takers and givers of all locks of the store; see {@link RunLock}. */
  private static final String GATE = "locks/gate";

  private final String root;

  LocalFiles(Path root) {
    this.root = root.toAbsolutePath().normalize().toString();
  }

  /** Creates the directory, or says in one line why it cannot hold a store. */
  void prepare() {
    try {
      Files.createDirectories(path(SCRATCH));
    } catch (IOException | ReadOnlyFileSystemException e) {
      if (Files.isRegularFile(path(""))) {
        throw new StoreProblem(root + " is a file; choose another place with --store=DIR");
      }
      throw StoreProblem.notWritable(root, e);
    }
    if (!Files.isWritable(path(SCRATCH))) throw StoreProblem.notWritable(root, null);
  }

  /** Whether nothing can be written to a directory that is there. */
  boolean isReadOnly() {
    return Files.isDirectory(path("")) && !Files.isWritable(path(""));
  }

  /** Notes that a command of this process works here until it {@link #leave leaves}. */
  void enter() {
    ScratchDirectory.enter(gate(), path(SCRATCH));
  }

  /** Removes this process's scratch files when the last of its commands leaves. */
  void leave() {
    ScratchDirectory.leave(path(SCRATCH));
  }

  /** Deletes the scratch files of processes that have ended. */
  void removeAbandonedScratch() {
    ScratchDirectory.removeAbandoned(gate(), path(SCRATCH));
  }

  /** See {@link RunLock}. */
  Path gate() {
    return path(GATE);
  }

  @Override
  public String describe(String name) {
    return path(name).toString();
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public long size(String name) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path(name), BasicFileAttributes.class);
      return attributes.isRegularFile() ? attributes.size() : -1;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return -1;
    } catch (IOException e) {
      throw problem("read", name, e);
    }
  }

  @Override
  public byte[] read(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw problem("read", name, e);
    }
  }

  @Override
  public List<String> list(String directory) {
    try (Stream<Path> children = Files.list(path(directory))) {
      return children.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw problem("list", directory, e);
    }
  }

  @Override
  public List<String> directories(String directory) {
    return list(directory).stream()
        .filter(each -> Files.isDirectory(path(directory + "/" + each)))
        .toList();
  }

  @Override
  public Path scratch(String name) {
    return ScratchDirectory.of(gate(), path(SCRATCH))
        .resolve(UUID.randomUUID() + "-" + name.replace('/', '-'));
  }

  @Override
  public void publish(Path scratch, String name) {
    doing(
        "write",
        name,
        () -> {
          Files.createDirectories(path(name).getParent());
          if (Files.isDirectory(path(name), LinkOption.NOFOLLOW_LINKS)) delete(name);
          AtomicFile.publish(scratch, path(name));
        });
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    Path scratch = scratch(name);
    try {
      Files.createDirectories(path(name).getParent());
      AtomicFile.write(scratch, content);
      Files.createLink(path(name), scratch); // fails if the name exists, and is complete at once
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      return createWithoutLink(name, content);
    } catch (IOException e) {
      throw problem("write", name, e);
    } finally {
      doing("clean", name, () -> Files.deleteIfExists(scratch));
    }
  }

  private boolean createWithoutLink(String name, byte[] content) {
    if (exists(name)) return false;
    doing("write", name, () -> AtomicFile.write(path(name), content));
    return true;
  }

  @Override
  public void move(String from, String to) {
    doing(
        "move",
        from,
        () -> {
          Files.createDirectories(path(to).getParent());
          Files.move(
              path(from),
              path(to),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        });
  }

  @Override
  public void delete(String name) {
    ScratchDirectory.delete(path(name));
  }

  @Override
  public void deleteIfEmpty(String directory) {
    if (list(directory).isEmpty()) delete(directory);
  }

  @Override
  public Path local(String name) {
    return path(name);
  }

  private Path path(String name) {
    return Path.of(root, name);
  }

  private interface Action {
    void run() throws IOException;
  }

  private void doing(String what, String name, Action action) {
    try {
      action.run();
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw problem(what, name, e);
    }
  }

  private StoreProblem problem(String what, String name, Exception e) {
    return StoreProblem.of(what, path(name), e);
  }
}
