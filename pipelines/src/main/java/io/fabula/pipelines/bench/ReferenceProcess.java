package io.fabula.pipelines.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Python process on one thread that answers one line of JSON with another, and only works when it
 * is asked, so that both sides can take turns. Its first line says what it is.
 */
final class ReferenceProcess implements AutoCloseable {
  /** Names the Python to use instead of {@code python3} on the path. */
  static final String PYTHON_VARIABLE = "FABULA_PYTHON";

  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final JsonNode about;

  /**
   * Starts a process.
   *
   * @throws IOException with one line that says why there is none
   */
  ReferenceProcess(List<String> command) throws IOException {
    if (command.size() > 1 && !Files.isRegularFile(Path.of(command.get(1)))) {
      throw new IOException("there is no " + command.get(1));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    THREAD_VARIABLES.forEach(each -> builder.environment().put(each, "1"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(command.get(0) + " cannot be started", e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
    try {
      about = read();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The command that starts a reference of an installation, in a given environment. */
  static List<String> command(Path home, String kind, Map<String, String> environment) {
    String python = environment.getOrDefault(PYTHON_VARIABLE, "");
    Path script = home.resolve(Path.of("infra", "benchmarks", kind, "reference.py"));
    return List.of(python.isBlank() ? "python3" : python, script.toString(), "--serve");
  }

  /** What it says of itself. */
  JsonNode about() {
    return about;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws IOException with one line that says what went wrong
   */
  JsonNode ask(Map<String, Object> request) throws IOException {
    try {
      requests.write(Json.line(new TreeMap<>(request)) + "\n");
      requests.flush();
    } catch (IOException e) {
      throw new IOException("the reference stopped", e);
    }
    return read();
  }

  private JsonNode read() throws IOException {
    String line = answers.readLine();
    if (line == null) throw new IOException("the reference stopped without an answer");
    JsonNode answer;
    try {
      answer = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the reference answered \"" + line + "\" instead of JSON", e);
    }
    if (answer.has("problem")) throw new IOException(answer.path("problem").asText());
    return answer;
  }

  /** Ends the process; it ends by itself when nobody can ask any more. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      process.destroy(); // it is gone or going: there is nothing left to tell it
    }
    boolean interrupted = false;
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
