package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.impala.ExportedAgent;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.studies.interpret.settings.AgentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An agent that was trained elsewhere: a safetensors file with the study's names and layouts. */
final class GivenAgent {
  private static final String LAYOUT = "see docs/agents.md for the tensors that are expected";

  private GivenAgent() {}

  /**
   * The SHA-256 of the file, so that another agent is another artifact wherever the file lies. An
   * agent that cannot be used is refused here, before anything runs.
   *
   * @throws DataProblem naming what is wrong with the file
   */
  static String digest(AgentSettings settings) {
    Path file = Path.of(settings.from());
    if (!Files.isRegularFile(file)) {
      throw new DataProblem(
          file,
          "agent.from names no file",
          "give training, reference, or the path of a safetensors file");
    }
    if (settings.from().endsWith(".zip")) {
      throw new DataProblem(
          file,
          "the simulator needs gradients through the agent, which a Deeplearning4j network does not"
              + " give it",
          "export the agent's weights as safetensors; " + LAYOUT);
    }
    try {
      String digest = Digests.of(file);
      tensors(settings, digest);
      return digest;
    } catch (DamagedFileException e) {
      throw new DataProblem(String.valueOf(e.getMessage()), "no agent of this study", LAYOUT, e);
    } catch (IOException e) {
      throw new DataProblem(file, "cannot be read: " + e.getMessage(), "look at the file", e);
    }
  }

  /**
   * The agent, with all that the study's own agents say of themselves.
   *
   * @param digest of the file that the plan was made with
   */
  static TensorFile tensors(AgentSettings settings, String digest) throws IOException {
    Path file = Path.of(settings.from());
    if (!Digests.of(file).equals(digest)) {
      throw new DataProblem(file, "it changed since the run began", "run again");
    }
    TensorFile given = TensorFile.read(file);
    try (ImpalaNetwork network =
        ExportedAgent.read(given, AgentSettings.FRAME, settings.pool(), settings.stride())) {
      network.architecture().requireFits(new CoinRun(CoinRunOptions.DEFAULT).spec());
      TensorFile tensors = network.save();
      RewardScale.read(given).save(tensors);
      return tensors;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.toString(), "sizes", String.valueOf(e.getMessage()));
    }
  }
}
