package io.fabula.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The commands that the README prints, for the tests that run them. */
public final class Readme {
  private static final String START = "    ./fabula ";

  /** Start a cluster of three processes, and use it: what only the tests of the cluster can do. */
  public static final List<String> OF_CLUSTER =
      List.of("cluster start", "--flinkMaster=127.0.0.1:8081");

  private Readme() {}

  static List<String> lines() throws IOException {
    return Files.readAllLines(Path.of("..", "README.md"));
  }

  /** All commands in their order, without {@code ./fabula} and without remarks. */
  static List<String> commands() throws IOException {
    return lines().stream()
        .filter(line -> line.startsWith(START))
        .map(line -> line.substring(START.length()).replaceFirst(" +#.*", "").strip())
        .toList();
  }

  /** The arguments of the only command with these words. */
  public static List<String> arguments(String words) {
    try {
      List<String> found = commands().stream().filter(each -> each.contains(words)).toList();
      if (found.size() != 1) {
        throw new AssertionError("one command of the README with '" + words + "': " + found);
      }
      return Arrays.asList(found.get(0).split(" +"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
