package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.AgentArm;
import java.io.Serializable;
import java.util.List;

/**
 * Makes an agent of the null: of the same size, with random values such as training starts from.
 */
public record UntrainedAgent(AgentArm arm, Options options) implements Stage {
  static final String NAME = "untrained-agent";

  /**
   * What decides its values beside the studied agent's size.
   *
   * @param seed root seed
   */
  public record Options(long seed) implements Serializable {}

  @Override
  public String name() {
    return arm.agent(TrainAgent.NAME, UntrainedAgent.NAME);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(TrainAgent.NAME);
  }

  private long seed() {
    return Seeds.of(options.seed(), "untrained", arm.untrained());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    ImpalaArchitecture size;
    double returnVariance;
    try (ImpalaNetwork studied = TrainAgent.load(work.input(TrainAgent.NAME))) {
      size = studied.architecture();
      returnVariance = studied.returnVariance();
    }
    try (ImpalaNetwork network = ImpalaNetwork.create(size, seed())) {
      network.setReturnVariance(returnVariance); // rewards in the same units
      work.tensors(TrainAgent.AGENT, network.save());
    }
  }
}
