package io.fabula.pipelines.studies.agilecreate.stages;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import io.fabula.pipelines.studies.actionsets.SetAgentTraining;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.agilecreate.settings.WorldSettings;
import io.fabula.pipelines.studies.agilegrid.settings.NetworkSettings;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One agent with one seed: how it comes about, and how it is read again. It picks a tool of the set
 * and, from two Beta distributions, a place.
 *
 * @param seed of everything random in the training
 * @param contEntropyCoef weight of the place's entropy
 * @param learnedTools the stage that learns how tools are described; null where it is not learned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateAgent(
    SetAgent agent,
    long seed,
    WorldSettings world,
    NetworkSettings network,
    PpoSettings training,
    double contEntropyCoef,
    @Nullable String learnedTools)
    implements SetAgentTraining, Serializable {
  /** An agent that is told of tools what needs no learning. */
  public CreateAgent(
      SetAgent agent,
      long seed,
      WorldSettings world,
      NetworkSettings network,
      PpoSettings training,
      double contEntropyCoef) {
    this(agent, seed, world, network, training, contEntropyCoef, null);
  }

  /** The same that is told of tools what a stage has learned. */
  public CreateAgent withLearnedTools(String stage) {
    return new CreateAgent(agent, seed, world, network, training, contEntropyCoef, stage);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Budget budget() {
    return training.budget();
  }

  /** The stages that make some agents, and what they are told of tools. */
  static List<String> inputs(List<CreateAgent> agents) {
    return Stream.concat(
            agents.stream().map(CreateAgent::stage),
            agents.stream().map(CreateAgent::learnedTools).filter(each -> each != null))
        .distinct()
        .toList();
  }

  /**
   * Its worlds.
   *
   * @param artifacts what stages made, by their names
   */
  public ToolWorlds worlds(Function<String, Artifact> artifacts) throws IOException {
    return new ToolWorlds(
        world,
        learnedTools == null
            ? world.representation()
            : LearnTools.read(artifacts.apply(learnedTools)));
  }

  private SetArchitecture architecture(ToolWorlds worlds) {
    return SetArchitecture.of(
            worlds.newWorld(ToolSplit.TRAIN).spec(),
            agent,
            network.options(SetAgentOptions.Activation.RELU))
        .withParametersEntropy(contEntropyCoef);
  }

  /** Without learned descriptions of tools. */
  @Override
  public PpoTrainer trainer(int threads) {
    if (learnedTools != null) {
      throw new IllegalStateException("training needs what " + learnedTools + " has learned");
    }
    return trainer(threads, new ToolWorlds(world, world.representation()));
  }

  /** A trainer at the beginning, in worlds that are at hand. */
  PpoTrainer trainer(int threads, ToolWorlds known) {
    List<Environment> worlds = new ArrayList<>();
    for (int i = 0; i < training.numProcesses(); i++) worlds.add(known.newWorld(ToolSplit.TRAIN));
    return new PpoTrainer(
        SetNetwork.create(architecture(known), Seeds.of(seed, "agent")),
        training.options(false),
        budget(),
        Seeds.of(seed, "ppo"),
        threads,
        VectorEnvironment.of(worlds, Seeds.of(seed, "worlds"), 1),
        null);
  }

  /** Reads the trained agent; the caller closes it. */
  public SetNetwork open(Artifact artifact, ToolWorlds worlds) throws IOException {
    return SetNetwork.load(TensorFile.read(artifact.file(TrainByPpo.AGENT)), architecture(worlds));
  }
}
