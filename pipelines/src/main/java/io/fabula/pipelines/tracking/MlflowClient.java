package io.fabula.pipelines.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.Shown;
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
import java.util.Map;

/** Requests to an MLflow server, each tried several times unless it is refused. */
final class MlflowClient {
  private static final String API = "/api/2.0/mlflow";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int OK = 200;
  private static final int SUCCESS_END = 300;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For a whole file: 64 MB over a slow line take minutes. */
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(10);

  private final String address;
  private final Map<String, String> environment;
  private final int attempts;
  private final long pauseMillis;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param address without credentials and without a slash at its end
   * @param environment variables, for credentials
   * @param attempts of each request, at least 1
   * @param pauseMillis before the second attempt, twice that before the third, and so on
   */
  MlflowClient(String address, Map<String, String> environment, int attempts, long pauseMillis) {
    this.address = address;
    this.environment = environment;
    this.attempts = attempts;
    this.pauseMillis = pauseMillis;
  }

  /** An answer that is no success, and that trying again would not change. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }

    /** MLflow's name for the error; may be empty. */
    String code() {
      return code;
    }
  }

  /** Why a request did not succeed, in one line. */
  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? "it does not answer"
        : Shown.value(message.lines().findFirst().orElse(""));
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return exchange(
        request(address + API + path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
            .build());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return exchange(request(address + API + path).GET().build());
  }

  /**
   * Sends a file.
   *
   * @param path in the server's store of files
   */
  void upload(String path, Path file) throws IOException, InterruptedException {
    exchange(
        request(address + ARTIFACTS + encoded(path))
            .timeout(UPLOAD_PATIENCE)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofFile(file))
            .build());
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
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

  /** Asks several times, each time after twice the pause; refusals are final. */
  private JsonNode exchange(HttpRequest request) throws IOException, InterruptedException {
    IOException last = new IOException("it does not answer");
    for (int attempt = 0; attempt < attempts; attempt++) {
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
