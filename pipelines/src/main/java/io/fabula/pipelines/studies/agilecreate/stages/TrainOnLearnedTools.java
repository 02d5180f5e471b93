package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agents.PpoTraining;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import java.util.List;

/**
 * Trains an agent that is told of tools what an earlier stage has learned; see {@link TrainByPpo}.
 *
 * @param name of the stage
 * @param options what decides the agent beside the descriptions of tools
 */
public record TrainOnLearnedTools(String name, CreateAgent options) implements Stage {
  /** The training with its worlds. */
  private record InWorlds(CreateAgent agent, ToolWorlds worlds) implements PpoTraining {
    @Override
    public long seed() {
      return agent.seed();
    }

    @Override
    public Budget budget() {
      return agent.budget();
    }

    @Override
    public PpoTrainer trainer(int threads) {
      return agent.trainer(threads, worlds);
    }
  }

  /** What changes trainings changes these. */
  @Override
  public int version() {
    return new TrainByPpo<>(name, options).version();
  }

  @Override
  public List<String> inputs() {
    return List.of(requireTools());
  }

  private String requireTools() {
    String stage = options.learnedTools();
    if (stage == null) throw new IllegalArgumentException(name + " has no learned tools");
    return stage;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    TrainByPpo.train(work, name, new InWorlds(options, options.worlds(work::input)));
  }
}
