package io.fabula.pipelines.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.exports.TensorBoardExport;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** Runs sent to a server with MLflow's contract, and written as its files. */
class TrackingTest {
  @TempDir Path directory;

  private Console fabula(String... arguments) {
    return Console.run(
        Stream.concat(Stream.of(arguments), Stream.of("--store=" + directory.resolve("store")))
            .toArray(String[]::new));
  }

  private Console run(String... more) {
    return fabula(
        Stream.concat(Stream.of("run", "sums", "--profile=tiny", "--quiet"), Stream.of(more))
            .toArray(String[]::new));
  }

  /** A run with a long curve and many settings. */
  static TrackedRun curves() throws IOException {
    List<TrackedRun.Point> points = new ArrayList<>();
    for (int step = 0; step < 1234; step++) {
      points.add(new TrackedRun.Point("train/seed_1/return", 0.5 * step, 1000, step));
    }
    Map<String, String> parameters = new java.util.TreeMap<>();
    for (int i = 0; i < 150; i++) parameters.put("key_" + i, "value " + i);
    Path file = Files.createTempFile("figure", ".svg");
    Files.writeString(file, "<svg/>");
    return new TrackedRun(
        "sums-tiny-1",
        "numbers",
        1000,
        2000,
        parameters,
        Map.of("mlflow.runName", "sums-tiny-1"),
        points,
        Map.of("train/figures/a b.svg", file));
  }

