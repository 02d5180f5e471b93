package io.fabula.pipelines.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs sent to a server of MLflow 3 itself, where a Python with MLflow is named by {@code
 * FABULA_MLFLOW}; elsewhere {@link TrackingTest} holds the contract, which this test shows to be
 * the server's.
 */
class RealMlflowTest {
  private static final int SECONDS_TO_START = 240;

  @TempDir static Path directory;
  private static Process server;
  private static String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private static String python() {
    String python = System.getenv().getOrDefault("FABULA_MLFLOW", "");
    if (!python.isEmpty() && Files.isExecutable(Path.of(python))) return python;
    return abort("NOT TESTED with MLflow itself: FABULA_MLFLOW names no Python with MLflow");
  }

  @BeforeAll
  static void startTheServer() throws Exception {
    String python = python();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    address = "http://127.0.0.1:" + port;
    ProcessBuilder builder =
        new ProcessBuilder(
            python,
            "-m",
            "mlflow",
            "server",
            "--host=127.0.0.1",
            "--port=" + port,
            "--workers=1",
            "--backend-store-uri=sqlite:///" + directory.resolve("mlflow.db"),
            "--artifacts-destination=" + directory.resolve("kept"));
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("server.log").toFile());
    server = builder.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
    while (!healthy()) {
      boolean over = server.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() > end;
      if (over) {
        throw new AssertionError(
            "MLflow did not start: " + Files.readString(directory.resolve("server.log")));
      }
    }
  }

  private static boolean healthy() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/health")).build();
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stopTheServer() throws InterruptedException {
    if (server == null) return;
    List<ProcessHandle> helpers = server.descendants().toList();
    server.destroy();
    if (!server.waitFor(10, TimeUnit.SECONDS)) server.destroyForcibly();
    helpers.forEach(ProcessHandle::destroyForcibly);
  }

  private static Console fabula(String store, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--store=" + directory.resolve(store));
    return Console.run(all.toArray(String[]::new));
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow" + path)).build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return Json.read(answer.body(), JsonNode.class);
  }

  @Test
  void theServerHasTheRunWithItsSettingsMetricsAndFiles() throws Exception {
    Console console =
        fabula(
            "sent",
            "run",
            "sums",
            "--profile=tiny",
            "--quiet",
            "--tracking=" + address,
            "--experiment=real numbers");
    assertThat(console.err()).isEmpty();
    String page = console.line("tracked ");
    String id = page.substring(page.lastIndexOf('/') + 1);
    JsonNode run = get("/runs/get?run_id=" + id).path("run");
    assertThat(run.path("info").path("status").asText()).isEqualTo("FINISHED");
    assertThat(run.path("info").path("run_name").asText()).startsWith("sums-tiny-");
    assertThat(run.path("data").path("params").findValuesAsText("key"))
        .contains("seed", "draw.scale");
    JsonNode history = get("/metrics/get-history?run_id=" + id + "&metric_key=fold-numbers/sum");
    assertThat(history.path("metrics")).hasSize(1);
    assertThat(get("/artifacts/list?run_id=" + id).path("files").findValuesAsText("path"))
        .contains("config.yaml");
    String name = URLEncoder.encode("real numbers", StandardCharsets.UTF_8);
    assertThat(
            get("/experiments/get-by-name?experiment_name=" + name)
                .path("experiment")
                .path("experiment_id")
                .asText())
        .isEqualTo(run.path("info").path("experiment_id").asText());
    Console again =
        fabula("sent", "track", "sums", "--tracking=" + address, "--experiment=real numbers");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @Test
  void longCurvesAndManySettingsArriveWhole() throws Exception {
    MlflowServer.Sent sent = new MlflowServer(address, System.getenv()).send(TrackingTest.curves());
    assertThat(sent.filesKept()).isTrue();
    String key = URLEncoder.encode("train/seed_1/return", StandardCharsets.UTF_8);
    JsonNode history =
        get(
            "/metrics/get-history?max_results=5000&run_id=%s&metric_key=%s"
                .formatted(sent.runId(), key));
    assertThat(history.path("metrics")).hasSize(1234);
    assertThat(history.path("metrics").get(1233).path("value").asDouble()).isEqualTo(616.5);
    JsonNode data = get("/runs/get?run_id=" + sent.runId()).path("run").path("data");
    assertThat(data.path("params")).hasSize(150);
    HttpRequest file =
        HttpRequest.newBuilder(
                URI.create(
                    address
                        + "/get-artifact?path=train/figures/a%20b.svg&run_uuid="
                        + sent.runId()))
            .build();
    assertThat(client.send(file, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("<svg/>");
  }

  @Test
  void whatATrainingSentWhileItRanIsThereOnce() throws Exception {
    Console console =
        Console.run(
            Studies.builtIn(),
            "run",
            "platform",
            "--profile=tiny",
            "--quiet",
            "q_pamdp.seeds=0",
            "--store=" + directory.resolve("live"),
            "--tracking=" + address);
    assertThat(console.err()).isEmpty();
    String page = console.line("tracked ");
    String id = page.substring(page.lastIndexOf('/') + 1);
    JsonNode history =
        get("/metrics/get-history?run_id=" + id + "&metric_key=train-agents/seed_1/return");
    List<Long> steps = new ArrayList<>();
    history.path("metrics").forEach(each -> steps.add(each.path("step").asLong()));
    assertThat(steps).hasSize(40).doesNotHaveDuplicates();
    assertThat(get("/runs/get?run_id=" + id).path("run").path("info").path("status").asText())
        .isEqualTo("FINISHED");
  }

  @Test
  void theExportedFilesCanBeMigrated() throws Exception {
    fabula("migrated", "run", "sums", "--profile=tiny", "--quiet");
    Path out = directory.resolve("mlruns");
    assertThat(fabula("migrated", "export", "mlflow", "sums", "--out=" + out).exitCode()).isZero();
    Path database = directory.resolve("migrated.db");
    Process migration =
        new ProcessBuilder(
                python(),
                "-m",
                "mlflow",
                "migrate-filestore",
                "--source=" + out,
                "--target=sqlite:///" + database)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(migration.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(migration.waitFor()).as(said).isZero();
    Process count =
        new ProcessBuilder(
                python(),
                "-c",
                "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('select"
                    + " count(*) from runs join metrics using (run_uuid)').fetchone()[0])",
                database.toString())
            .start();
    String counted =
        new String(count.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(Integer.parseInt(counted)).as(said).isPositive();
  }
}
