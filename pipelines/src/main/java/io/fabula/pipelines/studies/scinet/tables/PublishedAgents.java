package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.model.scinet.PreferenceTable;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The preferences of the three published agents in all 1728 states of their box, rounded to three
 * decimals: what their published weights give.
 */
public final class PublishedAgents {
  private static final String FILE = "published-agents.safetensors";

  private PublishedAgents() {}

  /**
   * One of them.
   *
   * @param agent from 0
   * @param scratch where the file may be put while it is read; it is deleted again
   */
  public static PreferenceTable table(int agent, StateSpace space, Path scratch)
      throws IOException {
    try (InputStream in = PublishedAgents.class.getResourceAsStream(FILE)) {
      if (in == null) throw new IOException("this build has no " + FILE);
      Files.write(scratch, in.readAllBytes());
      Tensor tensor = TensorFile.read(scratch).tensor("env" + (agent + 1));
      if (tensor instanceof Tensor.Floats floats) return PreferenceTable.of(space, floats.values());
      throw new IOException(FILE + " holds " + tensor);
    } finally {
      Files.deleteIfExists(scratch);
    }
  }
}