  @Test
  void aRunIsSentWhenItIsComplete() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      Console console = run("--tracking=" + server.address(), "--experiment=numbers");
      assertThat(console.err()).isEmpty();
      assertThat(console.line("tracked "))
          .isEqualTo(server.address() + "/#/experiments/1/runs/abc");
      assertThat(server.experiments).containsOnlyKeys("numbers");
      assertThat(server.parameters).containsKeys("seed", "draw.scale");
      assertThat(server.metrics).containsKey("fold-numbers/sum");
      assertThat(server.tags).containsEntry("fabula.study", "sums");
      assertThat(server.files.keySet())
          .anyMatch(each -> each.endsWith("/1/abc/artifacts/config.yaml"));
      assertThat(server.status).isEqualTo("FINISHED");
    }
  }

  @Test
  void everyPointAndParameterArrivesInBatches() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      server.experiments.put("numbers", "7");
      server.failures = 2;
      MlflowServer.Sent sent =
          new MlflowServer(server.address() + "/", Map.of("MLFLOW_TRACKING_TOKEN", "secret"), 1)
              .send(curves());
      assertThat(sent.url()).endsWith("/#/experiments/7/runs/abc");
      assertThat(sent.filesKept()).isTrue();
      assertThat(server.parameters).hasSize(150);
      assertThat(server.metrics.get("train/seed_1/return")).hasSize(1234);
      assertThat(server.metrics.get("train/seed_1/return").get(1233)).containsExactly(1233, 616.5);
      assertThat(server.files.keySet())
          .containsExactly(
              "/api/2.0/mlflow-artifacts/artifacts/7/abc/artifacts/train/figures/a b.svg");
      assertThat(server.authorizations).isNotEmpty().containsOnly("Bearer secret");
    }
  }

  @Test
  void aServerThatIsAwayStopsNothingAndTheRunIsSentLater() throws IOException {
    String gone;
    try (FakeMlflow server = new FakeMlflow()) {
      gone = server.address();
    }
    Console console = run("--tracking=" + gone);
    assertThat(console.exitCode()).isZero();
    assertThat(Path.of(console.line("report "))).exists();
    List<String> lines = console.err().lines().toList(); // the first only where it runs a second
    assertThat(lines.size()).isBetween(1, 2);
    if (lines.size() == 2) assertThat(lines.get(0)).contains("the work goes on");
    assertThat(lines.get(lines.size() - 1))
        .contains("did not take run", "./fabula track sums-tiny-");
    try (FakeMlflow server = new FakeMlflow()) {
      Console later = fabula("track", "sums", "--tracking=" + server.address());
      assertThat(later.exitCode()).isZero();
      assertThat(server.status).isEqualTo("FINISHED");
      assertThat(server.experiments).containsOnlyKeys("sums");
    }
  }

  @Test
  void aServerThatDisappearsOrIsNoneIsSaidInOneLine() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      server.disappearsAfter = 3;
      MlflowServer client = new MlflowServer(server.address(), Map.of(), 1);
      TrackedRun run = curves();
      assertThatThrownBy(() -> client.send(run))
          .isInstanceOf(WorkProblem.class)
          .hasMessageContaining("the run is safe here, send it later with ./fabula track");
    }
    assertThatThrownBy(() -> new MlflowServer("http://me:secret@host", Map.of()))
        .isInstanceOf(UsageProblem.class)
        .hasMessageNotContaining("secret");
    assertThat(run("--tracking=nowhere").exitCode()).isEqualTo(2);
    assertThat(run("--experiment=numbers").err()).contains("--experiment needs --tracking");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void aRunBecomesMlflowsFiles() throws IOException {
    run();
    Path out = directory.resolve("mlruns");
    Console console = fabula("export", "mlflow", "sums", "--out=" + out);
    assertThat(console.err()).isEmpty();
    Path run = Path.of(console.line("run    "));
    assertThat(run.getFileName().toString()).matches("[0-9a-f]{32}");
    assertThat(run.resolve("meta.yaml")).content().contains("status: 3", "end_time: ");
    assertThat(run.resolve("params/draw.scale")).exists();
    assertThat(run.resolve("metrics/fold-numbers/sum")).content().matches("[0-9]+ [-0-9.E]+ 0\n");
    assertThat(run.resolve("tags/mlflow.runName")).content().startsWith("sums-tiny-");
    assertThat(run.getParent().resolve("meta.yaml")).content().contains("name: \"sums\"");
    assertThat(out.resolve("0/meta.yaml")).content().contains("name: \"Default\"");
    assertThat(fabula("export", "mlflow", "sums", "--out=" + out).exitCode()).isZero();
    assertThat(fabula("export", "mlflow", "sums", "--out=" + directory).err())
        .contains("--out must be a new or empty directory");
  }

  @Test
  void aRunsDirectoryIsExportedLikeItsId() {
    String run = run().line("run ");
    String out = "--out=" + directory.resolve("events");
    Console named = Console.run("export", "tensorboard", run, out);
    assertThat(named.err()).isEmpty();
    assertThat(Path.of(named.line("events "))).exists();
    refuses("is no run", "tensorboard", directory.toString(), out);
    refuses("there is no directory", "mlflow", directory.resolve("none").toString(), out);
    refuses("--stage is for data sets", "mlflow", run, out, "--stage=fold-numbers");
    refuses("--experiment is for mlflow", "tensorboard", run, out, "--experiment=numbers");
    refuses("--experiment is for mlflow", "minari", run, out, "--experiment=numbers");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsOneLine() throws IOException {
    String run = run().line("run ");
    Path below = Files.createFile(directory.resolve("file")).resolve("out");
    for (String format : List.of("tensorboard", "mlflow")) {
      Console console = Console.run("export", format, run, "--out=" + below);
      assertThat(console.out()).isEmpty();
      assertThat(console.err())
          .startsWith("fabula: cannot write " + below)
          .contains("choose another place with --out=DIR")
          .hasLineCount(1);
      assertThat(console.exitCode()).isEqualTo(1);
    }
  }

  private static void refuses(String line, String... export) {
    Console console =
        Console.run(Stream.concat(Stream.of("export"), Stream.of(export)).toArray(String[]::new));
    assertThat(console.err()).startsWith("fabula: ").contains(line).hasLineCount(1);
    assertThat(console.exitCode()).isEqualTo(2);
  }

  /** Reads the file as any reader of Protocol Buffers does. */
  @Test
  void aRunBecomesAnEventFileOfTensorBoard() throws IOException {
    TrackedRun run = curves();
    Path file = TensorBoardExport.write(run, directory.resolve("events"));
    assertThat(file.getFileName().toString()).contains("tfevents");
    ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> events = new ArrayList<>();
    while (records.hasRemaining()) {
      byte[] record = new byte[(int) records.getLong()];
      records.getInt();
      records.get(record);
      records.getInt();
      events.add(UnknownFieldSet.parseFrom(record));
    }
    assertThat(events).hasSize(1 + run.points().size());
    assertThat(events.get(0).getField(3).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("brain.Event:2");
    UnknownFieldSet last = events.get(1234);
    assertThat(last.getField(2).getVarintList()).containsExactly(1233L);
    assertThat(Double.longBitsToDouble(last.getField(1).getFixed64List().get(0))).isEqualTo(1);
    UnknownFieldSet summary =
        UnknownFieldSet.parseFrom(last.getField(5).getLengthDelimitedList().get(0));
    UnknownFieldSet value =
        UnknownFieldSet.parseFrom(summary.getField(1).getLengthDelimitedList().get(0));
    assertThat(value.getField(1).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("train/seed_1/return");
    assertThat(Float.intBitsToFloat(value.getField(2).getFixed32List().get(0))).isEqualTo(616.5f);
  }
}
