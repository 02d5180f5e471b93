package io.fabula.model.mpdqn;

import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;

/**
 * An episode that an agent learns from while it plays. The action after a step is chosen before
 * what the step teaches is learned, as the originals do.
 */
final class TrainingEpisode {
  private final Environment world;
  private final Explorer explorer;
  private final EpisodeLearning learning;
  private final boolean bootstrapOnTimeout;
  private final ParameterScale scale;
  private final ObservationBatch seen;

  private float[] state;
  private float[] nextState;
  private float[] parameters;
  private float[] nextParameters;
  private int action;
  private double epsilon;
  private double total;
  private int length;

  /**
   * @param world to play in; the agent fits it
   * @param bootstrapOnTimeout whether a step limit is not taken for an ending
   */
  TrainingEpisode(
      Environment world,
      MpDqnArchitecture agent,
      Explorer explorer,
      EpisodeLearning learning,
      boolean bootstrapOnTimeout) {
    this.world = world;
    this.explorer = explorer;
    this.learning = learning;
    this.bootstrapOnTimeout = bootstrapOnTimeout;
    scale = new ParameterScale(world.spec().actions(), agent);
    seen = new ObservationBatch(world.spec().observations(), 1);
    state = new float[agent.stateSize()];
    nextState = new float[agent.stateSize()];
    parameters = new float[agent.proposals()];
    nextParameters = new float[agent.proposals()];
  }

  /**
   * Begins an episode and chooses its first action.
   *
   * @param seed of the world
   * @param chance of a random action in all of the episode
   */
  void begin(long seed, double chance) {
    world.reset(seed);
    epsilon = chance;
    total = 0;
    length = 0;
    see(state);
    action = explorer.act(state, epsilon, parameters);
  }

  /**
   * Takes the chosen action, chooses the next, and learns.
   *
   * @param steps of the training so far, this one included
   */
  void step(long steps) {
    world.step(scale.action(action, parameters, 0));
    see(nextState);
    int nextAction = explorer.act(nextState, epsilon, nextParameters);
    boolean end = world.terminated() || (world.truncated() && !bootstrapOnTimeout);
    total += world.reward();
    length++;
    learning.step(state, action, parameters, world.reward(), nextState, end, steps);
    float[] heldState = state;
    state = nextState;
    nextState = heldState;
    float[] heldParameters = parameters;
    parameters = nextParameters;
    nextParameters = heldParameters;
    action = nextAction;
  }

  private void see(float[] target) {
    seen.put(0, world);
    seen.toFloats(0, target, 0);
  }

  /** Whether it is over. */
  boolean ended() {
    return world.done();
  }

  /** Sum of its rewards so far. */
  double total() {
    return total;
  }

  /** Its steps so far. */
  int length() {
    return length;
  }
}
