package io.fabula.pipelines.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that never grows beyond a size: what was written is put aside as {@code NAME.1}, which
 * becomes {@code NAME.2} the next time, and so on; the oldest is deleted. A file changes only
 * between lines.
 */
final class RotatingLog extends OutputStream {
  private final Path file;
  private final long limitBytes;
  private final int kept;
  private OutputStream out;
  private long bytes;

  /**
   * Continues a file, or begins one.
   *
   * @param limitBytes after so many bytes the next line goes to a new file, at least 1
   * @param kept how many older files are kept, at least 1
   */
  RotatingLog(Path file, long limitBytes, int kept) throws IOException {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limitBytes must be at least 1, got " + limitBytes);
    }
    if (kept < 1) throw new IllegalArgumentException("kept must be at least 1, got " + kept);
    this.file = file;
    this.limitBytes = limitBytes;
    this.kept = kept;
    bytes = Files.exists(file) ? Files.size(file) : 0;
    out = open();
  }

  private OutputStream open() throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public synchronized void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    bytes += length;
    if (bytes >= limitBytes && length > 0 && buffer[offset + length - 1] == '\n') rotate();
  }

  private void rotate() throws IOException {
    out.close();
    for (int i = kept; i > 1; i--) {
      if (Files.exists(older(i - 1))) {
        Files.move(older(i - 1), older(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, older(1), StandardCopyOption.REPLACE_EXISTING);
    bytes = 0;
    out = open();
  }

  private Path older(int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
