package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other machines need, as a directory: {@code lib/} the libraries that a Flink of another
 * origin must get on its class path, {@code flink/} Flink itself and its logging, {@code
 * fabula.jar} the thin job jar and {@code fabula.code} its digest, {@code libraries.args} and
 * {@code fabula.args} argument files of Java with the class path of all libraries, without and with
 * Fabula.
 */
public final class LibDirectory {
  private LibDirectory() {}

  /**
   * Writes the directory, which must be empty or not exist.
   *
   * @return the number of jars
   * @throws UsageProblem if there is something
   */
  public static int write(Path directory) {
    return write(directory, ClassPath.ofThisProcess());
  }

  static int write(Path directory, ClassPath classPath) {
    Path target = directory.toAbsolutePath().normalize();
    try {
      requireEmpty(target);
      List<Path> libraries = new ArrayList<>();
      for (Path jar : classPath.libraries()) {
        Path copy = target.resolve(isFlink(jar) ? "flink" : "lib").resolve(jar.getFileName());
        Files.createDirectories(copy.getParent());
        Files.copy(jar, copy);
        libraries.add(copy);
      }
      Path jobJar = JobJar.write(classPath, target.resolve("fabula.jar"));
      Files.writeString(target.resolve("fabula.code"), JobJar.code(jobJar) + "\n");
      writeArguments(target.resolve("libraries.args"), libraries);
      libraries.add(0, jobJar);
      writeArguments(target.resolve("fabula.args"), libraries);
      return libraries.size();
    } catch (IOException e) {
      throw new WorkProblem(
          "cannot write %s (%s: %s)"
              .formatted(target, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private static void requireEmpty(Path target) throws IOException {
    if (!Files.exists(target)) return;
    if (Files.isDirectory(target)) {
      try (Stream<Path> children = Files.list(target)) {
        if (children.findAny().isEmpty()) return;
      }
    }
    throw new UsageProblem(target + " exists and is not an empty directory; name another");
  }

  /** Whether a Flink distribution has this jar, or its own choice of logging instead. */
  private static boolean isFlink(Path jar) {
    return jar.getFileName().toString().matches("(flink|slf4j)-.*");
  }

  private static void writeArguments(Path file, List<Path> jars) throws IOException {
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Files.write(file, List.of("-cp", FlinkConfiguration.quoted(classPath)));
  }
}
