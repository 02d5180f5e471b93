package io.fabula.pipelines.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The class path of this process, cut in two: Fabula itself, which travels with a job, and the
 * libraries, which a cluster has.
 *
 * @param own jars and directories with classes of Fabula, in order
 * @param libraries the other jars, in order
 */
record ClassPath(List<Path> own, List<Path> libraries) {
  /** The package below which all of Fabula is. */
  static final String PACKAGE = "io/fabula/";

  static ClassPath ofThisProcess() {
    return of(System.getProperty("java.class.path"));
  }

  static ClassPath of(String classPath) {
    List<Path> own = new ArrayList<>();
    List<Path> libraries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (entry.isEmpty() || !Files.exists(path)) continue;
      if (isOwn(path)) own.add(path);
      else if (Files.isRegularFile(path)) libraries.add(path);
    }
    return new ClassPath(List.copyOf(own), List.copyOf(libraries));
  }

  private static boolean isOwn(Path path) {
    if (Files.isDirectory(path)) return Files.isDirectory(path.resolve(PACKAGE));
    try (ZipFile jar = new ZipFile(path.toFile())) {
      return jar.getEntry(PACKAGE) != null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " of the class path", e);
    }
  }
}
