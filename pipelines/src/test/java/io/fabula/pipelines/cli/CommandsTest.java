package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands: what they do, what they print, and their exit codes. */
class CommandsTest {
  @TempDir Path directory;

  private Console sums(String command, String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of(command, "sums", "--profile=tiny", "--store=" + directory),
                Stream.of(more))
            .toList();
    return Console.run(arguments.toArray(String[]::new));
  }

  private static void fails(Console console, int exitCode, String line) {
    assertThat(console.err().strip()).isEqualTo("fabula: " + line);
    assertThat(console.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aSecondRunDoesNothingAndSaysWhy() {
    Console first = sums("run");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).contains("run: no entry");
    Console second = sums("run");
    assertThat(second.exitCode()).isZero();
    assertThat(second.out().lines().filter(line -> line.endsWith("up to date"))).hasSize(2);
    assertThat(second.err()).isEmpty();
    assertThat(second.runDirectory()).hasParent(directory.resolve("runs"));
    assertThat(Path.of(second.line("report "))).content().contains("The sum is ");
  }

  @Test
  void oneStageRunsWithWhatItNeeds() {
    Console console = sums("stage", "draw-numbers");
    assertThat(console.exitCode()).isZero();
    assertThat(Store.at(directory.toString()).stages("sums")).containsExactly("draw-numbers");
  }

  @Test
  void aPlanChangesNothing() throws IOException {
    Console console = sums("plan", "draw.scale=2");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).contains("draw-numbers").contains("run: no entry");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void forcingRunsOneStageAgain() {
    sums("run");
    Console forced = sums("run", "--force=fold-numbers");
    assertThat(forced.exitCode()).isZero();
    assertThat(forced.out()).contains("run: forced").contains("up to date");
    assertThat(forced.err()).contains("fold-numbers: done").doesNotContain("draw-numbers");
    assertThat(sums("run").err()).isEmpty();
  }

  @Test
  void theConfigurationIsPrintedAndKeptWithTheRun() throws IOException {
    Console printed = sums("run", "draw.scale=3.5", "--print-config");
    assertThat(printed.out()).contains("scale: 3.5").contains("rows_per_shard: 10");
    assertThat(Files.list(directory)).isEmpty();
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, "draw: {scale: 3.5}\n");
    Console run = sums("run", "--config=" + file);
    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(run.runDirectory().resolve("config.yaml")))
        .isEqualTo(printed.out());
  }

  @Test
  void studiesAreListed() {
    Console console = Console.run("list");
    assertThat(console.out())
        .contains("sums  draws numbers and adds them up")
        .contains("profiles  tiny, small")
        .contains("stages    2 at profile tiny");
  }

  @Test
  void wrongUseIsOneLineAndExitCodeTwo() {
    fails(
        Console.run("ru", "sums"), 2, "unknown command ru, did you mean run?; see ./fabula --help");
    fails(
        Console.run("bench", "memry"),
        2,
        "unknown command memry, did you mean memory?; see ./fabula bench --help");
    fails(Console.run("--nonsense"), 2, "unknown option --nonsense; see ./fabula --help");
    fails(
        Console.run("run", "sum"),
        2,
        "unknown study sum, did you mean sums?; ./fabula list shows all");
    fails(
        Console.run("run", "sums", "--profile=tyny"),
        2,
        "study sums has no profile tyny, did you mean tiny?; it has tiny, small");
    fails(
        sums("stage", "draw-number"),
        2,
        "study sums has no stage draw-number, did you mean draw-numbers?;"
            + " ./fabula list sums shows all");
    fails(sums("stage"), 2, "name the stage: ./fabula stage STUDY STAGE [KEY=VALUE...]");
    fails(
        sums("run", "draw.shard=3"),
        2,
        "command line: unknown key draw.shard, did you mean draw.shards?");
    fails(sums("run", "draw.shards=0"), 2, "command line: draw.shards must be at least 1, got 0");
    fails(
        sums("run", "--config=" + directory.resolve("none.yaml")),
        2,
        "there is no configuration file " + directory.resolve("none.yaml"));
    fails(Console.run("run"), 2, "Missing required parameter: 'STUDY'; see ./fabula run --help");
    assertThat(Console.run("rum").exitCode()).isEqualTo(2);
    assertThat(sums("run", "--runer=DirectRunner").exitCode()).isEqualTo(2);
    fails(
        sums("run", "--runner=FlinkRunner", "--flinkMaster=host:8081"),
        2,
        "workers of host:8081 may not see a local store; put it where all of them see it and add"
            + " --shared-store");
  }

  @Test
  void aStageThatFailsIsOneLineAndExitCodeOne() {
    Console data = sums("run", "draw.failure=data", "draw.shards=1");
    assertThat(data.exitCode()).isEqualTo(1);
    assertThat(data.err()).contains("fabula: numbers.csv: line 3 is cut off; draw them again");
    Console training = sums("run", "draw.failure=divergence", "draw.shards=1");
    assertThat(training.exitCode()).isEqualTo(1);
    assertThat(training.err())
        .contains(
            "fabula: stage draw-numbers diverged at update 3: the policy loss is NaN; try a smaller"
                + " rate, or look at weight");
    Console bug = sums("run", "draw.failure=bug", "draw.shards=1");
    assertThat(bug.exitCode()).isEqualTo(1);
    assertThat(bug.err())
        .contains("fabula: stage draw-numbers failed with IllegalStateException: a slip")
        .doesNotContain("at io.fabula");
    assertThat(sums("run", "draw.failure=bug", "draw.shards=1", "--stacktrace").err())
        .contains("at io.fabula");
  }

  @Test
  void anEditedInputIsNamedWhenItIsFirstRead() throws IOException {
    sums("stage", "draw-numbers");
    Path part;
    try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
      part = files.filter(file -> file.endsWith("part-00000.csv")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(part);
    content[content.length - 2] ^= 1;
    Files.write(part, content);
    Console console = sums("run");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.err())
        .contains(
            "fabula: "
                + part
                + ": its SHA-256 is not the one in the manifest, so it was cut off or edited;"
                + " make it again with --force=draw-numbers");
    assertThat(sums("run", "--force=draw-numbers").exitCode()).isZero();
  }

  @Test
  void anOccupiedRunIsRefused() {
    String run = sums("run").runDirectory().getFileName().toString();
    RunLock lock = Store.at(directory.toString()).tryLockRun(run).orElseThrow();
    try {
      Console console = sums("run", "--no-wait");
      assertThat(console.exitCode()).isEqualTo(1);
      assertThat(console.err())
          .startsWith("fabula: run " + run)
          .contains("is being worked on by process " + ProcessHandle.current().pid())
          .contains("use another --store=DIR");
    } finally {
      lock.close();
    }
    assertThat(sums("run").exitCode()).isZero();
  }

  @Test
  void anArtifactThatAnotherRunMakesIsNotMadeTwice() {
    Store store = Store.at(directory.toString());
    Signature signature =
        new Signature(
            sums("plan")
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst("draw-numbers +([0-9a-f]+).*", "$1"));
    RunLock lock = store.tryLock(new ArtifactId("sums", "draw-numbers", signature)).orElseThrow();
    try {
      Console console = sums("run", "--no-wait", "fold.label=other");
      assertThat(console.exitCode()).isEqualTo(1);
      assertThat(console.err())
          .contains("fabula: stage draw-numbers of sums (" + signature + ") is being worked on");
    } finally {
      lock.close();
    }
    assertThat(sums("run", "fold.label=other").exitCode()).isZero();
  }

  @Test
  void aPlaceThatCannotHoldAStoreIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Console console = Console.run("run", "sums", "--profile=tiny", "--store=" + file);
    fails(console, 1, file + " is a file; choose another place with --store=DIR");
    fails(
        Console.run("run", "sums", "--profile=tiny", "--store=gs://bucket/x"),
        2,
        "--store must be a directory on this machine, got gs://bucket/x");
  }
}
