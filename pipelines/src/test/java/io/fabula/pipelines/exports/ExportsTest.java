package io.fabula.pipelines.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.agents.RecordedStep;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.tables.OtherReaders;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings of every world, as Minari and TensorFlow Datasets keep them. */
class ExportsTest {
  /** Pictures, numbers and grids; discrete, parameterised, set and slate actions. */
  private static final List<String> KINDS =
      List.of("coinrun", "platform", "doorkey", "diglava", "create", "recsim");

  /** Sums over everything: rewards, what was done, what was seen, what was available. */
  private static final String MINARI =
      """
      import sys, minari, numpy as np
      def total(x):
        if isinstance(x, dict): return sum(total(each) for each in x.values())
        return float(np.asarray(x, np.float64).sum())
      for what in sys.argv[1:]:
        d = minari.load_dataset(what)
        e = list(d.iterate_episodes())
        ids = [x.infos['available_ids'][:len(x.rewards)] for x in e if 'available_ids' in x.infos]
        print('loaded', len(e), d.total_steps, '%.4f' % sum(total(x.rewards) for x in e),
              '%.3f' % sum(total(x.actions) for x in e),
              '%.3f' % sum(total(x.observations) for x in e), '%.0f' % sum(map(total, ids)))
      """;

  private static final String RLDS =
      """
      import sys, numpy as np, tensorflow_datasets as tfds
      def total(x):
        if isinstance(x, dict): return sum(total(each) for each in x.values())
        return float(np.asarray(x, np.float64).sum())
      for what in sys.argv[1:]:
        d = tfds.builder_from_directory(what).as_dataset(split='train')
        e = [list(x['steps'].as_numpy_iterator()) for x in d]
        taken = [s for x in e for s in x[:-1]]
        print('loaded', len(e), len(taken), '%.4f' % sum(total(s['reward']) for s in taken),
              '%.3f' % sum(total(s['action']) for s in taken),
              '%.3f' % sum(total(s['observation']) for x in e for s in x),
              '%.0f' % sum(total(s.get('available_ids', 0)) for s in taken))
      """;

  @TempDir Path directory;

  static Stream<String> worlds() {
    return Worlds.all().stream().map(NamedWorld::name);
  }

  private Path artifact(String world) {
    return directory.resolve("artifact " + world);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void keepEveryWorldForMinari(String world) throws Exception {
    List<RecordedEpisode> episodes = RecordedWorld.record(world, artifact(world));
    RolloutReader reader = RolloutReader.of(artifact(world));
    Exported exported = MinariExport.write(reader, directory, "fabula/" + world + "-v0");
    assertThat(exported.episodes()).isEqualTo(RecordedWorld.EPISODES);
    Path data = exported.directory().resolve("data");
    JsonNode metadata =
        Json.read(Files.readAllBytes(data.resolve("metadata.json")), JsonNode.class);
    assertThat(metadata.get("data_format").asText()).isEqualTo("parquet");
    assertThat(metadata.get("total_steps").asLong()).isEqualTo(exported.steps());
    assertThat(metadata.get("observation_space").asText()).contains("\"type\":\"Box\"");
    for (RecordedEpisode episode : episodes) {
      Path file = data.resolve(episode.id() + "/part-0.parquet");
      List<GenericRecord> records = OtherReaders.avro(file);
      assertThat(records).hasSize(episode.steps().size() + 1);
      for (RecordedStep step : episode.steps()) {
        GenericRecord record = records.get(step.t());
        assertThat(record.get("rewards")).isEqualTo(step.reward());
        assertThat(record.get("terminations"))
            .isEqualTo(step.t() == episode.steps().size() - 1 && !episode.truncated());
        if (step.action() instanceof Action.Discrete chosen) {
          assertThat(record.get("actions")).isEqualTo((long) chosen.index());
        }
      }
      assertThat(records.get(episode.steps().size()).get("rewards")).isEqualTo(0.0);
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void keepEveryWorldForTensorFlowDatasets(String world) throws Exception {
    List<RecordedEpisode> episodes = RecordedWorld.record(world, artifact(world));
    RolloutReader reader = RolloutReader.of(artifact(world));
    Exported exported = RldsExport.write(reader, directory, "recorded");
    Path file = exported.directory().resolve("recorded-train.tfrecord-00000-of-00001");
    List<byte[]> records = records(file);
    assertThat(records).hasSize(RecordedWorld.EPISODES);
    assertThat(new String(records.get(0), StandardCharsets.ISO_8859_1))
        .contains("steps/observation", "steps/is_terminal", "steps/discount", "episode_id");
    JsonNode info =
        Json.read(
            Files.readAllBytes(exported.directory().resolve("dataset_info.json")), JsonNode.class);
    assertThat(info.at("/splits/0/shardLengths/0").asText()).isEqualTo("3");
  }

  /** Reads a TFRecord file and compares its checksums, as TensorFlow does. */
  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      int size = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] content = new byte[size];
      bytes.get(content);
      assertThat(bytes.getInt()).isEqualTo(masked(content));
      records.add(content);
    }
    return records;
  }

  private static int masked(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    long value = crc.getValue();
    return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
  }

