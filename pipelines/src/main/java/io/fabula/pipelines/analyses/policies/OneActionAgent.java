package io.fabula.pipelines.analyses.policies;

import io.fabula.model.agents.RewardScale;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import java.io.Serializable;
import java.util.List;

/**
 * Makes an agent of the studied agent's size that takes one action whatever it sees: its memory has
 * random weights, nothing of it reaches the policy.
 *
 * @param name of the stage
 * @param studied the stage that makes the agent that is studied
 * @param options which action
 */
public record OneActionAgent(String name, String studied, Options options) implements Stage {
  /** So much likelier, in nats, is the action than any other. */
  private static final float CERTAIN = 50;

  /**
   * What decides the agent beside the studied agent's size.
   *
   * @param seed of its memory's weights
   * @param action that it takes
   */
  public record Options(long seed, int action) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(studied);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    ImpalaArchitecture size;
    try (ImpalaNetwork trained = LearnedWorld.agent(work.input(studied))) {
      size = trained.architecture();
    }
    try (ImpalaNetwork network = ImpalaNetwork.create(size, options.seed())) {
      TensorFile file = network.save();
      float[] bias = new float[size.actions()];
      bias[options.action()] = CERTAIN;
      List<Integer> shape = List.of(size.actions(), size.hidden());
      file.put(
          "fc_policy.weight", new Tensor.Floats(shape, new float[size.actions() * size.hidden()]));
      file.put("fc_policy.bias", new Tensor.Floats(List.of(size.actions()), bias));
      RewardScale.read(TensorFile.read(work.input(studied).file(TrainByPpo.AGENT))).save(file);
      work.tensors(TrainByPpo.AGENT, file);
    }
  }
}
