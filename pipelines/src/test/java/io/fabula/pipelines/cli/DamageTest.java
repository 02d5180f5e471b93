package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged, forged, or not ours is never used in silence, and never an exception. */
class DamageTest {
  @TempDir Path directory;

  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = directory.resolve("store");
  }

  private Console sums(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "sums", "--profile=tiny", "--store=" + store));
    arguments.addAll(List.of(more));
    return Console.run(arguments.toArray(String[]::new));
  }

  private Manifest manifest(String stage) {
    return Store.at(store.toString()).manifests("sums", stage).get(0);
  }

  private Path artifact(String stage) {
    Manifest manifest = manifest(stage);
    return store.resolve("artifacts/sums/" + stage + "/" + manifest.signature());
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 1;
    Files.write(file, content);
  }

  private static void succeeds(Console console) {
    assertThat(console.exitCode()).as(console.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-00000.csv", "values/part-00001.parquet", "_shards/00000.json"})
  void aFlippedBitInAFinishedShardIsNoticedAndTheShardDoneAgain(String file) throws IOException {
    succeeds(sums("run"));
    Manifest undisturbed = manifest("draw-numbers");
    store = directory.resolve("second store");
    String late = late();
    Console failed = sums("run", late);
    assertThat(failed.exitCode()).as("the end of the stage fails").isEqualTo(1);
    Path begun = onlyArtifact("draw-numbers");
    assertThat(begun.resolve(Manifest.FILE)).doesNotExist();
    flip(begun.resolve(file), (int) (Files.size(begun.resolve(file)) / 2));
    Files.writeString(mended(), "");
    Console again = sums("run", late);
    succeeds(again);
    assertThat(again.err()).contains("draw-numbers: ").contains("the shard is done again");
    assertThat(manifest("draw-numbers").contentHash()).isEqualTo(undisturbed.contentHash());
  }

  /** Makes the end of the stage fail until a file is there. */
  private String late() {
    return "draw.failure=late " + mended();
  }

  private Path mended() {
    return directory.resolve("mended");
  }

  private Path onlyArtifact(String stage) throws IOException {
    try (Stream<Path> all = Files.list(store.resolve("artifacts/sums/" + stage))) {
      return all.findFirst().orElseThrow();
    }
  }

  @Test
  void anArtifactOfOtherSettingsIsDamageAndMadeAgain() throws IOException {
    succeeds(sums("run", "seed=2"));
    Path foreign = artifact("draw-numbers");
    Path kept = directory.resolve("kept");
    Files.move(foreign, kept);
    succeeds(sums("run", "seed=1"));
    Manifest right = manifest("draw-numbers");
    Path place = artifact("draw-numbers");
    remove(place);
    Files.move(kept, place);
    Console again = sums("run", "seed=1");
    succeeds(again);
    assertThat(again.out())
        .contains("run: corrupt: _MANIFEST.json: it is of stage draw-numbers of sums");
    assertThat(manifest("draw-numbers").contentHash()).isEqualTo(right.contentHash());
  }

  @Test
  void everyEditOfAManifestIsNoticed() throws IOException {
    succeeds(sums("run"));
    Path file = artifact("draw-numbers").resolve(Manifest.FILE);
    byte[] whole = Files.readAllBytes(file);
    for (String key :
        List.of(
            "format",
            "study",
            "stage",
            "version",
            "signature",
            "options",
            "parts",
            "content_hash",
            "metrics",
            "seed",
            "start",
            "work_seconds",
            "runner",
            "versions",
            "digest")) {
      Files.write(file, edited(whole, key));
      assertThat(sums("plan").out())
          .as(key)
          .containsPattern("draw-numbers +[0-9a-f]+ +run: corrupt: _MANIFEST");
    }
    Files.write(file, edited(whole, "metrics"));
    succeeds(sums("run"));
    assertThat(sums("plan").out()).doesNotContain("run: ");
    assertThat(manifest("draw-numbers").metrics().values()).doesNotContain(7.77);
  }

  private static byte[] edited(byte[] whole, String key) throws IOException {
    ObjectNode manifest = (ObjectNode) Json.read(whole, JsonNode.class);
    JsonNode value = manifest.get(key);
    if (value instanceof ArrayNode array) {
      array.remove(0);
    } else if (value instanceof ObjectNode branch) {
      branch.put(branch.fieldNames().next(), 7.77);
    } else if (value.isNumber()) {
      manifest.put(key, 99);
    } else {
      manifest.put(key, (value.asText().startsWith("0") ? "1" : "0") + value.asText().substring(1));
    }
    return Json.pretty(manifest);
  }

  @Test
  void aManifestThatIsADirectoryOrHoldsOddPathsIsMadeAgain() throws IOException {
    succeeds(sums("run"));
    Path file = artifact("draw-numbers").resolve(Manifest.FILE);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("part-00000.csv", "a\\u0000b"));
    succeeds(sums("run"));
    file = artifact("draw-numbers").resolve(Manifest.FILE);
    Files.delete(file);
    Files.createDirectory(file);
    Console again = sums("run");
    succeeds(again);
    assertThat(again.out()).contains("corrupt: _MANIFEST.json is no file");
  }

  @Test
  void aDirectoryInThePlaceOfAPartIsNamedByAllThatReadIt() throws IOException {
    succeeds(sums("run"));
    Path part = artifact("draw-numbers").resolve("part-00000.csv");
    Files.delete(part);
    Files.createDirectory(part);
    assertThat(sums("plan").out()).contains("run: file missing: part-00000.csv");
    Console inspected = Console.run("inspect", "--verify", part.getParent().toString());
    assertThat(inspected.exitCode()).isEqualTo(1);
    assertThat(inspected.err()).startsWith("fabula: " + part).doesNotContain("unexpected");
    succeeds(sums("run", "--verify"));
  }

  @Test
  void foreignFilesInAStoreArePassedOver() throws IOException {
    succeeds(sums("run"));
    for (String place :
        List.of(
            "artifacts",
            "artifacts/sums",
            "artifacts/sums/draw-numbers",
            "aside",
            "aside/sums",
            "aside/sums/draw-numbers",
            "locks",
            "scratch",
            "runs")) {
      Files.createDirectories(store.resolve(place).resolve("Backup of mine"));
      Files.writeString(store.resolve(place).resolve(".DS_Store"), "x");
      Files.writeString(store.resolve(place).resolve("Thumbs.db"), "x");
    }
    Path progress = runDirectory().resolve("progress");
    Files.createDirectories(progress.resolve("zz.jsonl"));
    Files.writeString(progress.resolve("yy.jsonl"), "garbage\n{}\nnull\n");
    Console again = sums("run", "seed=9");
    succeeds(again);
    succeeds(sums("run", "--force=fold-numbers"));
    assertThat(store.resolve("artifacts/sums/draw-numbers/.DS_Store")).exists();
    assertThat(progress.resolve("zz.jsonl")).exists();
  }

  private Path runDirectory() throws IOException {
    try (Stream<Path> runs = Files.list(store.resolve("runs"))) {
      return runs.filter(Files::isDirectory)
          .filter(run -> run.getFileName().toString().startsWith("sums-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aReportThatIsGoneOrDamagedIsWrittenAgain() throws IOException {
    Path page = Path.of(first(sums("run")).line("report "));
    String right = "The sum is ";
    Files.delete(page);
    succeeds(sums("run"));
    assertThat(page).content().contains(right);
    Files.write(page, new byte[0]);
    succeeds(sums("run", "--verify"));
    assertThat(page).content().contains(right);
    Files.delete(page);
    Files.createDirectory(page);
    succeeds(sums("run"));
    assertThat(page).content().contains(right);
    Path note = page.resolveSibling(".made-from");
    long written = Files.getLastModifiedTime(page).toMillis();
    succeeds(sums("run"));
    assertThat(Files.getLastModifiedTime(page).toMillis()).as("left alone").isEqualTo(written);
    Files.writeString(
        note, Files.readString(note).replaceAll("\"program\" : \"[^\"]*", "\"program\" : \"0 old"));
    Files.writeString(page, "of an older program");
    succeeds(sums("run"));
    assertThat(page).content().contains(right);
    Files.delete(note);
    Files.createDirectory(note);
    succeeds(sums("run"));
    assertThat(note).isRegularFile();
  }

  private static Console first(Console console) {
    succeeds(console);
    return console;
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    succeeds(sums("run"));
    Path precious = Files.writeString(directory.resolve("precious"), "mine");
    Path run = runDirectory();
    Path locks = store.resolve("locks");
    Path lock = locks.resolve("run." + run.getFileName() + ".lock");
    Files.createSymbolicLink(lock, precious);
    Console refused = sums("run");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).startsWith("fabula: " + lock + " is a symbolic link");
    assertThat(precious).hasContent("mine");
    Files.delete(lock);

    Files.createLink(lock, precious);
    succeeds(sums("run"));
    assertThat(precious).as("a second name of a foreign file").hasContent("mine");

    for (String name : List.of("config.yaml", "artifacts.json", "report/.made-from")) {
      Files.delete(run.resolve(name));
      Files.createSymbolicLink(run.resolve(name), precious);
    }
    succeeds(sums("run"));
    assertThat(precious).hasContent("mine");

    Path elsewhere = Files.createDirectory(directory.resolve("public_html"));
    Path report = run.resolve("report");
    remove(report);
    Files.createSymbolicLink(report, elsewhere);
    Console linked = sums("run");
    assertThat(linked.exitCode()).isEqualTo(1);
    assertThat(linked.err()).startsWith("fabula: " + report + " is a symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static void remove(Path start) throws IOException {
    try (Stream<Path> tree = Files.walk(start)) {
      for (Path each : tree.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(each);
    }
  }

  @Test
  void nothingIsLeftOver() throws IOException {
    succeeds(sums("run"));
    Path artifact = artifact("draw-numbers");
    Files.createDirectories(artifact.resolve("_shards"));
    Files.createDirectories(artifact.resolve("_checkpoint/00000"));
    Files.writeString(store.resolve("locks/sums.draw-numbers.0123.lock"), "4711");
    succeeds(sums("run"));
    assertThat(artifact.resolve("_shards")).doesNotExist();
    assertThat(artifact.resolve("_checkpoint")).doesNotExist();
    assertThat(store.resolve("scratch")).isEmptyDirectory();
    try (Stream<Path> locks = Files.list(store.resolve("locks"))) {
      assertThat(locks).containsExactly(store.resolve("locks/gate"));
    }
  }

  @Test
  void aPlanSaysWhatARunWillFindAfterAKilledReplacement() {
    succeeds(sums("run"));
    Store opened = Store.at(store.toString());
    ArtifactId id = manifest("draw-numbers").id();
    opened.setAside(id);
    opened.pending(id).begin();
    assertThat(sums("plan").out()).containsPattern("draw-numbers +[0-9a-f]+ +up to date");
    Console again = sums("run");
    succeeds(again);
    assertThat(again.out()).containsPattern("draw-numbers +[0-9a-f]+ +up to date");
    assertThat(store.resolve("aside")).isEmptyDirectory();
  }

  @Test
  void forceDiscardsUnfinishedWork() throws IOException {
    assertThat(sums("run", late()).exitCode()).isEqualTo(1);
    Path begun = onlyArtifact("draw-numbers");
    Files.writeString(begun.resolve("_shards/00000.json"), "{");
    Path checkpoint = begun.resolve("_checkpoint/00000/checkpoint.safetensors");
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, "random bytes");
    Files.writeString(mended(), "");
    Console forced = sums("run", late(), "--force=draw-numbers");
    succeeds(forced);
    assertThat(forced.err()).doesNotContain("damaged");
  }

  @Test
  void everyRunListsItsArtifacts() throws IOException {
    succeeds(sums("run"));
    JsonNode list =
        Json.read(Files.readAllBytes(runDirectory().resolve("artifacts.json")), JsonNode.class);
    JsonNode drawn = list.path("stages").path("draw-numbers");
    assertThat(drawn.path("study").asText()).isEqualTo("sums");
    Manifest manifest = manifest("draw-numbers");
    assertThat(drawn.path("signature").asText()).isEqualTo(manifest.signature().toString());
    assertThat(drawn.path("content_hash").asText()).isEqualTo(manifest.contentHash());
    assertThat(drawn.path("metrics").path("sum").asDouble())
        .isEqualTo(manifest.metrics().get("sum"));
    assertThat(store.resolve(drawn.path("path").asText())).isEqualTo(artifact("draw-numbers"));
    assertThat(Files.getPosixFilePermissions(runDirectory().resolve("config.yaml")))
        .isEqualTo(
            Files.getPosixFilePermissions(
                Files.writeString(directory.resolve("usual"), "x", StandardCharsets.UTF_8)));
  }
}
