package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.PolicyNetwork;
import java.util.Arrays;

/** A policy at play in one world. One with memory has to see every state of an episode. */
final class Acting implements AutoCloseable {
  private final ActingPlan plan;
  private final int actions;
  private final int memory;

  Acting(PolicyNetwork network) {
    plan = network.acting(1);
    actions = network.head().outputs();
    memory = network.stateSize();
  }

  /** An episode begins. */
  void begin() {
    plan.masks()[0] = 0;
  }

  /** Takes in what the world shows. */
  void see(Environment world) {
    world.observe(plan.inputs(), 0);
    plan.run();
    System.arraycopy(plan.stateOut(), 0, plan.stateIn(), 0, memory);
    plan.masks()[0] = 1;
  }

  /** An action drawn from the policy in the state that it saw last; once for each state. */
  int choose(RandomStream random) {
    ActionDistribution.logSoftmax(plan.outputs(), 0, actions);
    return ActionDistribution.sample(plan.outputs(), 0, actions, random);
  }

  /** Logarithms of all actions' probabilities (nats) in the state in which it has just chosen. */
  float[] logProbabilities() {
    return Arrays.copyOf(plan.outputs(), actions);
  }

  @Override
  public void close() {
    plan.close();
  }
}
