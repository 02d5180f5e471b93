package io.fabula.pipelines.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.workloads.ReferenceOutputs;
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
 * The workloads in PyTorch: a Python process that answers one line of JSON with another, and only
 * works when it is asked, so that both sides can take turns.
 */
public final class PyTorch implements Reference {
  /** Names the Python to use instead of {@code python3} on the path. */
  public static final String PYTHON_VARIABLE = "FABULA_PYTHON";

  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private String description = "PyTorch";

  private PyTorch(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** The command that starts the reference of an installation, in a given environment. */
  public static List<String> command(Path home, Map<String, String> environment) {
    String python = environment.getOrDefault(PYTHON_VARIABLE, "");
    Path script = home.resolve(Path.of("infra", "benchmarks", "reference", "reference.py"));
    return List.of(python.isBlank() ? "python3" : python, script.toString(), "--serve");
  }

  /**
   * Starts the reference.
   *
   * @throws IOException with one line that says why there is none
   */
  public static PyTorch start(List<String> command) throws IOException {
    if (command.size() > 1 && !Files.isRegularFile(Path.of(command.get(1)))) {
      throw new IOException("there is no " + command.get(1));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    THREAD_VARIABLES.forEach(each -> builder.environment().put(each, "1"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(command.get(0) + " cannot be started", e);
    }
    PyTorch reference = new PyTorch(process);
    try {
      JsonNode about = reference.read();
      reference.description =
          "PyTorch " + about.path("torch").asText() + ", Python " + about.path("python").asText();
      return reference;
    } catch (IOException e) {
      reference.close();
      throw e;
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Prepared prepare(String workload, double seconds) throws IOException {
    JsonNode answer = ask(Map.of("workload", workload, "seconds", seconds));
    ReferenceOutputs first = Json.read(answer.path("first"), ReferenceOutputs.class);
    ReferenceOutputs second = Json.read(answer.path("second"), ReferenceOutputs.class);
    return new Prepared(answer.path("layout").asText(), new Computed(first, second));
  }

  @Override
  public Timing time(double seconds) throws IOException {
    return Json.read(ask(Map.of("seconds", seconds)), Timing.class);
  }

  private JsonNode ask(Map<String, Object> request) throws IOException {
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
