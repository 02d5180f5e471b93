package io.fabula.pipelines.studies.interpret.stages;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.interpret.settings.AgentSettings;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Trains the agent by recurrent PPO, or takes one that exists. One worker's job.
 *
 * @param name of the stage
 * @param options what decides the agent
 */
public record TrainAgent(String name, Options options) implements Stage {
  /** The agent's file in the artifact. */
  public static final String AGENT = TrainByPpo.AGENT;

  /**
   * What decides the agent.
   *
   * @param seed root seed
   * @param world which CoinRun is played
   * @param agent its size and training
   * @param given digest of the agent that is taken instead of training one; empty for training
   * @param file path of the agent that was named; empty if none was. The digest stands for it
   */
  public record Options(
      long seed, WorldSettings world, AgentSettings agent, String given, @JsonIgnore String file)
      implements Serializable {
    /** What the settings say; an agent that was named is looked at. */
    public static Options of(InterpretSettings settings) {
      AgentSettings agent = settings.agent();
      if (agent.given()) {
        return new Options(
            settings.seed(),
            settings.world(),
            agent.withFrom(AGENT),
            GivenAgent.digest(agent),
            agent.from());
      }
      boolean reference = agent.from().equals(AgentSettings.REFERENCE);
      String digest = reference ? ReferenceAgent.digest() : "";
      return new Options(settings.seed(), settings.world(), agent, digest, "");
    }
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  /** The agent of this stage's artifact; the caller closes it. */
  public static ImpalaNetwork load(Artifact artifact) throws IOException {
    return ImpalaNetwork.load(TensorFile.read(artifact.file(AGENT)));
  }

  /** The units in which the agent of this stage's artifact learned. */
  public static RewardScale rewardScale(Artifact artifact) throws IOException {
    return RewardScale.read(TensorFile.read(artifact.file(AGENT)));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    switch (options.agent().from()) {
      case AgentSettings.TRAINING -> train(work);
      case AgentSettings.REFERENCE -> work.tensors(AGENT, ReferenceAgent.read(work.checkpoints()));
      default -> {
        AgentSettings agent = options.agent().withFrom(options.file());
        work.tensors(AGENT, GivenAgent.tensors(agent, options.given()));
      }
    }
  }

  private void train(ShardWork work) throws Exception {
    AgentSettings agent = options.agent();
    TrainByPpo.train(
        work,
        name,
        new CoinRunTraining(
            agent.architecture(),
            agent.ppo().trainableInitialState(),
            agent.ppo().options(),
            agent.budget(),
            options.world().training(),
            options.seed(),
            agent.agentFiles()));
  }
}
