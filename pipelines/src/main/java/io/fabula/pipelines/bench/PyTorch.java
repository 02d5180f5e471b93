package io.fabula.pipelines.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The workloads in PyTorch. */
public final class PyTorch implements Reference {
  /** Names the Python to use instead of {@code python3} on the path. */
  public static final String PYTHON_VARIABLE = ReferenceProcess.PYTHON_VARIABLE;

  private final ReferenceProcess process;

  private PyTorch(ReferenceProcess process) {
    this.process = process;
  }

  /** The command that starts the reference of an installation, in a given environment. */
  public static List<String> command(Path home, Map<String, String> environment) {
    return ReferenceProcess.command(home, "reference", environment);
  }

  /**
   * Starts the reference.
   *
   * @throws IOException with one line that says why there is none
   */
  public static PyTorch start(List<String> command) throws IOException {
    return new PyTorch(new ReferenceProcess(command));
  }

  @Override
  public String description() {
    JsonNode about = process.about();
    return "PyTorch " + about.path("torch").asText() + ", Python " + about.path("python").asText();
  }

  @Override
  public Prepared prepare(String workload, double seconds) throws IOException {
    JsonNode answer = process.ask(Map.of("workload", workload, "seconds", seconds));
    ReferenceOutputs first = Json.read(answer.path("first"), ReferenceOutputs.class);
    ReferenceOutputs second = Json.read(answer.path("second"), ReferenceOutputs.class);
    return new Prepared(answer.path("layout").asText(), new Computed(first, second));
  }

  @Override
  public Timing time(double seconds) throws IOException {
    return Json.read(process.ask(Map.of("seconds", seconds)), Timing.class);
  }

  /** Ends the process; it ends by itself when nobody can ask any more. */
  @Override
  public void close() {
    process.close();
  }
}
