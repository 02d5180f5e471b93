package io.fabula.pipelines.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.catalogue.Worlds;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code export}: what it takes as a recording. */
class ExportedRunTest {
  private static final String RUN = "test-tiny-0123abcd";

  @TempDir Path directory;
  private Path store;
  private Path artifact;

  @BeforeEach
  void recordARun() throws IOException {
    store = directory.resolve("store");
    Path made = directory.resolve("made");
    RecordedWorld.record("platform", made);
    Manifest manifest = ArtifactDirectory.manifest(made);
    String path = "artifacts/test/record-test/" + manifest.signature();
    artifact = store.resolve(path);
    Files.createDirectories(artifact.getParent());
    Files.move(made, artifact);
    Map<String, RunArtifacts.Entry> stages = new LinkedHashMap<>();
    stages.put("train-test", entry("0".repeat(20), "artifacts/test/train-test/0"));
    stages.put("record-test", entry(manifest.signature().hex(), path));
    Path run = Files.createDirectories(store.resolve("runs").resolve(RUN));
    Files.writeString(run.resolve("config.yaml"), "seed: 1\n");
    Files.write(run.resolve(RunArtifacts.FILE), new RunArtifacts(stages).json());
  }

  private static RunArtifacts.Entry entry(String signature, String path) {
    return new RunArtifacts.Entry("test", signature, path, "", Map.of());
  }

  private Console export(String what, String out, String... more) {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "export";
    arguments[1] = "rlds";
    arguments[2] = what;
    arguments[3] = "--out=" + directory.resolve(out);
    arguments[4] = "--store=" + store;
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Console.run(arguments);
  }

  @Test
  void takesAnArtifactARunsDirectoryItsIdAndTheBeginningOfIt() {
    Path run = store.resolve("runs").resolve(RUN);
    String[] ways = {artifact.toString(), run.toString(), run + "/", RUN, "test-tiny"};
    for (int i = 0; i < ways.length; i++) {
      Console console = export(ways[i], "out" + i);
      assertThat(console.err()).isEmpty();
      assertThat(console.exitCode()).isZero();
      assertThat(console.out()).startsWith(RecordedWorld.EPISODES + " episodes, ");
      assertThat(Path.of(console.line("data   "))).isDirectoryContaining("glob:**features.json");
    }
    assertThat(export(RUN, "chosen", "--stage=record-test").exitCode()).isZero();
  }

  @Test
  void saysWhatTheFormatCannot() {
    assertThat(export(RUN, "rlds").out())
        .contains("lost   ranges of parameters are left out")
        .contains("lost   bounds and names of observed numbers")
        .contains("lost   the last step has no action");
    Console minari =
        Console.run("export", "minari", RUN, "--out=" + directory.resolve("m"), "--store=" + store);
    assertThat(minari.out()).contains("lost   actions have parameters and ranges of their own");
  }

  @ParameterizedTest
  @CsvSource({
    "coinrun-easy, '', the last step",
    "diglava-mini, all actions;features, features;bounds",
    "recsim, repeat;features;names, features;bounds",
    "doorkey-5, '', bounds",
  })
  void knowsWhatEachKindOfWorldLoses(String world, String minari, String rlds) {
    Spaces spaces = Spaces.of(Worlds.named(world).orElseThrow().make().spec());
    List<String> words = Stream.of(minari.split(";")).filter(word -> !word.isEmpty()).toList();
    assertThat(Losses.minari(spaces)).hasSize(words.size());
    for (String each : words) assertThat(Losses.minari(spaces)).anyMatch(l -> l.contains(each));
    for (String each : rlds.split(";")) {
      assertThat(Losses.rlds(spaces)).anyMatch(line -> line.contains(each));
    }
  }

  @Test
  void saysWhatIsNoRecording() throws IOException {
    refuses(export("test-tny", "x"), "there is no run test-tny");
    refuses(export(directory.toString(), "x"), "is neither an artifact");
    refuses(export(directory.resolve("none").toString(), "x"), "there is no directory");
    refuses(
        export(RUN, "x", "--stage=record-tst"),
        "no stage record-tst of run " + RUN + " recorded episodes, did you mean record-test?");
    refuses(export(artifact.toString(), "x", "--stage=record-test"), "--stage chooses among");
    Files.delete(artifact.resolve(Manifest.FILE));
    refuses(export(RUN, "x"), "run " + RUN + " has recorded no episodes");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"minari", "rlds"})
  void aPlaceThatCannotBeWrittenIsOneLine(String format) throws IOException {
    Path below = Files.createFile(directory.resolve("file")).resolve("out");
    Console console = Console.run("export", format, artifact.toString(), "--out=" + below);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .startsWith("fabula: cannot write " + below)
        .contains("choose another place with --out=DIR")
        .hasLineCount(1);
    assertThat(console.exitCode()).isEqualTo(1);
  }

  private static void refuses(Console console, String line) {
    assertThat(console.err()).startsWith("fabula: ").contains(line).hasLineCount(1);
    assertThat(console.exitCode()).isEqualTo(2);
  }
}
