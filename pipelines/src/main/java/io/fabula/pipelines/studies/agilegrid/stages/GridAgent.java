package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.Policy;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.agile.SetAgentOptions;
import io.fabula.model.agile.SetArchitecture;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.actionsets.SetAgentTraining;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.settings.NetworkSettings;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import io.fabula.pipelines.studies.agilegrid.settings.WorldSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One agent with one seed: how it comes about, and how it is read again.
 *
 * @param seed of everything random in the training
 */
public record GridAgent(
    SetAgent agent, long seed, WorldSettings world, NetworkSettings network, PpoSettings training)
    implements SetAgentTraining, Serializable {
  /** The agents of a run, one for each kind and seed. */
  public static List<GridAgent> of(AgileGridSettings s) {
    List<GridAgent> all = new ArrayList<>();
    for (SetAgent agent : s.agents()) {
      for (long seed : s.trainingSeeds()) {
        all.add(new GridAgent(agent, seed, s.world(), s.network(), s.training()));
      }
    }
    return all;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Budget budget() {
    return training.budget();
  }

  private SetArchitecture architecture() {
    return SetArchitecture.of(
        world.newWorld().spec(), agent, network.options(SetAgentOptions.Activation.TANH));
  }

  @Override
  public PpoTrainer trainer(int threads) {
    List<Environment> worlds = new ArrayList<>();
    for (int i = 0; i < training.numProcesses(); i++) worlds.add(world.newWorld());
    return new PpoTrainer(
        SetNetwork.create(architecture(), Seeds.of(seed, "agent")),
        training.options(true),
        budget(),
        Seeds.of(seed, "ppo"),
        threads,
        VectorEnvironment.of(worlds, Seeds.of(seed, "worlds"), 1),
        null);
  }

  /**
   * A trained agent.
   *
   * @param network behind the moments of its observations; closed with the agent
   * @param set the network itself, which can be given room for other sets
   */
  public record Trained(LearnableNetwork network, SetNetwork set) implements AutoCloseable {
    /** How it plays. */
    public Policy policy(boolean modal) {
      return new NetworkPolicy(network, modal);
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Reads the trained agent. */
  public Trained open(Artifact artifact) throws IOException {
    TensorFile file = TensorFile.read(artifact.file(TrainByPpo.AGENT));
    SetNetwork set = SetNetwork.load(file, architecture());
    return new Trained(NormalisedNetwork.read(file, set), set);
  }

  /** Reads the trained agent with room for larger sets. */
  public Trained open(Artifact artifact, int places) throws IOException {
    TensorFile file = TensorFile.read(artifact.file(TrainByPpo.AGENT));
    SetNetwork set = SetNetwork.load(file, architecture()).withPlaces(places);
    return new Trained(NormalisedNetwork.read(file, set), set);
  }
}
