package io.fabula.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands, in its order: chains at profile tiny, mistakes with the very answer that
 * is printed there.
 */
class ReadmeTest {
  private static final String MISTAKE = "    $ ./fabula ";
  private static final String ANSWER = "    fabula: ";

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> theCommandsWork() throws IOException {
    List<String> commands = new ArrayList<>(Readme.commands());
    assertThat(commands).contains("run interpret", "list").hasSizeGreaterThan(12);
    // LocalClusterTest takes these from the README too, and runs them
    for (String words : Readme.OF_CLUSTER) {
      commands.remove(String.join(" ", Readme.arguments(words)));
    }
    return commands.stream().map(each -> DynamicTest.dynamicTest(each, () -> works(each)));
  }

  private static void works(String command) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" +")));
    boolean isChain = List.of("run", "stage", "plan").contains(arguments.get(0));
    if (isChain) shrink(arguments);
    boolean isOfStore = List.of("inspect", "runs", "gc", "doctor").contains(arguments.get(0));
    if (isOfStore) arguments.add("--store=" + directory.resolve("store"));
    if (command.startsWith("inspect store/")) arguments.set(1, recorded().toString());
    if (arguments.get(0).equals("bench")) {
      arguments.addAll(List.of("--seconds=0.001", "--repetitions=1"));
    }
    if (arguments.get(0).equals("export")) {
      arguments.set(2, recorded().toString());
      arguments.set(3, "--out=" + directory.resolve("exported"));
    }
    if (arguments.get(0).equals("panel")) {
      arguments.set(1, WrittenPanels.run(directory.resolve("store"), "interpret-tiny"));
      arguments.set(2, "--export=" + directory.resolve("panel"));
      arguments.add("--store=" + directory.resolve("store"));
    }
    if (arguments.get(0).equals("watch")) arguments.add("--out=" + directory.resolve("seen.mp4"));
    Console console = Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
    assertThat(console.err()).doesNotContain("fabula: ");
    assertThat(console.exitCode()).as(console.err()).isZero();
    assertThat(console.out()).isNotBlank();
    if (arguments.get(0).equals("run")) assertThat(Path.of(console.line("report "))).exists();
  }

  private static void shrink(List<String> arguments) throws IOException {
    arguments.removeIf(each -> each.startsWith("--profile=") || each.startsWith("--store="));
    arguments.add("--profile=tiny");
    arguments.add("--store=" + directory.resolve("store"));
    int config = arguments.indexOf("--config=mine.yaml");
    if (config < 0) return;
    Path mine = directory.resolve("mine.yaml");
    Files.writeString(mine, "evaluation: {levels: 8}\n");
    arguments.set(config, "--config=" + mine);
  }

  private static Path recorded() {
    Store store = Store.at(directory.resolve("store").toString());
    String signature =
        store.manifests("interpret", "record-rollouts").get(0).signature().toString();
    return directory.resolve("store/artifacts/interpret/record-rollouts").resolve(signature);
  }

  @Test
  void theMistakesAreAnsweredAsPrinted() throws IOException {
    Path cut = Files.write(directory.resolve("cut-off.parquet"), new byte[] {'P', 'A', 'R', '1'});
    List<String> lines = Readme.lines();
    int found = 0;
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (!lines.get(i).startsWith(MISTAKE) || !lines.get(i + 1).startsWith(ANSWER)) continue;
      found++;
      StringBuilder printed = new StringBuilder(lines.get(i + 1).strip());
      for (int next = i + 2; isContinued(lines.get(next)); next++) {
        printed.append(' ').append(lines.get(next).strip());
      }
      String command = lines.get(i).substring(MISTAKE.length());
      Console console =
          Console.run(
              Studies.builtIn(), command.replace("cut-off.parquet", cut.toString()).split(" +"));
      assertThat(console.exitCode()).as(command).isBetween(1, 2);
      String[] parts = printed.toString().split("\\(\\.\\.\\.\\)", -1);
      assertThat(console.err().replace(cut.toString(), "cut-off.parquet").strip())
          .as(command)
          .startsWith(parts[0])
          .endsWith(parts[parts.length - 1]);
    }
    assertThat(found).isEqualTo(3);
  }

  private static boolean isContinued(String line) {
    return line.startsWith("    ") && !line.startsWith(MISTAKE);
  }
}
