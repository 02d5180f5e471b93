package io.fabula.pipelines.inspection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that gives mutated files to a reader and says what the reader did not declare: other
 * exceptions, errors, and files that take longer than {@value #SLOW_SECONDS} seconds.
 */
public final class MutatedFiles {
  private static final int SLOW_SECONDS = 20;
  private static final int MOST_FINDINGS = 10;

  private MutatedFiles() {}

  /**
   * Runs it: a reader, how many files, a seed, a directory for them.
   *
   * @param arguments in this order
   */
  public static void main(String[] arguments) throws Exception {
    ReaderOnTrial reader =
        ReaderOnTrial.all().stream()
            .filter(each -> each.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    int count = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    Path file = reader.file(Path.of(arguments[3]));
    reader.sound().with(file);
    reader.read().with(file);
    byte[] sound = Files.readAllBytes(file);
    Optional<ObjectNode> tree = TreeMutation.tree(sound);
    List<String> findings = new ArrayList<>();
    int accepted = 0;
    int declared = 0;
    for (int i = 0; i < count && findings.size() < MOST_FINDINGS; i++) {
      RandomStream random = new RandomStream(Seeds.of(seed, reader.name(), i));
      boolean edited = tree.isPresent() && random.nextInt(2) == 0;
      give(file, edited ? TreeMutation.of(tree.get(), random) : Mutation.of(sound, random));
      long begin = System.nanoTime();
      try {
        reader.read().with(file);
        accepted++;
      } catch (Exception | Error thrown) {
        if (reader.declares(thrown)) declared++;
        else findings.add("file %d: %s at %s".formatted(i, thrown, place(thrown)));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (seconds > SLOW_SECONDS) findings.add("file %d took %.0f s".formatted(i, seconds));
    }
    String summary =
        "%-18s %,7d files: %,7d read, %,7d refused in its own words, %d otherwise"
            .formatted(
                reader.name(),
                accepted + declared + findings.size(),
                accepted,
                declared,
                findings.size());
    System.out.write(
        (summary + "\n" + String.join("\n", findings) + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    System.exit(findings.isEmpty() ? 0 : 1);
  }

  /** Readers may remove files that they cannot use. */
  private static void give(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, content);
  }

  private static String place(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
