package io.fabula.pipelines.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.RunDirectory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends runs to an MLflow server by its REST interface, in batches, each request up to four times.
 * Credentials come from the variables that MLflow's own client reads: {@code
 * MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}.
 */
public final class MlflowServer {
  private static final String PROXIED = "mlflow-artifacts:";
  private static final int ATTEMPTS = 4;
  private static final long PAUSE_MILLIS = 500;
  private static final int METRICS_PER_BATCH = 500;
  private static final int PAIRS_PER_BATCH = 100;
  private static final int LONGEST_PARAMETER = 500;

  private final String address;
  private final MlflowClient client;

  /**
   * @param address such as {@code http://localhost:5000}, without credentials
   * @param environment variables, for credentials
   * @throws UsageProblem if the address is none
   */
  public MlflowServer(String address, Map<String, String> environment) {
    this(address, environment, PAUSE_MILLIS);
  }

  MlflowServer(String address, Map<String, String> environment, long pauseMillis) {
    this(address, environment, ATTEMPTS, pauseMillis);
  }

  private MlflowServer(
      String address, Map<String, String> environment, int attempts, long pauseMillis) {
    String plain = address.replaceFirst("/+$", "");
    if (!plain.matches("https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?")) {
      throw new UsageProblem(
          "--tracking must be like http://localhost:5000 (credentials come from the variables"
              + " MLFLOW_TRACKING_*), got "
              + Shown.value(address.replaceFirst("//.*@", "//...@")));
    }
    this.address = plain;
    client = new MlflowClient(plain, environment, attempts, pauseMillis);
  }

  /**
   * For a run at work.
   *
   * @param address such as {@code http://localhost:5000}, without credentials
   * @param environment variables, for credentials
   * @throws UsageProblem if the address is none
   */
  public static LiveRun.Servers live(String address, Map<String, String> environment) {
    return live(address, environment, PAUSE_MILLIS);
  }

  static LiveRun.Servers live(String address, Map<String, String> environment, long pauseMillis) {
    return new LiveRun.Servers(
        new MlflowServer(address, environment, 1, 0),
        new MlflowServer(address, environment, pauseMillis));
  }

  /** Where it is. */
  String address() {
    return address;
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

  /**
   * A run that the server knows and that is not ended.
   *
   * @param experiment the server's id of what it is filed under
   * @param runId the server's id for it
   * @param place where its files are
   */
  record Begun(String experiment, String runId, String place) {}

  /** What the server is asked for. */
  interface Asking<T> {
    T ask() throws IOException, InterruptedException;
  }

  /**
   * Sends a whole run as a new one of the server, and ends there what an earlier process left open.
   *
   * @param directory the run's
   * @throws WorkProblem if the server is away, refuses or disappears; nothing here is lost
   */
  public Sent send(TrackedRun run, RunDirectory directory) {
    Sent sent = send(run);
    new OpenRun(directory, address).endLeft(this);
    return sent;
  }

  Sent send(TrackedRun run) {
    return asked(run.id(), () -> complete(begin(run), run, run.points()));
  }

  /**
   * Asks, and says in one line what to do where that fails.
   *
   * @throws WorkProblem if the server is away, refuses or disappears; nothing here is lost
   */
  <T> T asked(String run, Asking<T> asking) {
    try {
      return asking.ask();
    } catch (IOException e) {
      throw new WorkProblem(
          "the tracking server %s did not take run %s: %s; the run is safe here, send it later with"
                  .formatted(address, run, MlflowClient.reason(e))
              + " ./fabula track %s --tracking=%s".formatted(run, address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkProblem("interrupted while run " + run + " was sent", e);
    }
  }

  /** Makes a run, with its settings. */
  Begun begin(TrackedRun run) throws IOException, InterruptedException {
    String experiment = experiment(run.experiment());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("experiment_id", experiment);
    body.put("start_time", run.startMillis());
    body.put("run_name", run.id());
    body.put("tags", pairs(run.tags()));
    JsonNode made = client.post("/runs/create", body).path("run").path("info");
    Begun begun =
        new Begun(experiment, made.path("run_id").asText(), made.path("artifact_uri").asText());
    logPairs(begun, "params", pairs(run.parameters()));
    return begun;
  }

  private String experiment(String name) throws IOException, InterruptedException {
    try {
      return client
          .post("/experiments/create", Map.of("name", name))
          .path("experiment_id")
          .asText();
    } catch (MlflowClient.Refused e) {
      if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) throw e;
      String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
      JsonNode found = client.get("/experiments/get-by-name?experiment_name=" + query);
      return found.path("experiment").path("experiment_id").asText();
    }
  }

  private static List<Map<String, String>> pairs(Map<String, String> all) {
    return all.entrySet().stream()
        .map(each -> Map.of("key", each.getKey(), "value", shortened(each.getValue())))
        .toList();
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER);
  }

  private void logPairs(Begun run, String kind, List<Map<String, String>> pairs)
      throws IOException, InterruptedException {
    for (int from = 0; from < pairs.size(); from += PAIRS_PER_BATCH) {
      int to = Math.min(pairs.size(), from + PAIRS_PER_BATCH);
      client.post("/runs/log-batch", Map.of("run_id", run.runId(), kind, pairs.subList(from, to)));
    }
  }

  /** Adds measurements to a run. */
  void log(Begun run, List<TrackedRun.Point> points) throws IOException, InterruptedException {
    for (int from = 0; from < points.size(); from += METRICS_PER_BATCH) {
      int to = Math.min(points.size(), from + METRICS_PER_BATCH);
      List<Map<String, Object>> metrics =
          points.subList(from, to).stream().map(MlflowServer::metric).toList();
      client.post("/runs/log-batch", Map.of("run_id", run.runId(), "metrics", metrics));
    }
  }

  private static Map<String, Object> metric(TrackedRun.Point point) {
    return Map.of(
        "key", point.key(),
        "value", point.value(),
        "timestamp", point.timeMillis(),
        "step", point.step());
  }

  /**
   * Adds all that a complete run has beside its settings, and ends it.
   *
   * @param missing measurements that the server does not have yet
   */
  Sent complete(Begun begun, TrackedRun run, List<TrackedRun.Point> missing)
      throws IOException, InterruptedException {
    logPairs(begun, "tags", pairs(run.tags()));
    log(begun, missing);
    boolean kept = begun.place().startsWith(PROXIED);
    if (kept) {
      String below =
          begun
              .place()
              .substring(PROXIED.length())
              .replaceFirst("^//[^/]*", "")
              .replaceFirst("^/+", "");
      for (Map.Entry<String, Path> each : run.files().entrySet()) {
        client.upload(below + "/" + each.getKey(), each.getValue());
      }
    }
    end(begun.runId(), "FINISHED", run.endMillis());
    return new Sent(
        "%s/#/experiments/%s/runs/%s".formatted(address, begun.experiment(), begun.runId()),
        begun.runId(),
        kept ? run.files().size() : 0,
        kept);
  }

  /**
   * Ends a run.
   *
   * @param status MLflow's word for how
   */
  void end(String runId, String status, long endMillis) throws IOException, InterruptedException {
    client.post("/runs/update", Map.of("run_id", runId, "status", status, "end_time", endMillis));
  }
}