  @Test
  void areLoadedByMinari() throws Exception {
    String python = python("minari, pyarrow, PIL");
    List<String> names = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String world : kinds()) {
      expected.add(summary(world));
      names.add("fabula/" + world + "-v0");
      MinariExport.write(RolloutReader.of(artifact(world)), directory, names.get(names.size() - 1));
    }
    assertLoaded(run(python, MINARI, names.toArray(String[]::new)), expected);
  }

  @Test
  void areLoadedByTensorFlowDatasets() throws Exception {
    String python = python("tensorflow_datasets, tensorflow");
    List<String> places = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String world : kinds()) {
      expected.add(summary(world));
      Exported exported =
          RldsExport.write(RolloutReader.of(artifact(world)), directory, world.replace('-', '_'));
      places.add(exported.directory().toString());
    }
    assertLoaded(run(python, RLDS, places.toArray(String[]::new)), expected);
  }

  private String summary(String world) throws IOException {
    return summary(
        RecordedWorld.record(world, artifact(world)),
        Worlds.named(world).orElseThrow().make().spec().actions());
  }

  /** The worlds whose names begin so, one of each kind. */
  private static List<String> kinds() {
    List<String> names = worlds().toList();
    return KINDS.stream()
        .flatMap(kind -> names.stream().filter(name -> name.startsWith(kind)).limit(1))
        .toList();
  }

  /** The Python that has the libraries, or the end of the test that says that it was not tried. */
  private String python(String libraries) throws Exception {
    String named = System.getenv("FABULA_PYTHON");
    String python = System.getProperty("fabula.python", named == null ? "python3" : named);
    assumeTrue(
        run(python, "import " + libraries).startsWith("0:"),
        () -> {
          String reason =
              libraries + " are not installed for " + python + ": what they load was not tried";
          System.err.println("NOT TESTED: " + reason);
          return reason;
        });
    return python;
  }

  private static String summary(List<RecordedEpisode> episodes, ActionSpace actions) {
    int steps = 0;
    double done = 0;
    double seen = 0;
    double available = 0;
    for (RecordedEpisode episode : episodes) {
      steps += episode.steps().size();
      seen += sum(episode.finalBytes(), episode.finalFloats());
      for (RecordedStep step : episode.steps()) {
        done += sum(step.action());
        seen += sum(step.bytes(), step.floats());
        available += available(step.available(), actions);
      }
    }
    double sum = episodes.stream().mapToDouble(RecordedEpisode::returnRaw).sum();
    return "loaded %d %d %.4f %.3f %.3f %.0f"
        .formatted(episodes.size(), steps, sum, done, seen, available);
  }

  private static double sum(byte[] bytes, float[] floats) {
    double sum = 0;
    for (byte each : bytes) sum += each & 0xFF;
    for (float each : floats) sum += each;
    return sum;
  }

  private static double sum(Action action) {
    if (action instanceof Action.Slate slate) return IntStream.of(slate.items()).sum();
    if (action instanceof Action.Discrete chosen) return chosen.index();
    Action.Parameterised chosen = (Action.Parameterised) action;
    return chosen.index() + sum(new byte[0], chosen.parameters());
  }

  /** The sum of the ids, and -1 for each place behind the end of the set. */
  private static double available(ActionSet set, ActionSpace actions) {
    int most =
        actions instanceof ActionSpace.VariableSet varying
            ? varying.setSize() > 0 ? varying.setSize() : varying.catalogue()
            : actions instanceof ActionSpace.Slate slate ? slate.candidates() : 0;
    return most == 0 ? 0 : IntStream.of(set.ids()).sum() - (most - set.ids().length);
  }

  private static void assertLoaded(String output, List<String> expected) {
    assertThat(expected).hasSizeGreaterThan(4);
    assertThat(output.lines().filter(line -> line.startsWith("loaded")))
        .as(output)
        .containsExactlyElementsOf(expected);
  }

  private String run(String python, String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(python, "-c", script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MINARI_DATASETS_PATH", directory.toString());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return "127: " + e.getMessage();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) throw new IOException(python + " does not end");
    return process.exitValue() + ":\n" + output;
  }

  @Test
  void losesNothingOfAPicture() throws IOException {
    byte[] pixels = new byte[5 * 7 * 3];
    for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (37 * i);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(PngImage.encode(pixels, List.of(5, 7, 3))));
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        int at = 3 * (7 * y + x);
        int rgb =
            (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | (pixels[at + 2] & 0xFF);
        assertThat(image.getRGB(x, y) & 0xFFFFFF).isEqualTo(rgb);
      }
    }
  }

  @Test
  void overwriteNothingAndExportNothingDamaged() throws IOException {
    RecordedWorld.record("platform", artifact("platform"));
    RolloutReader reader = RolloutReader.of(artifact("platform"));
    RldsExport.write(reader, directory, "recorded");
    assertThatThrownBy(() -> RldsExport.write(reader, directory, "recorded"))
        .isInstanceOf(WorkProblem.class)
        .hasMessageContaining("is there already");
    Path steps = artifact("platform").resolve("steps/part-00000-of-00001.parquet");
    byte[] whole = Files.readAllBytes(steps);
    whole[whole.length / 2] ^= 1;
    Files.write(steps, whole);
    assertThatThrownBy(() -> RolloutReader.of(artifact("platform")))
        .isInstanceOf(DataProblem.class);
  }
}
