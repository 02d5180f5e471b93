package io.fabula.model.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are either not there or whole. The content is written under another name, forced to
 * the disk and renamed; a symbolic link at the name is replaced, never followed.
 *
 * @implNote Not {@link Files#createTempFile}: its files, and so the renamed ones, are readable by
 *     the owner alone, whatever the umask says.
 */
public final class AtomicFile {
  private static final String PARTIAL = ".partial";

  private AtomicFile() {}

  /** Writes the content of a new file. */
  public interface Writer {
    /** Creates and fills {@code file}, which does not exist yet. */
    void write(Path file) throws IOException;
  }

  /** Writes a small file. */
  public static void write(Path file, byte[] content) throws IOException {
    write(
        file,
        partial -> {
          try (FileChannel channel =
              FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) channel.write(left);
          }
        });
  }

  /** Writes a file of any size; its directory is made if it is missing. */
  public static void write(Path file, Writer writer) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) throw new IOException(file + " cannot be a file");
    Files.createDirectories(directory);
    Path partial = directory.resolve("." + file.getFileName() + "." + UUID.randomUUID() + PARTIAL);
    try {
      writer.write(partial);
      publish(partial, file);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Removes files that killed processes left unfinished.
   *
   * @param directory in which nobody else writes; may be missing
   */
  public static void removeUnfinished(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return;
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, ".*" + PARTIAL)) {
      for (Path each : unfinished) Files.delete(each);
    }
  }

  /** Gives a finished file of the same disk its name, in one step. */
  public static void publish(Path finished, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
