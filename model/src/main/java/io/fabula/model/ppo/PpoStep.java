package io.fabula.model.ppo;

import io.fabula.envs.ActionSet;
import io.fabula.model.graph.Gradients;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.training.Schedule;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One optimisation step of recurrent PPO on a block of 8 worlds x 32 steps: forward, losses,
 * backward, clipping, Adam.
 */
public final class PpoStep implements Workload {
  private static final int STEPS = 32;
  private static final int WORLDS = 8;
  private static final double LEARNING_RATE = 5e-4;
  private static final double ENTROPY_WEIGHT = 0.01;

  /** Below this an episode begins: at about 2 % of the steps. */
  private static final double EPISODE_BEGINS = -0.96;

  private final ImpalaNetwork network;
  private final ShardThreads crew;
  private final PpoLearner learner;
  private final PpoLoss loss;
  private final Rollout rollout;
  private final int[] members = IntStream.range(0, WORLDS).toArray();
  private PpoLoss.Sums sums = new PpoLoss.Sums();
  private double gradientNorm;

  /**
   * @param shards parts of the batch, 1, 2, 4 or 8
   * @param threads that compute them
   */
  public PpoStep(ImpalaArchitecture agent, int shards, int threads) {
    PpoOptions options =
        new PpoOptions(
            new PpoOptions.Block(STEPS, WORLDS),
            new PpoOptions.Passes(1, 1, STEPS * WORLDS),
            PpoOptions.Estimation.scaled(0.999, 0.95),
            new PpoOptions.Losses(0.2, 0.5, Schedule.constant(ENTROPY_WEIGHT)),
            new PpoOptions.Optimisation(Schedule.constant(LEARNING_RATE), 0.5, 1e-5),
            false,
            PpoOptions.Validation.NONE,
            shards);
    network = ImpalaNetwork.create(agent, 0);
    HashTensors.fill(network.parameters());
    crew = new ShardThreads("ppo-shard", threads, shards);
    learner = new PpoLearner(new ImpalaAgent(network, false), options, crew);
    loss = options.losses().at(0);
    rollout = rollout(agent, options.block());
  }

  private Rollout rollout(ImpalaArchitecture agent, PpoOptions.Block block) {
    Rollout rollout = new Rollout(new ImpalaAgent(network, false), block);
    ActionSet all = ActionSet.all(agent.actions());
    int size = STEPS * WORLDS;
    byte[][] frames = HashTensors.frames("frames", size, agent.frame());
    for (int i = 0; i < size; i++) rollout.inputs.put(i, frames[i], 0, all);
    HashTensors.Sequence actions = HashTensors.of("actions");
    float[] begins = HashTensors.flags("masks", size, EPISODE_BEGINS);
    float[] logProbs = HashTensors.values("old log-probabilities", size, 0.1);
    for (int i = 0; i < size; i++) {
      rollout.choices.setPosition(i, 0, actions.integer(i, agent.actions()));
      rollout.logProbs[i] = logProbs[i] - (float) StrictMath.log(agent.actions());
      rollout.masks[i] = 1 - begins[i];
    }
    copy(HashTensors.values("old values", size, 0.5), rollout.values);
    copy(HashTensors.values("returns", size, 1), rollout.returns);
    copy(HashTensors.values("advantages", size, 1), rollout.advantages);
    copy(HashTensors.values("hidden", WORLDS * agent.hidden(), 0.5), rollout.initialState);
    return rollout;
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  @Override
  public void run() {
    sums = learner.accumulate(members, rollout, loss);
    learner.gather();
    gradientNorm = learner.step(LEARNING_RATE);
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("policy loss", sums.policy());
    values.put("value loss", sums.value());
    values.put("entropy", sums.entropy());
    values.put("gradient norm", gradientNorm);
    Gradients gradients = network.parameters().gradients();
    return ReferenceOutputs.of(values, gradients, network.parameters().names());
  }

  @Override
  public List<String> profile(int runs) {
    return learner.profile(runs);
  }

  @Override
  public void close() {
    learner.close();
    crew.close();
    network.close();
  }
}
