package io.fabula.pipelines.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends runs to an MLflow server by its REST interface, in batches, each request up to four times.
 * Credentials come from the variables that MLflow's own client reads: {@code
 * MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}.
 */
public final class MlflowServer {
  private static final String API = "/api/2.0/mlflow";
  private static final String PROXIED = "mlflow-artifacts:";
  private static final int ATTEMPTS = 4;
  private static final int METRICS_PER_BATCH = 500;
  private static final int PARAMETERS_PER_BATCH = 100;
  private static final int LONGEST_PARAMETER = 500;
  private static final int OK = 200;
  private static final int SUCCESS_END = 300;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For a whole file: 64 MB over a slow line take minutes. */
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(10);

  private final String address;
  private final Map<String, String> environment;
  private final long pauseMillis;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param address such as {@code http://localhost:5000}, without credentials
   * @param environment variables, for credentials
   * @throws UsageProblem if the address is none
   */
  public MlflowServer(String address, Map<String, String> environment) {
    this(address, environment, 500);
  }

  MlflowServer(String address, Map<String, String> environment, long pauseMillis) {
    String plain = address.replaceFirst("/+$", "");
    if (!plain.matches("https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?")) {
      throw new UsageProblem(
          "--tracking must be like http://localhost:5000 (credentials come from the variables"
              + " MLFLOW_TRACKING_*), got "
              + Shown.value(address.replaceFirst("//.*@", "//...@")));
    }
    this.address = plain;
    this.environment = environment;
    this.pauseMillis = pauseMillis;
  }

  /**
   * What the server has of a run.
   *
   * @param url its page
   * @param runId the server's id for it
   * @param files how many files were sent
   * @param filesKept whether the server takes files; else they stay here
   */
  public record Sent(String url, String runId, int files, boolean filesKept) {}

  /** An answer that is no success, and that trying again would not change. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  /**
   * Sends a whole run as a new one of the server.
   *
   * @throws WorkProblem if the server is away, refuses or disappears; nothing here is lost
   */
  public Sent send(TrackedRun run) {
    try {
      String experiment = experiment(run.experiment());
      JsonNode created = create(experiment, run);
      String runId = created.path("run_id").asText();
      log(runId, run);
      String place = created.path("artifact_uri").asText();
      boolean kept = place.startsWith(PROXIED);
      if (kept) {
        for (Map.Entry<String, Path> each : run.files().entrySet()) {
          upload(place, each.getKey(), each.getValue());
        }
      }
      post(
          "/runs/update",
          Map.of("run_id", runId, "status", "FINISHED", "end_time", run.endMillis()));
      return new Sent(
          "%s/#/experiments/%s/runs/%s".formatted(address, experiment, runId),
          runId,
          kept ? run.files().size() : 0,
          kept);
    } catch (IOException e) {
      throw new WorkProblem(
          "the tracking server %s did not take run %s: %s; the run is safe here, send it later with"
                  .formatted(address, run.id(), reason(e))
              + " ./fabula track %s --tracking=%s".formatted(run.id(), address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkProblem("interrupted while run " + run.id() + " was sent", e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? "it does not answer"
        : Shown.value(message.lines().findFirst().orElse(""));
  }

  private String experiment(String name) throws IOException, InterruptedException {
    try {
      return post("/experiments/create", Map.of("name", name)).path("experiment_id").asText();
    } catch (Refused e) {
      if (!e.code.equals("RESOURCE_ALREADY_EXISTS")) throw e;
      String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
      JsonNode found = get("/experiments/get-by-name?experiment_name=" + query);
      return found.path("experiment").path("experiment_id").asText();
    }
  }

  private JsonNode create(String experiment, TrackedRun run)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("experiment_id", experiment);
    body.put("start_time", run.startMillis());
    body.put("run_name", run.id());
    body.put("tags", pairs(run.tags()));
    return post("/runs/create", body).path("run").path("info");
  }

  private static List<Map<String, String>> pairs(Map<String, String> all) {
    return all.entrySet().stream()
        .map(each -> Map.of("key", each.getKey(), "value", shortened(each.getValue())))
        .toList();
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER);
  }

  private void log(String runId, TrackedRun run) throws IOException, InterruptedException {
    List<Map<String, String>> parameters = pairs(run.parameters());
    for (int from = 0; from < parameters.size(); from += PARAMETERS_PER_BATCH) {
      int to = Math.min(parameters.size(), from + PARAMETERS_PER_BATCH);
      post("/runs/log-batch", Map.of("run_id", runId, "params", parameters.subList(from, to)));
    }
    List<TrackedRun.Point> points = run.points();
    for (int from = 0; from < points.size(); from += METRICS_PER_BATCH) {
      int to = Math.min(points.size(), from + METRICS_PER_BATCH);
      List<Map<String, Object>> metrics =
          points.subList(from, to).stream().map(MlflowServer::metric).toList();
      post("/runs/log-batch", Map.of("run_id", runId, "metrics", metrics));
    }
  }

  private static Map<String, Object> metric(TrackedRun.Point point) {
    return Map.of(
        "key", point.key(),
        "value", point.value(),
        "timestamp", point.timeMillis(),
        "step", point.step());
  }

  private void upload(String place, String path, Path file)
      throws IOException, InterruptedException {
    String below = place.substring(PROXIED.length()).replaceFirst("^//[^/]*", "");
    String target =
        address
            + "/api/2.0/mlflow-artifacts/artifacts/"
            + encoded(below.replaceFirst("^/+", "") + "/" + path);
    exchange(
        request(target)
            .timeout(UPLOAD_PATIENCE)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofFile(file))
            .build());
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  private JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return exchange(
        request(address + API + path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
            .build());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return exchange(request(address + API + path).GET().build());
  }

  private HttpRequest.Builder request(String target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target)).timeout(PATIENCE);
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    } else if (!user.isEmpty()) {
      String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return request;
  }

  /** Asks up to four times, each time after twice the pause; refusals are final. */
  private JsonNode exchange(HttpRequest request) throws IOException, InterruptedException {
    IOException last = new IOException("it does not answer");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) Thread.sleep(pauseMillis << (attempt - 1));
      try {
        return once(request);
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private JsonNode once(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    int status = answer.statusCode();
    if (status >= SERVER_FAULT || status == TOO_MANY) {
      throw new IOException("it answers with status " + status);
    }
    JsonNode body = Json.tree(Map.of());
    try {
      if (answer.body().length > 0) body = Json.read(answer.body(), JsonNode.class);
    } catch (IOException e) {
      throw new Refused("", "it answers something that is not MLflow's, status " + status);
    }
    if (status < OK || status >= SUCCESS_END) {
      throw new Refused(
          body.path("error_code").asText(),
          "it refuses with status %d: %s".formatted(status, body.path("message").asText()));
    }
    return body;
  }
}
