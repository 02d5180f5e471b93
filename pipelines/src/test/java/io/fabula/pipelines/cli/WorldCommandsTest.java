package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about worlds: listing, watching, measuring. */
class WorldCommandsTest {
  /** Three rates, each followed by blanks. */
  private static final String FIGURES = "([\\d,]+ +){3}";

  @TempDir Path directory;

  private static void fails(Console console, int exitCode, String line) {
    assertThat(console.err().strip()).isEqualTo("fabula: " + line);
    assertThat(console.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void listsAllWorldsWithSpacesAndLimits() {
    Console console = Console.run("list", "worlds");
    assertThat(console.exitCode()).isZero();
    List<String> lines = console.out().lines().toList();
    for (NamedWorld<?> each : Worlds.all()) {
      assertThat(lines).anyMatch(line -> line.startsWith(each.name() + " "));
    }
    assertThat(console.out())
        .containsPattern("coinrun +image 64x64x3 of bytes +15 actions +1000 +0..10")
        .containsPattern("platform +vector 9 within -1..1 +3 actions with real parameters +200 ")
        .containsPattern("subgrid +vector 36 within 0..1 +6 actions +400 +-1..1")
        .containsPattern("diglava +grid 242 of \\d+ symbols +7 out of 13 actions")
        .containsPattern(
            "create-push +image 84x84x3 of bytes +\\d+ out of 2371 actions with 2 real ")
        .containsPattern("recsim +vector 10 +slate of 6 out of 20, 500 items +no limit +0..1");
  }

  @Test
  void listsSomeWorldsInDetail() {
    Console console = Console.run("list", "worlds", "platform", "doorkey-5", "diglava", "recsim");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .contains("Platform Identifier")
        .contains("hop: hop 0..720")
        .contains("left, right, forward, pickup, drop, toggle, done")
        .contains("11 numbers describe each")
        .contains("docs/worlds/recsim.md");
  }

  @Test
  void listsWorldsForPrograms() throws IOException {
    Console console = Console.run("list", "worlds", "--json");
    assertThat(console.exitCode()).isZero();
    JsonNode worlds = new ObjectMapper().readTree(console.out());
    assertThat(worlds).hasSize(Worlds.all().size());
    for (JsonNode each : worlds) {
      assertThat(each.path("world").asText()).isNotEmpty();
      assertThat(each.path("spaces").path("action").path("count").asInt()).isPositive();
      assertThat(each.has("maximum_reward")).isTrue();
    }
  }

  @Test
  void unknownWorldsAreWrongUseAndTheNearestIsNamed() {
    String line = "unknown world platfrom, did you mean platform?; ./fabula list worlds shows all";
    fails(Console.run("list", "worlds", "platfrom"), 2, line);
    fails(Console.run("watch", "platfrom"), 2, line);
    fails(Console.run("bench", "worlds", "coinrun", "platfrom"), 2, line);
    fails(Console.run("watch", "xyzzy"), 2, "unknown world xyzzy; ./fabula list worlds shows all");
  }

  @Test
  void writesAVideoOfEveryStepAndSaysWhere() throws IOException, JCodecException {
    Path file = directory.resolve("new").resolve("door.mp4");
    Console console = Console.run("watch", "doorkey-5", "--episodes=2", "--out=" + file);
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .containsPattern("episode 1 of 2: \\d+ steps, return 0\\.9\\d\\d, completed")
        .contains("episode 2 of 2: ");
    assertThat(console.out()).startsWith("video " + file).contains("5 a second");
    int steps =
        console
            .err()
            .lines()
            .mapToInt(line -> Integer.parseInt(line.replaceAll(".*: (\\d+) steps.*", "$1")))
            .sum();
    try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
      FrameGrab grab = FrameGrab.createFrameGrab(channel);
      int held = 2 * (3 + 8); // half a second before and one and a half after each episode
      assertThat(grab.getVideoTrack().getMeta().getTotalFrames()).isEqualTo(steps + held);
      assertThat(grab.getNativeFrame()).isNotNull();
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theSameSeedGivesTheSameVideo() throws IOException {
    Path first = directory.resolve("first.mp4");
    Path second = directory.resolve("second.mp4");
    Path other = directory.resolve("other.mp4");
    watchRandomly(first, 4);
    watchRandomly(second, 4);
    watchRandomly(other, 5);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(first));
  }

  private static void watchRandomly(Path file, int seed) {
    Console console =
        Console.run("watch", "twostage-flat", "--policy=random", "--seed=" + seed, "--out=" + file);
    assertThat(console.exitCode()).isZero();
  }

  @Test
  void wrongNumbersAndPlacesAreOneLine() throws IOException {
    fails(
        Console.run("watch", "platform", "--episodes=0"),
        2,
        "--episodes must be within 1..1000, got 0");
    assertThat(Console.run("watch", "platform", "--episodes=many").exitCode()).isEqualTo(2);
    assertThat(Console.run("watch", "platform", "--policy=clever").err())
        .containsIgnoringCase("random, scripted");
    assertThat(Console.run("watch").exitCode()).isEqualTo(2);
    fails(
        Console.run("watch", "platform", "--out=x.gif"),
        2,
        "--out must name a file that ends in .mp4, got x.gif");
    Path folder = Files.createDirectory(directory.resolve("folder.mp4"));
    fails(
        Console.run("watch", "platform", "--out=" + folder), 2, "--out is a directory: " + folder);
    Path file = Files.writeString(directory.resolve("file"), "x");
    Console unwritable = Console.run("watch", "twostage-flat", "--out=" + file + "/x.mp4");
    assertThat(unwritable.exitCode()).isEqualTo(1);
    assertThat(unwritable.err().lines()).hasSize(1);
    assertThat(unwritable.err())
        .startsWith("fabula: cannot write " + file + "/x.mp4 (")
        .contains("choose another place with --out=FILE");
  }

  @Test
  void measuresWorldsNextToTheirBars() {
    Console console =
        Console.run(
            "bench", "worlds", "platform", "twostage-flat", "--seconds=0.001", "--repetitions=2");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .contains("Java " + System.getProperty("java.version"))
        .contains("2 x 0.001 s")
        .containsPattern(
            "platform +with +" + FIGURES + "[012] of 2 +100,000 +(met|missed|disturbed)")
        .containsPattern("platform +without +" + FIGURES + "[012] of 2 +- +-")
        .containsPattern("twostage-flat +with +" + FIGURES + "[012] of 2 +1,000,000 ");
  }

  @Test
  void measuresCoinRunAsManyWorldsTogether() {
    Console console =
        Console.run("bench", "worlds", "coinrun", "--seconds=0.001", "--repetitions=1");
    assertThat(console.out())
        .containsPattern("coinrun +with, 64 worlds +" + FIGURES + "[01] of 1 +100,000 ");
  }

  @Test
  void wrongMeasurementsAreOneLine() {
    fails(
        Console.run("bench", "worlds", "--repetitions=0"),
        2,
        "--repetitions must be within 1..1000, got 0");
    fails(
        Console.run("bench", "worlds", "--seconds=-1"),
        2,
        "--seconds must be above 0 and at most 60, got -1.0");
    fails(
        Console.run("bench"),
        2,
        "name what to measure: ./fabula bench worlds, engine, analysis, memory or exact");
    assertThat(Console.run("bench", "words").exitCode()).isEqualTo(2);
  }
}
