package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.List;

/**
 * Makes an agent of the null: of the same size, with random values such as training starts from.
 *
 * @param name of the stage
 * @param studied the stage that makes the agent that is studied
 * @param number of the untrained agent, from 1
 * @param options what decides its values beside these
 */
public record UntrainedAgent(String name, String studied, int number, Options options)
    implements Stage {
  /**
   * What decides its values beside the studied agent's size.
   *
   * @param seed root seed
   */
  public record Options(long seed) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(studied);
  }

  private long seed() {
    return Seeds.of(options.seed(), "untrained", number);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    ImpalaArchitecture size;
    try (ImpalaNetwork trained = TrainAgent.load(work.input(studied))) {
      size = trained.architecture();
    }
    try (ImpalaNetwork network = ImpalaNetwork.create(size, seed())) {
      TensorFile file = network.save();
      TrainAgent.rewardScale(work.input(studied)).save(file); // rewards in the same units
      work.tensors(TrainAgent.AGENT, file);
    }
  }
}
