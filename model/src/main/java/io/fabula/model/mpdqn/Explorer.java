package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;

/**
 * Chooses actions while an agent learns: for each, one draw whether to explore, then what exploring
 * takes, then the noise.
 */
final class Explorer implements AutoCloseable {
  private final MpDqnArchitecture agent;
  private final MpDqnExploration options;
  private final MpDqnPlan plan;
  private final OrnsteinUhlenbeck noise;
  private RandomStream random;

  Explorer(MpDqnNetwork network, MpDqnExploration options, long seed) {
    agent = network.architecture();
    this.options = options;
    plan = new MpDqnPlan(network, 1);
    noise = new OrnsteinUhlenbeck(agent.proposals(), options.noiseTheta(), 0, options.noiseSigma());
    random = new RandomStream(Seeds.of(seed, "explore"));
  }

  /**
   * Chooses.
   *
   * @param state what is seen, {@code [stateSize]}
   * @param epsilon chance of a random action
   * @param parameters receives scores and parameters of all actions, on the scale of -1..1
   * @return the action
   */
  int act(float[] state, double epsilon, float[] parameters) {
    System.arraycopy(state, 0, plan.states, 0, state.length);
    plan.run();
    System.arraycopy(plan.parameters, 0, parameters, 0, parameters.length);
    boolean noisy = options.parameters() == MpDqnExploration.ParameterExploration.NOISE;
    int action;
    if (random.nextDouble() < epsilon) {
      for (int i = 0; i < agent.scores(); i++) {
        parameters[i] = (float) (2 * random.nextDouble() - 1);
      }
      action =
          agent.scores() > 0
              ? MpDqnPlan.best(parameters, 0, agent.scores())
              : random.nextInt(agent.actions());
      if (!noisy) {
        for (int i = agent.scores(); i < parameters.length; i++) {
          parameters[i] = (float) (2 * random.nextDouble() - 1);
        }
      }
    } else {
      action = plan.best(0);
    }
    if (noisy) {
      double[] added = noise.next(random);
      int from = agent.offset(action);
      int to = from + agent.parameterSizes().get(action);
      for (int i = from; i < to; i++) parameters[i] += (float) added[i];
    }
    return action;
  }

  void save(TensorFile file) {
    file.put("explorer.random", Tensor.of(random.state()));
    file.put("explorer.noise", Tensor.of(noise.state()));
  }

  void restore(TensorFile file) throws DamagedFileException {
    random = RandomStream.ofState(file.longs("explorer.random", 4));
    noise.restore(file.doubles("explorer.noise", agent.proposals()));
  }

  @Override
  public void close() {
    plan.close();
  }
}
