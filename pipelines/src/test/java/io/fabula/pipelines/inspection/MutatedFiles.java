package io.fabula.pipelines.inspection;

import io.fabula.envs.create.Level;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.weights.UnsupportedFileException;
import io.fabula.pipelines.config.Layer;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that gives mutated files to a reader and says what the reader did not declare: other
 * exceptions, errors, and files that take longer than {@value #SLOW_SECONDS} seconds.
 */
public final class MutatedFiles {
  private static final int SLOW_SECONDS = 20;
  private static final int MOST_FINDINGS = 10;
  private static final TableSchema SCHEMA =
      new TableSchema(
          "fuzzed",
          1,
          List.of(
              Column.of("number", Column.Type.INT32),
              Column.of("value", Column.Type.DOUBLE),
              Column.of("label", Column.Type.STRING),
              Column.array("frame", Column.Type.BYTES, 40),
              Column.array("state", Column.Type.FLOATS, 3)));

  private MutatedFiles() {}

  private interface Reader {
    void read(Path file) throws IOException;
  }

  /** The readers by name. */
  static final List<String> READERS =
      List.of(
          "safetensors", "tensors", "parquet", "table", "settings", "items", "level", "manifest");

  private static Reader reader(String name) {
    return switch (name) {
      case "safetensors" -> file -> TensorInspection.of(file).lines();
      case "tensors" -> TensorFile::read;
      case "parquet" ->
          file -> TableInspection.of(file).print(20, new PrintWriter(Writer.nullWriter()));
      case "table" -> file -> TableReader.forEach(file, SCHEMA, row -> {});
      case "settings" -> file -> Layer.ofFile(file).leaves();
      case "items" -> ItemTable::read;
      case "level" -> Level::read;
      case "manifest" -> file -> ArtifactDirectory.manifest(file.resolveSibling(""));
      default -> throw new IllegalArgumentException("there is no reader " + name);
    };
  }

  /** What each reader declares for files that are not as they should be. */
  private static boolean isDeclared(Throwable thrown, String reader) {
    return thrown instanceof Problem
        || thrown instanceof DamagedFileException
        || thrown instanceof UnsupportedFileException
        || (thrown instanceof IllegalArgumentException
            && (reader.equals("items") || reader.equals("level")));
  }

  private static byte[] sound(String reader, Path directory) throws IOException {
    Path file = directory.resolve("sound");
    Files.deleteIfExists(file);
    switch (reader) {
      case "safetensors", "tensors" ->
          new TensorFile()
              .putMetadata("kind", "agent")
              .put("layer.weight", Tensor.of(new float[24], 2, 3, 4))
              .put("steps", Tensor.of(new long[] {7}))
              .put("pixels", Tensor.of(new byte[30]))
              .write(file);
      case "parquet", "table" -> {
        try (TableWriter table = new TableWriter(file, SCHEMA)) {
          for (int i = 0; i < 60; i++) {
            table.write(i, i / 7.0, "row " + i, new byte[40], new float[] {i, 1, 2});
          }
        }
      }
      case "settings" ->
          Files.writeString(
              file, "seed: 1\nagent:\n  pool: 2\n  channels: [16, 32]\n  ppo: {gamma: 0.99}\n");
      case "items" ->
          Files.writeString(
              file,
              "item_id,split,main_category,sub_category,video_length,f0,f1,q0\n"
                  + "0,train,0,0,4,0.1,0.2,0.9\n1,test,0,1,5.5,0.3,0.4,0.8\n");
      case "level" ->
          Files.writeString(
              file,
              "name own\nsteps 12\nnoise goal 0.1..0.2 0\ntarget 0 0.5 radius=3\n"
                  + "goal 0 -0.5 noise=goal\nfloor 0.5 -0.1 length=10\n");
      default ->
          Files.writeString(
              file,
              """
              {"format": 1, "stage": "draw", "version": 1, "signature": "0123456789abcdef0123",
               "options": {"seed": 1}, "inputs": {}, "parts": [{"path": "a.csv", "kind": "numbers",
               "bytes": 3, "rows": 0, "sha256": "00", "content": "00"}], "content_hash": "00",
               "metrics": {"sum": 1.5}, "seed": 1, "start": "2026-01-01T00:00:00Z",
               "work_seconds": 1.0, "runner": "DirectRunner", "versions": {"java": "17"}}
              """);
    }
    return Files.readAllBytes(file);
  }

  /**
   * Runs it: a reader, how many files, a seed, a directory for them.
   *
   * @param arguments in this order
   */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    int count = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    Path directory = Files.createDirectories(Path.of(arguments[3]));
    Reader reader = reader(name);
    byte[] sound = sound(name, directory);
    Path file = directory.resolve(name.equals("manifest") ? Manifest.FILE : "mutated");
    List<String> findings = new ArrayList<>();
    int accepted = 0;
    int declared = 0;
    for (int i = 0; i < count && findings.size() < MOST_FINDINGS; i++) {
      Files.write(file, Mutation.of(sound, new RandomStream(Seeds.of(seed, name, i))));
      long begin = System.nanoTime();
      try {
        reader.read(file);
        accepted++;
      } catch (Exception | Error thrown) {
        if (isDeclared(thrown, name)) declared++;
        else findings.add("file %d: %s at %s".formatted(i, thrown, place(thrown)));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (seconds > SLOW_SECONDS) findings.add("file %d took %.0f s".formatted(i, seconds));
    }
    Map<String, Integer> summary = Map.of("accepted", accepted, "declared", declared);
    System.out.write(
        (name + " " + summary + "\n" + String.join("\n", findings) + "\n")
            .getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    System.exit(findings.isEmpty() ? 0 : 1);
  }

  private static String place(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
