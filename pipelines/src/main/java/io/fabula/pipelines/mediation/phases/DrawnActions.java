package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.LearnableNetwork;

/**
 * Draws actions of a policy in several worlds, in each as episodes are played in the stages. One
 * with memory remembers what it has seen since {@link #begin}.
 */
final class DrawnActions implements Actor {
  private final LearnableNetwork network;
  private final Acting[] acting;
  private final RandomStream[] random;
  private final Action[] actions;
  private final float[][] distributions;

  /**
   * @param network closed with this
   * @param rows how many worlds
   */
  DrawnActions(LearnableNetwork network, int rows) {
    this.network = network;
    acting = new Acting[rows];
    for (int i = 0; i < rows; i++) acting[i] = new Acting(network);
    random = new RandomStream[rows];
    actions = new Action[rows];
    distributions = new float[rows][];
  }

  @Override
  public void begin(int row, long seed) {
    random[row] = new RandomStream(seed);
    acting[row].begin();
  }

  @Override
  public void see(int row, Environment world, ObservationBatch observations) {
    acting[row].see(world);
    actions[row] = Action.of(acting[row].choose(random[row]));
    distributions[row] = acting[row].logProbabilities();
  }

  @Override
  public void decide() {}

  @Override
  public Action action(int row) {
    return actions[row];
  }

  @Override
  public float value(int row) {
    return 0;
  }

  @Override
  public float logProbability(int row) {
    return distributions[row][((Action.Discrete) actions[row]).index()];
  }

  /** Logarithms of the probabilities (nats). */
  @Override
  public void distribution(int row, float[] target) {
    System.arraycopy(distributions[row], 0, target, 0, target.length);
  }

  @Override
  public void extra(int column, int row, float[] target) {
    throw new IllegalArgumentException("the policy tells nothing more");
  }

  @Override
  public void close() {
    for (Acting each : acting) each.close();
    network.close();
  }
}
