package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The trained agent that comes with the study: a safetensors file that carries its own sizes. */
public final class ReferenceAgent {
  private static final String FILE = "reference-agent.safetensors";

  private ReferenceAgent() {}

  /** The SHA-256 of the file, so that another agent is another artifact. */
  public static String digest() {
    try {
      MessageDigest digest = Digests.sha256();
      digest.update(bytes());
      return Digests.hex(digest);
    } catch (IOException e) {
      throw new IllegalStateException("this build has no reference agent", e);
    }
  }

  /**
   * The agent's tensors.
   *
   * @param directory where the file may be put while it is read
   */
  public static TensorFile read(Path directory) throws IOException {
    return TensorFile.read(Files.write(directory.resolve(FILE), bytes()));
  }

  private static byte[] bytes() throws IOException {
    try (InputStream in = ReferenceAgent.class.getResourceAsStream(FILE)) {
      if (in == null) throw new IOException("this build has no " + FILE);
      return in.readAllBytes();
    }
  }
}
