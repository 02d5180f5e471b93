package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command has help; options that nobody knows are refused before anything happens. */
class HelpTest {
  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> everyCommandHasHelp() {
    List<String> names = Console.commands();
    assertThat(names).contains("fabula run", "fabula list worlds", "fabula cluster start");
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(" help")) continue;
      for (String option : List.of("--help", "-h")) {
        tests.add(DynamicTest.dynamicTest(name + " " + option, () -> helps(name, option)));
      }
    }
    return tests.stream();
  }

  private static void helps(String name, String option) {
    List<String> arguments = new ArrayList<>(List.of(name.split(" ")));
    arguments.remove(0);
    arguments.add(option);
    Console console = Console.run(arguments.toArray(String[]::new));
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).startsWith("Usage: " + name + " ").contains("--help");
  }

  @Test
  void helpAboutAStudyTellsWhatItsKeysMeanAndMakesNothing() throws IOException {
    for (String command : List.of("run", "stage", "plan")) {
      Path store = directory.resolve("store");
      Console console = Console.run(command, "sums", "--help", "--store=" + store);
      assertThat(console.exitCode()).isZero();
      assertThat(console.out())
          .contains("Settings of sums, with their values in profile tiny:")
          .contains("  draw: what is drawn\n  draw.shards=")
          .contains("      numbers in each (whole number)");
      assertThat(store).doesNotExist();
    }
    assertThat(Console.run("run", "-h").out())
        .contains("--runner=NAME")
        .contains("--flinkMaster=HOST:PORT")
        .contains("--parallelism=N")
        .contains("--targetParallelism=N");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private void refuses(String line, String... arguments) throws IOException {
    List<String> more = new ArrayList<>(List.of(arguments));
    Path store = directory.resolve("store");
    if (!more.get(0).equals("list")) more.add("--store=" + store);
    Console console = Console.run(more.toArray(String[]::new));
    assertThat(console.err()).isEqualTo("fabula: " + line + "\n");
    assertThat(console.out()).isEmpty();
    assertThat(console.exitCode()).isEqualTo(2);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> !file.equals(store))).isEmpty();
    }
  }

  @Test
  void optionsThatNobodyKnowsAreRefusedWithTheNearest() throws IOException {
    for (boolean complete : new boolean[] {false, true}) {
      if (complete) {
        Path store = directory.resolve("store");
        Console.run("run", "sums", "--profile=tiny", "--store=" + store);
      }
      refuses(
          "unknown option --profil, did you mean --profile?; see ./fabula run --help",
          "run",
          "sums",
          "--profil=tiny");
      refuses(
          "unknown option --forse, did you mean --force?; see ./fabula run --help",
          "run",
          "sums",
          "--profile=tiny",
          "--forse=fold-numbers");
      refuses(
          "unknown option --verfy, did you mean --verify?; see ./fabula run --help",
          "run",
          "sums",
          "--profile=tiny",
          "--verfy");
      refuses(
          "unknown option --frob; see ./fabula run --help",
          "run",
          "sums",
          "--profile=tiny",
          "--frob");
      refuses(
          "unknown option --profle, did you mean --profile?; see ./fabula plan --help",
          "plan",
          "sums",
          "--profle=tiny");
      refuses(
          "unknown option --profle, did you mean --profile?; see ./fabula run --help",
          "run",
          "sums",
          "--profle=tiny",
          "--print-config");
      refuses(
          "unknown option --runer, did you mean --runner?; see ./fabula stage --help",
          "stage",
          "sums",
          "draw-numbers",
          "--profile=tiny",
          "--runer=flink");
      refuses(
          "unknown option --flinkmaster, did you mean --flinkMaster?; see ./fabula run --help",
          "run",
          "sums",
          "--profile=tiny",
          "--flinkmaster=x:1");
      refuses(
          "unknown option -profile, did you mean --profile?; see ./fabula run --help",
          "run",
          "sums",
          "-profile=tiny");
      refuses(
          "write --runner=VALUE, with the value behind =",
          "run",
          "sums",
          "--profile=tiny",
          "--runner");
      refuses("profile is an option; write it as --profile=tiny", "run", "sums", "profile=tiny");
    }
  }

  @Test
  void valuesThatBeamDoesNotReadAreRefusedBeforeTheWork() throws IOException {
    refuses(
        "--parallelism=abc: must be a whole number",
        "plan",
        "sums",
        "--profile=tiny",
        "--parallelism=abc");
    refuses(
        "--runner=NoRunner: must be DirectRunner or FlinkRunner",
        "run",
        "sums",
        "--profile=tiny",
        "--print-config",
        "--runner=NoRunner");
    refuses(
        "--objectReuse=maybe: must be true or false",
        "plan",
        "sums",
        "--profile=tiny",
        "--objectReuse=maybe");
    refuses(
        "--runner must be DirectRunner or FlinkRunner, got TestFlinkRunner",
        "run",
        "sums",
        "--profile=tiny",
        "--runner=TestFlinkRunner");
  }

  @Test
  void everySpellingOfTheFlinkRunnerRefusesAStoreThatWorkersCannotSee() throws IOException {
    for (String runner :
        List.of(
            "flink",
            "Flink",
            "FLINK",
            "flinkrunner",
            "FlinkRunner",
            "org.apache.beam.runners.flink.FlinkRunner")) {
      refuses(
          "workers of host:8081 may not see a local store; put it where all of them see it and"
              + " add --shared-store",
          "run",
          "sums",
          "--profile=tiny",
          "--runner=" + runner,
          "--flinkMaster=host:8081");
    }
  }

  @Test
  void optionsOfOtherCommandsAreRefusedToo() throws IOException {
    refuses(
        "unknown option --hlp, did you mean --help?; see ./fabula list --help", "list", "--hlp");
    Console inspect = Console.run("inspect", "x", "--row=2");
    assertThat(inspect.err())
        .isEqualTo(
            "fabula: unknown option --row, did you mean --rows?; see ./fabula inspect --help\n");
    assertThat(inspect.exitCode()).isEqualTo(2);
  }
}
