package io.fabula.pipelines.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A server with the contract of MLflow's REST interface, as far as runs need it. */
final class FakeMlflow implements AutoCloseable {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMETERS = 100;
  private static final int LARGEST_REQUEST = 1_000_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final HttpServer server;
  final Map<String, String> experiments = new LinkedHashMap<>();
  final Map<String, String> parameters = new TreeMap<>();
  final Map<String, String> tags = new TreeMap<>();
  final Map<String, List<double[]>> metrics = new TreeMap<>();
  final Map<String, Integer> files = new TreeMap<>();
  final List<String> authorizations = new ArrayList<>();
  final List<String> statuses = new ArrayList<>();
  String status = "";
  int requests;

  /** How many of the next requests are answered with status 503. */
  int failures;

  /** After so many requests the server is gone; -1 for never. */
  int disappearsAfter = -1;

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Waits until something is so, at most for a generous while. */
  synchronized void await(BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!so.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) throw new AssertionError("nothing of the kind came to the server");
      wait(left);
    }
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    notifyAll();
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests++;
    if (disappearsAfter >= 0 && requests > disappearsAfter) {
      exchange.close();
      return;
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) authorizations.add(authorization);
    if (failures > 0) {
      failures--;
      reply(exchange, 503, "<html>busy</html>");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      files.put(path, body.length);
      reply(exchange, 200, "{}");
      return;
    }
    JsonNode request = body.length == 0 ? Json.tree(Map.of()) : Json.read(body, JsonNode.class);
    if (body.length > LARGEST_REQUEST) {
      reply(exchange, 400, error("INVALID_PARAMETER_VALUE", "too large"));
      return;
    }
    switch (path.replace("/api/2.0/mlflow", "")) {
      case "/experiments/create" -> createExperiment(exchange, request);
      case "/experiments/get-by-name" -> {
        String name = exchange.getRequestURI().getQuery().replace("experiment_name=", "");
        reply(
            exchange,
            200,
            Json.line(Map.of("experiment", Map.of("experiment_id", experiments.get(name)))));
      }
      case "/runs/create" -> createRun(exchange, request);
      case "/runs/log-batch" -> logBatch(exchange, request);
      case "/runs/update" -> {
        status = request.path("status").asText();
        statuses.add(status);
        reply(exchange, 200, "{\"run_info\": {}}");
      }
      default -> reply(exchange, 404, error("ENDPOINT_NOT_FOUND", path));
    }
  }

  private void createExperiment(HttpExchange exchange, JsonNode request) throws IOException {
    String name = request.path("name").asText();
    if (experiments.containsKey(name)) {
      reply(exchange, 400, error("RESOURCE_ALREADY_EXISTS", "exists"));
      return;
    }
    experiments.put(name, Integer.toString(experiments.size() + 1));
    reply(exchange, 200, Json.line(Map.of("experiment_id", experiments.get(name))));
  }

  private void createRun(HttpExchange exchange, JsonNode request) throws IOException {
    request.path("tags").forEach(each -> tags.put(each.get("key").asText(), value(each)));
    Map<String, String> info =
        Map.of(
            "run_id",
            "abc",
            "artifact_uri",
            "mlflow-artifacts:/%s/abc/artifacts".formatted(request.path("experiment_id").asText()));
    reply(exchange, 200, Json.line(Map.of("run", Map.of("info", info))));
  }

  private void logBatch(HttpExchange exchange, JsonNode request) throws IOException {
    if (request.path("metrics").size() > MOST_METRICS
        || request.path("params").size() > MOST_PARAMETERS
        || !request.path("run_id").asText().equals("abc")) {
      reply(exchange, 400, error("INVALID_PARAMETER_VALUE", "too many, or no such run"));
      return;
    }
    request.path("tags").forEach(each -> tags.put(each.get("key").asText(), value(each)));
    request.path("params").forEach(each -> parameters.put(each.get("key").asText(), value(each)));
    for (JsonNode each : request.path("metrics")) {
      metrics
          .computeIfAbsent(each.get("key").asText(), key -> new ArrayList<>())
          .add(new double[] {each.get("step").asDouble(), each.get("value").asDouble()});
    }
    reply(exchange, 200, "{}");
  }

  private static String value(JsonNode pair) {
    return pair.get("value").asText();
  }

  private static String error(String code, String message) {
    return Json.line(Map.of("error_code", code, "message", message));
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
