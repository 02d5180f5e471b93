package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a store: its runs, how they differ, and what nobody needs. */
class StoreCommandsTest {
  @TempDir static Path made;
  private static String first;
  private static String second;

  @TempDir Path directory;
  private Path store;

  @BeforeAll
  static void makeTwoRuns() {
    first = make();
    second = make("draw.scale=3", "--quiet");
  }

  private static String make(String... more) {
    List<String> all =
        new ArrayList<>(List.of("run", "sums", "--profile=tiny", "--store=" + made.resolve("s")));
    all.addAll(List.of(more));
    Console console = Console.run(all.toArray(String[]::new));
    assertThat(console.exitCode()).as(console.err()).isZero();
    assertThat(console.err().isEmpty()).isEqualTo(all.contains("--quiet"));
    assertThat(console.out().lines().count() == 2).isEqualTo(all.contains("--quiet"));
    return console.runDirectory().getFileName().toString();
  }

  @BeforeEach
  void copyTheStore() throws IOException {
    store = directory.resolve("store");
    Path from = made.resolve("s");
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : tree.toList()) {
        Files.copy(
            each,
            store.resolve(from.relativize(each).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private Console run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--store=" + store);
    return Console.run(all.toArray(String[]::new));
  }

  private Console ok(String... arguments) {
    Console console = run(arguments);
    assertThat(console.exitCode()).as(console.err()).isZero();
    return console;
  }

  private JsonNode json(String... arguments) throws IOException {
    return Json.read(ok(arguments).out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  private long artifacts() throws IOException {
    try (Stream<Path> tree = Files.walk(store.resolve("artifacts"))) {
      return tree.filter(each -> each.endsWith("_MANIFEST.json")).count();
    }
  }

  @Test
  void everyRunListsItsArtifacts() throws IOException {
    JsonNode list =
        Json.read(
            Files.readAllBytes(store.resolve("runs").resolve(first).resolve("artifacts.json")),
            JsonNode.class);
    JsonNode fold = list.path("stages").path("fold-numbers");
    assertThat(store.resolve(fold.path("path").asText()).resolve("_MANIFEST.json")).exists();
    assertThat(fold.path("path").asText()).endsWith(fold.path("signature").asText());
    assertThat(fold.path("content_hash").asText()).matches("[0-9a-f]{64}");
    assertThat(fold.path("metrics").path("sum").asDouble()).isPositive();
  }

  @Test
  void runsAreListedAndShown() throws IOException {
    assertThat(ok("runs").out()).contains(first + "  2 of 2").contains("2 runs in store");
    JsonNode runs = json("runs", "--json");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).path("study").asText()).isEqualTo("sums");
    assertThat(runs.get(0).path("profile").asText()).isEqualTo("tiny");
    assertThat(runs.get(0).path("complete").asBoolean()).isTrue();
    Console shown = ok("runs", "show", second);
    assertThat(shown.out()).contains("draw.scale=3").contains("fold-numbers  ").contains("  sum ");
    assertThat(json("runs", "show", first, "--json").path("settings").path("draw.shards").asText())
        .isNotEmpty();
    assertThat(ok("runs", "show", first.substring(0, first.length() - 3)).out()).contains(first);
    Console none = run("runs", "show", first.replace("sums", "suns"));
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo(
            "fabula: there is no run %s, did you mean %s?; ./fabula runs shows all\n"
                .formatted(first.replace("sums", "suns"), first));
    assertThat(run("runs", "show", "sums-").err()).contains("is the beginning of 2 runs");
  }

  @Test
  void twoRunsAreCompared() throws IOException {
    String out = ok("runs", "compare", first, second).out();
    assertThat(ok("runs", "diff", first, second).out()).isEqualTo(out);
    assertThat(out)
        .containsPattern("draw\\.scale +\\S+ +3\\.0")
        .containsPattern("fold-numbers sum +\\S+ +\\S+")
        .contains("1 settings differ, 2 stages differ, 0 have the same content");
    assertThat(json("runs", "compare", first, second, "--json").path("settings").path("draw.scale"))
        .hasSize(2);
    assertThat(ok("runs", "compare", first, first).out())
        .contains("0 settings differ, 0 stages differ, 2 have the same content");
    Path page = store.resolveSibling("compared");
    assertThat(ok("runs", "compare", first, second, "--page=" + page).line("page "))
        .isEqualTo(page.resolve("index.html").toString());
    assertThat(page.resolve("index.html"))
        .content()
        .contains("Two runs compared", "draw.scale", "Metrics of fold-numbers that differ");
    assertThat(run("runs", "compare", first, second, "--page=" + store).err())
        .contains("is not empty and holds no page of ours");
  }

  @Test
  void nothingThatARunRefersToIsCollected() throws IOException {
    Path aside = Files.createDirectories(store.resolve("scratch/elsewhere-7/x"));
    Files.setLastModifiedTime(
        aside.getParent(), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    assertThat(ok("gc").out()).contains("scratch/elsewhere-7").contains("1 things");
    assertThat(aside).exists();
    assertThat(ok("gc", "--delete").out()).contains("1 things").contains("deleted");
    assertThat(aside).doesNotExist();
    assertThat(ok("gc", "--delete").out()).startsWith("0 things");
    assertThat(artifacts()).isEqualTo(4);
  }

  @Test
  void artifactsOfNoRunAreCollectedWithWhatTheyWereMadeFrom() throws IOException {
    delete(store.resolve("runs").resolve(second));
    JsonNode items = json("gc", "--json");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).path("reason").asText()).isEqualTo("no run refers to it");
    assertThat(artifacts()).isEqualTo(4);
    ok("gc", "--delete");
    assertThat(artifacts()).isEqualTo(2);
    assertThat(json("plan", "sums", "--profile=tiny", "--json").findValuesAsText("run"))
        .containsOnly("false");
  }

  @Test
  void aRunThatWasNeverCompletedKeepsItsArtifacts() throws IOException {
    Files.delete(store.resolve("runs").resolve(second).resolve("artifacts.json"));
    assertThat(ok("gc", "--delete").out()).startsWith("0 things");
    assertThat(artifacts()).isEqualTo(4);
  }

  @Test
  void whileNobodyKnowsWhatARunNeedsAllArtifactsStay() throws IOException {
    delete(store.resolve("runs").resolve(second));
    Path old = Files.createDirectories(store.resolve("runs/other-tiny-12345678"));
    Files.writeString(old.resolve("config.yaml"), "gone: 1\n");
    assertThat(ok("gc", "--delete").out())
        .contains("all artifacts are kept: nobody knows what run other-tiny-12345678 needs");
    assertThat(artifacts()).isEqualTo(4);
  }

  @Test
  void oldRunsGoOnlyWhenThatIsAskedFor() throws IOException {
    try (Stream<Path> tree = Files.walk(store.resolve("runs").resolve(second))) {
      for (Path each : tree.toList()) {
        Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
      }
    }
    assertThat(ok("gc").out()).startsWith("0 things");
    assertThat(ok("gc", "--runs-older-than=30d").out()).contains("run of 40 days ago");
    ok("gc", "--runs-older-than=30d", "--delete");
    assertThat(store.resolve("runs").resolve(second)).doesNotExist();
    assertThat(store.resolve("runs").resolve(first)).exists();
    assertThat(artifacts()).isEqualTo(2);
    assertThat(run("gc", "--runs-older-than=soon").err())
        .isEqualTo("fabula: --runs-older-than must be like 30d, 12h or 8w, got soon\n");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void aStoreThatIsNotThereIsWrongUse() {
    Console console = Console.run("gc", "--store=" + directory.resolve("none"));
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).contains("there is no store at ");
    assertThat(Console.run("plan", "sums", "--profile=tiny", "--store=").err())
        .isEqualTo(
            "fabula: --store must name a directory, got nothing; leave it out for ./store\n");
    assertThat(Console.run("plan", "sums", "--profile=tiny", "--store=hdfs:x").err())
        .isEqualTo(
            "fabula: --store must be a directory on this machine, got hdfs:x; write ./hdfs:x if"
                + " that is its name\n");
  }

  @Test
  void stagesSignaturesAndStoresAreInspected() throws IOException {
    Console stage = ok("inspect", "fold-numbers");
    assertThat(stage.out().lines().filter(line -> line.matches("[0-9a-f]{20} .*"))).hasSize(2);
    String signature = stage.out().lines().toList().get(1).split(" ")[0];
    assertThat(ok("inspect", signature).out()).contains("stage         fold-numbers, version 1");
    assertThat(ok("inspect", signature.substring(0, 8)).out()).contains(signature);
    assertThat(json("inspect", signature, "--json").path("stage").asText())
        .isEqualTo("fold-numbers");
    assertThat(ok("inspect", store.toString()).out())
        .containsPattern("draw-numbers +2 ")
        .contains("store " + store);
    assertThat(json("inspect", "draw-numbers", "--json").path("lines")).hasSize(2);
    Console wrong = run("inspect", "fold-number");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("did you mean fold-numbers?");
  }

  @Test
  void plansAndListsAreJsonOnRequest() throws IOException {
    JsonNode plan = json("plan", "sums", "--profile=tiny", "draw.scale=9", "--json");
    assertThat(plan.path("stages")).hasSize(2);
    assertThat(plan.path("stages").get(0).path("run").asBoolean()).isTrue();
    assertThat(plan.path("stages").get(0).path("reason").asText())
        .contains("draw.scale".substring(5));
    JsonNode list =
        Json.read(
            Console.run("list", "--json").out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(list.get(0).path("stages").get(1).path("inputs").get(0).asText())
        .isEqualTo("draw-numbers");
    assertThat(Console.run("list", "sums").out()).containsPattern("fold-numbers +1 +draw-numbers");
    assertThat(Console.run("list", "sum").err()).contains("did you mean sums?");
  }
}
