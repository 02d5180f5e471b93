package io.fabula.pipelines.studies.doorkey.originals;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.cli.Main;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.TrainPolicy;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.sums.SumsProcess;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs done in chunks are what they are without chunks, whoever did which and was killed when. */
class ChunkedWorkflowTest {
  /** Trainings that end after some hundred episodes. */
  private static final List<String> SETTINGS =
      List.of(
          "policy.worlds=16",
          "policy.hidden=[8]",
          "policy.taken_at=0.01",
          "policy.stop_at=1",
          "policy.maximum_steps=12288",
          "manipulation.stop_at=1",
          "manipulation.maximum_steps=2048");

  @TempDir Path directory;

  private Path dictionary(String name, long seed) throws IOException {
    return dictionary(name, seed, SETTINGS);
  }

  private Path dictionary(String name, long seed, List<String> settings) throws IOException {
    Path file = directory.resolve(name + ".json");
    String hyper =
        settings.stream()
            .map(each -> "\"" + each.replace("=", "\": "))
            .collect(Collectors.joining(", "));
    Files.writeString(
        file,
        """
        {"version": 1, "run": "%1$s", "env": {"name": "doorkey-5"}, "seed": %2$d,
         "phase1": {"model": "%1$s/pia/", "stats": "%1$s/pia/stats.parquet"},
         "phase2": {"model": "%1$s/phi/", "episodesA": "%1$s/a", "episodesB0": "%1$s/b0"},
         "phase3": {"model": "%1$s/pib/", "stats": "%1$s/pib/stats.parquet"},
         "hyper": {%3$s}}
        """
            .formatted(name, seed, hyper));
    return file;
  }

