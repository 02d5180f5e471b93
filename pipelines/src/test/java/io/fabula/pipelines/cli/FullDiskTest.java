package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabula.pipelines.sums.SumsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real file system that is full, and then read-only. */
class FullDiskTest {
  private static final String BIG = "run sums --profile=tiny draw.rows_per_shard=60000";
  private static final String SMALL = "run sums --profile=tiny";

  @TempDir Path directory;
  private Path store;

  record Outcome(int exitCode, String out, List<String> errors) {}

  @BeforeEach
  void requireMounts() throws Exception {
    store = Files.createDirectories(directory.resolve("store"));
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/unshare")) && shell("mount -t tmpfs tmpfs store") == 0,
        "skipped: without mount namespaces (unshare --mount) there is no small file system to"
            + " fill");
  }

  /** Runs a script where it may mount, in a namespace that ends with it. */
  private int shell(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().putAll(SumsProcess.environment());
    return builder.start().waitFor();
  }

  private String fabula(int number, String command) {
    return "$FABULA %s --store=%s > out%d 2> err%d < /dev/null; echo $? > exit%d\n"
        .formatted(command, store, number, number, number)
        .replace("$FABULA", String.join(" ", SumsProcess.command()));
  }

  private Outcome outcome(int number) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(directory.resolve("out" + number)));
    lines.addAll(Files.readAllLines(directory.resolve("err" + number)));
    return new Outcome(
        Integer.parseInt(Files.readString(directory.resolve("exit" + number)).strip()),
        String.join("\n", lines),
        lines.stream().filter(line -> line.startsWith("fabula:")).toList());
  }

  @Test
  void fullAndReadOnlyAreOneLineAndNothingCompleteIsLost() throws Exception {
    String script =
        "mount -t tmpfs -o size=2m tmpfs store\n"
            + fabula(1, SMALL)
            + fabula(2, BIG)
            + fabula(3, SMALL)
            + "ls -A store/scratch/* > scratch\n"
            + "mount -o remount,size=64m store\n"
            + fabula(4, BIG)
            + "mount -o remount,ro store\n"
            + fabula(5, SMALL)
            + fabula(6, SMALL.replace("run ", "plan "))
            + fabula(7, "run sums --profile=tiny draw.rows_per_shard=70");
    shell(script);

    assertThat(outcome(1).exitCode()).isZero();

    Outcome full = outcome(2);
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.errors()).hasSize(1);
    assertThat(full.errors().get(0))
        .startsWith("fabula: the disk of " + store)
        .endsWith(" is full; free some space and run again, complete work is kept");
    Outcome complete = outcome(3);
    assertThat(complete.exitCode()).as(complete.out()).isZero();
    assertThat(complete.out())
        .containsPattern("draw-numbers +[0-9a-f]+ +up to date")
        .containsPattern("fold-numbers +[0-9a-f]+ +up to date");
    assertThat(directory.resolve("scratch")).as("left behind").content().doesNotContain("part-");

    Outcome enough = outcome(4);
    assertThat(enough.exitCode()).as(enough.out()).isZero();
    assertThat(enough.out())
        .containsPattern("draw-numbers +[0-9a-f]+ +run: begun but not complete");

    Outcome nothingToDo = outcome(5);
    assertThat(nothingToDo.exitCode()).as(nothingToDo.out()).isZero();
    assertThat(nothingToDo.out()).containsPattern("fold-numbers +[0-9a-f]+ +up to date");
    Outcome readOnly = outcome(7);
    assertThat(readOnly.exitCode()).isEqualTo(1);
    assertThat(readOnly.errors())
        .containsExactly(
            "fabula: %s is not writable; choose another place with --store=DIR".formatted(store));

    assertThat(outcome(6).exitCode()).as("a plan writes nothing").isZero();
  }
}
