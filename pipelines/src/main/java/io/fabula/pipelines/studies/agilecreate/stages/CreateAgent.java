package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.agile.SetAgentOptions;
import io.fabula.model.agile.SetArchitecture;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.PpoTraining;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.agilecreate.settings.WorldSettings;
import io.fabula.pipelines.studies.agilegrid.settings.NetworkSettings;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One agent with one seed: how it comes about, and how it is read again. It picks a tool of the set
 * and, from two Beta distributions, a place.
 *
 * @param seed of everything random in the training
 * @param contEntropyCoef weight of the place's entropy
 */
public record CreateAgent(
    SetAgent agent,
    long seed,
    WorldSettings world,
    NetworkSettings network,
    PpoSettings training,
    double contEntropyCoef)
    implements PpoTraining, Serializable {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Budget budget() {
    return training.budget();
  }

  /** The stage that trains it. */
  public String stage() {
    return "train-" + agent.id().replace('_', '-') + "-" + seed;
  }

  private SetArchitecture architecture() {
    return SetArchitecture.of(
            world.newWorld(ToolSplit.TRAIN).spec(),
            agent,
            network.options(SetAgentOptions.Activation.RELU))
        .withParametersEntropy(contEntropyCoef);
  }

  @Override
  public PpoTrainer trainer(int threads) {
    List<Environment> worlds = new ArrayList<>();
    for (int i = 0; i < training.numProcesses(); i++) worlds.add(world.newWorld(ToolSplit.TRAIN));
    return new PpoTrainer(
        SetNetwork.create(architecture(), Seeds.of(seed, "agent")),
        training.options(false),
        budget(),
        Seeds.of(seed, "ppo"),
        threads,
        VectorEnvironment.of(worlds, Seeds.of(seed, "worlds"), 1),
        null);
  }

  /** Reads the trained agent; the caller closes it. */
  public SetNetwork open(Artifact artifact) throws IOException {
    return SetNetwork.load(TensorFile.read(artifact.file(TrainByPpo.AGENT)), architecture());
  }
}