  private Console program(String name, Path dictionary, String store, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                name,
                "--resources=" + dictionary,
                "--store=" + directory.resolve(store),
                "--profile=tiny"));
    line.addAll(List.of(more));
    return Console.run(Studies.builtIn(), line.toArray(String[]::new));
  }

  /** Everything in a chunk's checkpoint but the time that it took. */
  private Map<String, String> tensors(Path checkpoint) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".safetensors")).toList()) {
        TensorFile all = TensorFile.readSealed(file);
        TensorFile kept = new TensorFile();
        all.metadata().forEach(kept::putMetadata);
        for (String name : all.names()) {
          if (!name.equals(TrainingClock.SECONDS)) kept.put(name, all.tensor(name));
        }
        digests.put(file.getFileName().toString(), kept.digest());
      }
    }
    return digests;
  }

  private static List<String> rows(Path parts) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(parts)) {
      for (Path file : files.sorted().toList()) {
        TableReader.forEach(
            file, TrainPolicy.LOG_SCHEMA, row -> rows.add(Arrays.toString(row.values())));
      }
    }
    return rows;
  }

  private String contentHash(String store, String stage, long seed) {
    return Store.at(directory.resolve(store).toString()).manifests(stage).stream()
        .filter(each -> each.options().path("seed").asLong() == seed)
        .map(Manifest::contentHash)
        .findFirst()
        .orElseThrow();
  }

  /** All files and when they were last written. */
  private Map<Path, FileTime> tree() throws IOException {
    Map<Path, FileTime> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (!each.endsWith("gate")) tree.put(each, Files.getLastModifiedTime(each));
      }
    }
    return tree;
  }

  @Test
  void twoChunksAreOneOfTwiceTheLength() throws IOException {
    Console twice =
        program("doorkey_pia", dictionary("two", 3), "store", "--episodes=20", "--chunks=2");
    assertThat(twice.exitCode()).as(twice.err()).isZero();
    program("doorkey_pia", dictionary("one", 3), "store", "--episodes=40");
    assertThat(tensors(directory.resolve("two/pia/ckpt-0002")))
        .containsKey("checkpoint.safetensors")
        .isEqualTo(tensors(directory.resolve("one/pia/ckpt-0001")));
    assertThat(rows(directory.resolve("two/pia/stats.parquet")))
        .hasSizeGreaterThan(2)
        .isEqualTo(rows(directory.resolve("one/pia/stats.parquet")));
    assertThat(directory.resolve("two/pia/LATEST")).hasContent("ckpt-0002");
  }

  /** All phases in chunks give the artifacts of the study as a whole. */
  @Test
  void whatComesOfChunksIsWhatTheStudyMakes() throws IOException {
    Path run = dictionary("run", 5);
    Console early = program("doorkey_pib", run, "store");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("train-manipulation needs record-episodes");
    Console unfinished = program("evaluate", run, "store");
    assertThat(unfinished.exitCode()).isEqualTo(2);
    assertThat(unfinished.err()).contains("go on with ./fabula doorkey_pia");
    for (String each : List.of("doorkey_pia", "doorkey_phi", "doorkey_pib")) {
      Console done = program(each, run, "store", "--episodes=40", "--chunks=20");
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.out()).contains("target reached");
      Map<Path, FileTime> before = tree();
      Console again = program(each, run, "store", "--episodes=70");
      assertThat(again.exitCode()).isEqualTo(75);
      assertThat(again.out()).contains("target reached, nothing to do");
      assertThat(tree()).isEqualTo(before);
    }
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("stage", "doorkey", Phases.MANIPULATE, "seed=5", "seeds=1"));
    whole.addAll(List.of("--profile=tiny", "--store=" + directory.resolve("whole")));
    whole.addAll(SETTINGS);
    Console made = Console.run(Studies.builtIn(), whole.toArray(String[]::new));
    assertThat(made.exitCode()).as(made.err()).isZero();
    for (String stage : List.of(Phases.TRAIN, Phases.RECORD, Phases.LEARN, Phases.MANIPULATE)) {
      assertThat(contentHash("store", stage, 5))
          .as(stage)
          .isEqualTo(contentHash("whole", stage, 5));
    }
    assertThat(program("exact", run, "store").out())
        .contains("uniform", "0.085366", "a (taken)", "b (manipulation)");
    Console evaluated = program("evaluate", run, "store");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("exact values", "informed (b until Z, then a)", "a, trained on", "P(facing)")
        .contains("0.085366");
  }

  @Test
  void theNextChunkClearsAwayWhatAKilledProcessLeft() throws IOException {
    Path run = dictionary("run", 1);
    program("doorkey_pia", run, "store", "--episodes=20");
    Path chunks = directory.resolve("run/pia");
    Path unfinished =
        Files.createFile(chunks.resolve("stats.parquet/.part-0002.parquet.killed.partial"));
    Path name = Files.createFile(chunks.resolve(".LATEST.killed.partial"));
    Path begun = Files.createDirectory(chunks.resolve("partial-killed"));
    program("doorkey_pia", run, "store", "--episodes=20");
    assertThat(chunks.resolve("LATEST")).hasContent("ckpt-0002");
    assertThat(List.of(unfinished, name, begun)).noneMatch(Files::exists);
    assertThat(rows(chunks.resolve("stats.parquet"))).isNotEmpty();
  }

  /** Four processes on the chunks of three seeds, one of them killed: each chunk is done once. */
  @Test
  void manyProcessesShareTheChunksOfManySeeds() throws Exception {
    List<Path> dictionaries = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) dictionaries.add(dictionary("seed" + seed, seed));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) processes.add(start(dictionaries));
    Process killed = processes.get(0);
    while (killed.isAlive() && !Files.exists(directory.resolve("seed0/pia/ckpt-0001"))) {
      Thread.onSpinWait();
    }
    killed.destroyForcibly().waitFor();
    for (Process each : processes.subList(1, 4)) {
      assertThat(each.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(each.exitValue()).isIn(0, 75);
    }
    for (int seed = 0; seed < 3; seed++) {
      Path alone = dictionary("alone" + seed, seed);
      Console one = program("doorkey_pia", alone, "alone", "--episodes=20", "--chunks=100");
      assertThat(one.exitCode()).as(one.err()).isZero();
      assertThat(rows(directory.resolve("seed" + seed + "/pia/stats.parquet")))
          .isEqualTo(rows(directory.resolve("alone" + seed + "/pia/stats.parquet")));
      assertThat(contentHash("shared", Phases.TRAIN, seed))
          .isEqualTo(contentHash("alone", Phases.TRAIN, seed));
    }
  }

  private Process start(List<Path> dictionaries) throws IOException {
    String all = dictionaries.stream().map(Path::toString).collect(Collectors.joining(","));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                Main.class.getName(),
                "doorkey_pia",
                "--resources=" + all,
                "--episodes=20",
                "--chunks=100",
                "--profile=tiny",
                "--store=" + directory.resolve("shared"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out" + System.nanoTime()).toFile());
    builder.environment().putAll(SumsProcess.environment());
    return builder.start();
  }

  @Test
  void chunksOfOtherSettingsAreRefusedInOneLine() throws IOException {
    program("doorkey_pia", dictionary("run", 1), "store", "--episodes=20");
    List<String> other = new ArrayList<>(SETTINGS);
    other.add("policy.learning_rate=0.002");
    Console changed = program("doorkey_pia", dictionary("run", 1, other), "store");
    assertThat(changed.exitCode()).isEqualTo(2);
    assertThat(changed.err().lines()).hasSize(1);
    assertThat(changed.err())
        .contains("holds chunks of other settings (policy.learning_rate 0.001 -> 0.002)");
    Console seed = program("doorkey_pia", dictionary("run", 1), "store", "--seed=7");
    assertThat(seed.exitCode()).isEqualTo(2);
    assertThat(seed.err()).contains("--seed is for a run that has not begun");
  }

  @Test
  void aSeedThatWasGivenIsRemembered() throws IOException {
    Path run = dictionary("run", 1);
    assertThat(program("doorkey_pia", run, "store", "--episodes=20", "--seed=7").out())
        .contains("seed 7");
    assertThat(program("doorkey_pia", run, "store", "--episodes=20").out())
        .contains("chunk 2 of train-policy, seed 7");
  }

  @Test
  void aPartialViewMeansAMemory() throws IOException {
    Path run = dictionary("run", 1);
    Console done = program("doorkey_pia", run, "store", "--episodes=5", "--obs=partial");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(tensors(directory.resolve("run/pia/ckpt-0001"))).isNotEmpty();
    TensorFile checkpoint =
        TensorFile.readSealed(directory.resolve("run/pia/ckpt-0001/checkpoint.safetensors"));
    assertThat(checkpoint.tensor("gru.weight_hh_l0").shape()).containsExactly(3 * 64, 64);
    Console changed = program("doorkey_pia", run, "store", "--episodes=5");
    assertThat(changed.exitCode()).isEqualTo(2);
    assertThat(changed.err()).contains("holds chunks of other settings").contains("partial");
    assertThat(program("doorkey_pia", run, "store", "--obs=full").err())
        .contains("obs must be planes or partial, got full");
  }

  @Test
  void aDamagedChunkIsNamedInOneLine() throws IOException {
    Path run = dictionary("run", 1);
    program("doorkey_pia", run, "store", "--episodes=20");
    Path checkpoint = directory.resolve("run/pia/ckpt-0001/checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length / 2] ^= 1;
    Files.write(checkpoint, bytes);
    Console broken = program("doorkey_pia", run, "store", "--episodes=20");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.err().lines()).hasSize(1);
    assertThat(broken.err()).contains("remove this directory to go on from the chunk before it");
  }

  @Test
  void whatMeansNothingIsRefusedInOneLine() throws IOException {
    Path file = dictionary("run", 0);
    String sound = Files.readString(file);
    Map<String, String> mistakes =
        Map.of(
            "unknown key phase, did you mean phase1?", sound.replace("phase1", "phase"),
            "unknown key phase1.modl, did you mean model?", sound.replaceFirst("model", "modl"),
            "expected \"version\": 1, got 2", sound.replace("\"version\": 1", "\"version\": 2"),
            "seed must be a whole number", sound.replace("\"seed\": 0", "\"seed\": \"a\""),
            "is not JSON", sound.substring(1),
            "policy.wurlds", sound.replace("policy.worlds", "policy.wurlds"),
            "a dictionary is one run", sound.replace("\"policy.worlds\"", "\"seeds\""),
            "must be doorkey-N", sound.replace("doorkey-5", "doorkey-five"));
    for (Map.Entry<String, String> each : mistakes.entrySet()) {
      Files.writeString(file, each.getValue());
      Console refused = program("doorkey_pia", file, "store");
      assertThat(refused.exitCode()).as(each.getKey()).isNotZero();
      assertThat(refused.err().lines()).as(refused.err()).hasSize(1);
      assertThat(refused.err()).contains(each.getKey());
    }
    Files.writeString(file, sound);
    assertThat(program("doorkey_pia", file, "store", "--tracker=neptune").err())
        .contains("--tracker must be file or none");
    assertThat(program("doorkey_pia", directory.resolve("none.json"), "store").err())
        .contains("there is no file");
  }

  @Test
  void theSmallProblemIsDoneInChunksToo() throws IOException {
    Path file = directory.resolve("small.json");
    Files.writeString(
        file,
        """
        {"version": 1, "env": {"name": "twostage-flat"}, "seed": 2,
         "phase1": {"model": "ts/", "stats": "ts/stats"}}
        """);
    Console first = program("experiment", file, "store", "--episodes=600", "--neptune_project=x/y");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("--neptune_project has no effect without --tracking=URL");
    Console rest = program("experiment", file, "store", "--episodes=600", "--chunks=20");
    assertThat(rest.out()).contains("target reached");
    Console whole =
        Console.run(
            Studies.builtIn(),
            "stage",
            "twostage",
            TwoStageStages.LEARN,
            "seed=2",
            "learning.seeds=1",
            "--profile=tiny",
            "--store=" + directory.resolve("whole"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(contentHash("store", TwoStageStages.LEARN, 2))
        .isEqualTo(contentHash("whole", TwoStageStages.LEARN, 2));
    assertThat(program("exact", file, "store").out()).contains("not M", "0.725000");
  }
}
