package io.fabula.pipelines.inspection;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.UnsupportedFileException;
import io.fabula.pipelines.problems.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reader that is given mutated files.
 *
 * @param name of the reader
 * @param place of its file within a directory
 * @param sound writes a sound file there
 * @param read reads the file
 * @param declared what else than {@link #ALWAYS} it declares for files that are not as they should
 *     be
 */
record ReaderOnTrial(
    String name, String place, Step sound, Step read, List<Class<? extends Exception>> declared) {
  private static final List<Class<? extends Exception>> ALWAYS =
      List.of(Problem.class, DamagedFileException.class, UnsupportedFileException.class);

  /** What is done with a file. */
  interface Step {
    void with(Path file) throws Exception;
  }

  @SafeVarargs
  static ReaderOnTrial of(
      String name,
      String place,
      Step sound,
      Step read,
      Class<? extends Exception>... alsoDeclared) {
    return new ReaderOnTrial(name, place, sound, read, List.of(alsoDeclared));
  }

  /** A reader of a text. */
  @SafeVarargs
  static ReaderOnTrial ofText(
      String name,
      String place,
      String sound,
      Step read,
      Class<? extends Exception>... alsoDeclared) {
    return new ReaderOnTrial(
        name, place, file -> Files.writeString(file, sound), read, List.of(alsoDeclared));
  }

  /** All of them. */
  static List<ReaderOnTrial> all() {
    return Stream.of(TensorTrials.ALL, TableTrials.ALL, TextTrials.ALL, StoreTrials.ALL)
        .flatMap(List::stream)
        .toList();
  }

  /** The file within a directory, whose directories are made. */
  Path file(Path directory) throws IOException {
    Path file = directory.resolve(place);
    Files.createDirectories(file.resolveSibling(""));
    return file;
  }

  /** Whether a failure is one that the reader declares. */
  boolean declares(Throwable thrown) {
    return Stream.concat(ALWAYS.stream(), declared.stream())
        .anyMatch(type -> type.isInstance(thrown));
  }

  /** The text of a file, whatever its bytes. */
  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
