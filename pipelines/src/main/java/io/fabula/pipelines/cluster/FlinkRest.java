package io.fabula.pipelines.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** Asks a Flink cluster how it is. */
public final class FlinkRest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  /** The setting that says which Fabula is on a cluster's class path, see {@link JobJar#code}. */
  static final String CODE = "fabula.code";

  private final String address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * Of the cluster at an address.
   *
   * @param address {@code host} or {@code host:port}, with or without {@code http://}
   * @throws UsageProblem if it is none
   */
  public FlinkRest(String address) {
    String plain = address.replaceFirst("^https?://", "").replaceFirst("/$", "");
    if (!plain.matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?")) {
      throw new UsageProblem("--flinkMaster must be [local] or HOST:PORT, got " + address);
    }
    this.address = plain.contains(":") ? plain : plain + ":8081";
  }

  /**
   * What a cluster says of itself.
   *
   * @param version of Flink, such as {@code 1.19.3}
   * @param taskManagers registered workers
   * @param slots of all workers
   * @param freeSlots slots without work
   * @param runningJobs jobs at work
   */
  public record Overview(
      String version, int taskManagers, int slots, int freeSlots, int runningJobs) {}

  /** Host and port. */
  public String address() {
    return address;
  }

  /**
   * Asks.
   *
   * @throws IOException if nobody answers, or something that is not Flink
   */
  public Overview overview() throws IOException {
    JsonNode answer = send("GET", "/overview", 200);
    if (!answer.hasNonNull("flink-version")) throw new IOException("this is not Flink");
    return new Overview(
        answer.get("flink-version").asText(),
        answer.path("taskmanagers").asInt(),
        answer.path("slots-total").asInt(),
        answer.path("slots-available").asInt(),
        answer.path("jobs-running").asInt());
  }

  /** What a TaskManager is told so that {@link #runs} sees which Fabula it has. */
  static String workerOption(String name, String code) {
    return "taskmanager.resource-id=%s-%s-%d".formatted(name, code, System.currentTimeMillis());
  }

  /**
   * Whether the JobManager and all TaskManagers have a certain Fabula on their class path.
   *
   * @param code see {@link JobJar#code}
   * @throws IOException if nobody answers
   */
  boolean runs(String code) throws IOException {
    for (JsonNode each : send("GET", "/jobmanager/config", 200)) {
      if (each.path("key").asText().equals(CODE) && each.path("value").asText().equals(code)) {
        return areAllWorkersOf(code);
      }
    }
    return false;
  }

  private boolean areAllWorkersOf(String code) throws IOException {
    JsonNode workers = send("GET", "/taskmanagers", 200).path("taskmanagers");
    for (JsonNode each : workers) {
      if (!each.path("id").asText().contains("-" + code + "-")) return false;
    }
    return !workers.isEmpty();
  }

  /**
   * Asks the cluster to end all jobs of a name that have not ended.
   *
   * @return how many there are; the cluster needs a moment to end them
   * @throws IOException if nobody answers
   */
  int cancel(String jobName) throws IOException {
    int jobs = 0;
    for (JsonNode job : send("GET", "/jobs/overview", 200).path("jobs")) {
      String state = job.path("state").asText();
      if (!job.path("name").asText().equals(jobName) || ENDED.contains(state)) continue;
      if (!state.equals("CANCELLING")) send("PATCH", "/jobs/" + job.path("jid").asText(), 202);
      jobs++;
    }
    return jobs;
  }

  private JsonNode send(String method, String path, int expected) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != expected) {
        throw new IOException("HTTP " + response.statusCode() + " from " + path);
      }
      return new ObjectMapper().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Asks before a job is sent.
   *
   * @param version the version that the cluster must have, up to its second dot
   * @throws WorkProblem if the cluster cannot be reached or has no workers
   * @throws UsageProblem if it is of another version
   */
  Overview requireReady(String version) {
    Overview overview;
    try {
      overview = overview();
    } catch (IOException e) {
      throw new WorkProblem(
          "no Flink cluster answers at %s (%s); ./fabula cluster start starts one on this machine"
              .formatted(address, reason(e)),
          e);
    }
    String minor = version.replaceFirst("^([0-9]+\\.[0-9]+).*", "$1");
    if (!overview.version().startsWith(minor + ".")) {
      throw new UsageProblem(
          "the cluster at %s is Flink %s, this needs %s"
              .formatted(address, overview.version(), minor));
    }
    if (overview.slots() == 0) {
      throw new WorkProblem(
          "the cluster at %s has no task manager; start one and run again".formatted(address));
    }
    return overview;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
