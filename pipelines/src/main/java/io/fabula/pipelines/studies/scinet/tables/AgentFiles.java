package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.model.scinet.PreferenceTable;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An agent's file: its preferences in every state, and its network's weights if it has one. */
public final class AgentFiles {
  private static final String PREFERENCES = "preferences";

  private AgentFiles() {}

  /** The file of an agent, from 0, within an artifact. */
  public static String name(int agent) {
    return "agent-%d.safetensors".formatted(agent + 1);
  }

  /** Adds an agent's preferences to the file of its weights. */
  public static TensorFile write(TensorFile weights, PreferenceTable table) {
    return weights.put(PREFERENCES, Tensor.of(table.values(), table.states(), table.actions()));
  }

  /**
   * The preferences of an agent.
   *
   * @throws DataProblem if the file holds a table of another shape
   */
  public static PreferenceTable read(Artifact artifact, int agent, StateSpace space)
      throws IOException {
    Path file = artifact.file(name(agent));
    Tensor tensor = TensorFile.read(file).tensor(PREFERENCES);
    List<Integer> shape = List.of(space.count(), space.actions());
    if (tensor instanceof Tensor.Floats floats && floats.shape().equals(shape)) {
      return PreferenceTable.of(space, floats.values());
    }
    throw new DataProblem(
        file,
        "expected preferences F32" + shape + ", got " + tensor,
        "run train-agents again with --force");
  }
}
