package io.fabula.pipelines.cluster;

import io.fabula.pipelines.release.Release;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The thin jar that goes to a cluster with a job: all of Fabula and nothing else. A library that
 * came along, too, would be loaded a second time beside the cluster's, and its classes would not be
 * the cluster's classes.
 */
final class JobJar {
  private static final long TIMESTAMP = 1_767_225_600_000L; // the same bytes from the same classes
  private static final List<String> NOTICES =
      List.of("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/THIRD-PARTY.txt");
  private static final int CODE_DIGITS = 16;
  private static final String MAIN = "io.fabula.pipelines.cli.Main";

  private JobJar() {}

  /** Writes the jar, whose directory is created if missing. */
  static Path write(ClassPath classPath, Path file) {
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file);
          ZipOutputStream jar = new ZipOutputStream(out)) {
        put(jar, "META-INF/MANIFEST.MF", manifest(Release.ofThisProcess()));
        Set<String> written = new HashSet<>();
        for (String each : NOTICES) putNotice(jar, classPath, each);
        for (Path root : classPath.own()) copy(root, jar, written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }

  /** Writes a jar that holds nothing, for clusters that have this Fabula. */
  static Path writeEmpty(Path file) {
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file);
          ZipOutputStream jar = new ZipOutputStream(out)) {
        put(jar, "META-INF/MANIFEST.MF", manifest(Release.ofThisProcess()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }

  /** A digest of a job jar: the same for the same classes and resources, wherever it was made. */
  static String code(Path jar) throws IOException {
    return Digests.of(jar).substring(0, CODE_DIGITS);
  }

  private static String manifest(Release release) {
    return String.join(
        "\r\n",
        "Manifest-Version: 1.0",
        "Main-Class: " + MAIN,
        "Implementation-Title: Fabula",
        "Implementation-Version: " + release.version(),
        "Fabula-Commit: " + release.commit(),
        "Fabula-Modified: " + release.modified(),
        "");
  }

  /** As it lies in our own jars; classes that were compiled without the build come without. */
  private static void putNotice(ZipOutputStream jar, ClassPath classPath, String name)
      throws IOException {
    for (Path root : classPath.own()) {
      if (Files.isDirectory(root)) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) continue;
        put(jar, name, Files.readAllBytes(file));
        return;
      }
      try (FileSystem inside = FileSystems.newFileSystem(root)) {
        Path file = inside.getPath("/").resolve(name);
        if (!Files.isRegularFile(file)) continue;
        put(jar, name, Files.readAllBytes(file));
        return;
      }
    }
  }

  private static void copy(Path root, ZipOutputStream jar, Set<String> written) throws IOException {
    if (Files.isDirectory(root)) {
      copyTree(root, root.resolve(ClassPath.PACKAGE), jar, written);
      return;
    }
    try (FileSystem inside = FileSystems.newFileSystem(root)) {
      Path top = inside.getPath("/");
      copyTree(top, top.resolve(ClassPath.PACKAGE), jar, written);
    }
  }

  private static void copyTree(Path root, Path start, ZipOutputStream jar, Set<String> written)
      throws IOException {
    List<Path> tree = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(start)) {
      walk.forEach(tree::add);
    }
    Collections.sort(tree);
    for (Path each : tree) {
      boolean directory = Files.isDirectory(each);
      String name = root.relativize(each).toString().replace('\\', '/');
      if (directory && !name.endsWith("/")) name += "/";
      if (!written.add(name)) continue; // as on a class path, the first one counts
      put(jar, name, directory ? new byte[0] : Files.readAllBytes(each));
    }
  }

  private static void put(ZipOutputStream jar, String name, String content) throws IOException {
    put(jar, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(TIMESTAMP);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
