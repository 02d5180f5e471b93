package io.fabula.pipelines.store;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A store in a directory of this machine, or of a disk that all workers share. */
final class LocalFiles implements StoreFiles {
  private static final long serialVersionUID = 1L;
  private static final String SCRATCH = "scratch";
  private static final String HOST = host();
  private static final String OWN_SCRATCH = HOST + "-" + ProcessHandle.current().pid();

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

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Deletes the scratch files of this machine's processes that have ended. */
  void removeAbandonedScratch() {
    for (String owner : list(SCRATCH)) {
      int dash = owner.lastIndexOf('-');
      if (!owner.startsWith(HOST + "-") || !owner.substring(dash + 1).matches("[0-9]{1,18}")) {
        continue;
      }
      long pid = Long.parseLong(owner.substring(dash + 1));
      boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
      if (!alive) delete(SCRATCH + "/" + owner);
    }
  }

  @Override
  public String describe(String name) {
    return path(name).toString();
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name));
  }

  @Override
  public long size(String name) {
    try {
      return Files.size(path(name));
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
  public Path scratch(String name) {
    Path directory = path(SCRATCH).resolve(OWN_SCRATCH);
    doing("write", SCRATCH, () -> Files.createDirectories(directory));
    return directory.resolve(UUID.randomUUID() + "-" + name.replace('/', '-'));
  }

  @Override
  public void publish(Path scratch, String name) {
    doing(
        "write",
        name,
        () -> {
          Files.createDirectories(path(name).getParent());
          flush(scratch);
          Files.move(
              scratch,
              path(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        });
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    Path scratch = scratch(name);
    try {
      Files.createDirectories(path(name).getParent());
      write(scratch, content);
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
    Path scratch = scratch(name);
    doing("write", name, () -> write(scratch, content));
    publish(scratch, name);
    return true;
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) channel.write(left);
      channel.force(true);
    }
  }

  private static void flush(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void move(String from, String to) {
    doing(
        "move",
        from,
        () -> {
          Files.createDirectories(path(to).getParent());
          Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Override
  public void delete(String name) {
    Path start = path(name);
    if (!Files.exists(start)) return;
    try (Stream<Path> tree = Files.walk(start)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    } catch (UncheckedIOException e) {
      throw problem("delete", name, e);
    } catch (IOException e) {
      throw problem("delete", name, e);
    }
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
