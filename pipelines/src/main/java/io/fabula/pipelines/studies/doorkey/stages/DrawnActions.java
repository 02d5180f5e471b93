package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.Actor;
import io.fabula.model.mlp.MlpNetwork;

/** Draws actions of a policy in several worlds, in each as episodes are played in the stages. */
final class DrawnActions implements Actor {
  private final MlpNetwork network;
  private final ActingPlan plan;
  private final RandomStream[] random;
  private final Action[] actions;
  private final float[][] distributions;

  /**
   * @param network closed with this
   * @param rows how many worlds
   */
  DrawnActions(MlpNetwork network, int rows) {
    this.network = network;
    plan = network.acting(1);
    random = new RandomStream[rows];
    actions = new Action[rows];
    distributions = new float[rows][];
  }

  @Override
  public void begin(int row, long seed) {
    random[row] = new RandomStream(seed);
  }

  @Override
  public void see(int row, Environment world, ObservationBatch observations) {
    actions[row] = Action.of(Episodes.act(plan, (DoorKey) world, random[row]));
    distributions[row] = plan.outputs().clone();
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
    plan.close();
    network.close();
  }
}
