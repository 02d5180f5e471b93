package io.fabula.pipelines.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where native libraries are unpacked: it must take files, and let them be loaded. */
public final class TemporaryDirectory {
  private static final String ADVICE =
      "set TMPDIR, or FABULA_JAVA_OPTIONS=-Djava.io.tmpdir=DIR, to a directory in which programs"
          + " may be written and run";

  private TemporaryDirectory() {}

  /** The directory for temporary files. */
  public static Path path() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  /** Whether programs in a directory can be written and loaded. */
  public static boolean takesPrograms(Path directory) {
    return finding(directory).verdict() == Finding.Verdict.GOOD;
  }

  static Finding finding() {
    return finding(path());
  }

  private static Finding finding(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Finding.problem("temporary files", directory + " is not there", ADVICE);
    }
    Path file;
    try {
      file = Files.createTempFile(directory, "fabula", ".probe");
    } catch (IOException e) {
      return Finding.problem("temporary files", directory + " is not writable", ADVICE);
    }
    try {
      if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return Finding.good("temporary files", directory.toString());
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return Files.isExecutable(file)
          ? Finding.good("temporary files", directory.toString())
          : Finding.problem("temporary files", directory + " is mounted noexec", ADVICE);
    } catch (IOException e) {
      return Finding.problem("temporary files", directory + " is not writable", ADVICE);
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
