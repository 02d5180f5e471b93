package io.fabula.model.qpamdp;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.function.ToIntFunction;

/**
 * Plays the episodes of a training by Q-PAMDP: those in which values are learned, with parameters
 * as their means, and those in which parameters are drawn around them.
 */
final class PamdpEpisodes<E extends Environment> {
  /** Below this only the best action is drawn anyway. */
  private static final double COLDEST = 1e-6;

  private final QPamdpAgent agent;
  private final QPamdpOptions options;
  private final long seed;
  private final E world;
  private final ToIntFunction<E> time;
  private final FourierBasis basis;
  private final SarsaLearner learner;
  private final ObservationBatch seen;
  private final float[] observation;
  private RandomStream random;
  private long episodes;
  private long steps;

  private double[] u;
  private double[] nextU;
  private double[] functions;
  private double[] nextFunctions;

  /**
   * Prepares to play.
   *
   * @param world to learn in
   * @param time that the world's last step took, in units of the discount
   * @param seed of everything random
   */
  PamdpEpisodes(
      QPamdpAgent agent, QPamdpOptions options, E world, ToIntFunction<E> time, long seed) {
    this.agent = agent;
    this.options = options;
    this.world = world;
    this.time = time;
    this.seed = seed;
    basis = new FourierBasis(options.features().size(), options.order());
    learner = new SarsaLearner(agent, basis, options.values());
    seen = new ObservationBatch(world.spec().observations(), 1);
    observation = new float[seen.size()];
    random = new RandomStream(Seeds.of(seed, "explore"));
    u = new double[options.features().size()];
    nextU = new double[u.length];
    functions = new double[basis.size()];
    nextFunctions = new double[basis.size()];
  }

  /** Episodes that have ended. */
  long played() {
    return episodes;
  }

  /** Steps of the world. */
  long steps() {
    return steps;
  }

  /** How far choices among actions are from the best one now. */
  double temperature() {
    return Math.max(
        options.values().temperature()
            * StrictMath.pow(options.values().cooling(), (double) episodes),
        COLDEST);
  }

  /** One episode in which values are learned; its undiscounted return. */
  double learnValues() {
    return play(true, new double[0]);
  }

  /**
   * One episode with drawn parameters; its discounted return.
   *
   * @param score receives the sum of discounted scores, [parameter, 1 + features]; zeros before
   */
  double drawParameters(double[] score) {
    return play(false, score);
  }

  private double play(boolean learnValues, double[] score) {
    world.reset(Seeds.of(seed, "training", episodes));
    look(u, functions);
    learner.begin();
    double temperature = temperature();
    double kept = 1;
    double total = 0;
    int action = choose(functions, temperature);
    while (true) {
      world.step(act(action, learnValues, kept, score));
      steps++;
      int units = time.applyAsInt(world);
      total += learnValues ? world.reward() : kept * world.reward();
      kept *= StrictMath.pow(options.values().discount(), units);
      boolean ended = world.done();
      int next = -1;
      if (!ended) {
        look(nextU, nextFunctions);
        next = choose(nextFunctions, temperature);
      }
      if (learnValues) {
        learner.learn(functions, action, world.reward(), units, nextFunctions, next);
      }
      if (ended) break;
      double[] heldU = u;
      u = nextU;
      nextU = heldU;
      double[] heldFunctions = functions;
      functions = nextFunctions;
      nextFunctions = heldFunctions;
      action = next;
    }
    episodes++;
    return total;
  }

  private void look(double[] features, double[] target) {
    seen.put(0, world);
    seen.toFloats(0, observation, 0);
    agent.look(observation, 0, features);
    basis.at(features, target);
  }

  /** Softmax over the values. */
  private int choose(double[] at, double temperature) {
    double[] weights = new double[agent.actions()];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = agent.value(k, at);
      most = Math.max(most, weights[k]);
    }
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = StrictMath.exp((weights[k] - most) / temperature);
      sum += weights[k];
    }
    double left = random.nextDouble() * sum;
    for (int k = 0; k < weights.length - 1; k++) {
      left -= weights[k];
      if (left < 0) return k;
    }
    return weights.length - 1;
  }

  private Action act(int action, boolean means, double kept, double[] score) {
    double[] scaled = new double[agent.parameterSizes().get(action)];
    for (int i = 0; i < scaled.length; i++) {
      int parameter = agent.offset(action) + i;
      double mean = agent.mean(parameter, u);
      scaled[i] = mean;
      if (means) continue;
      double variance = options.parameters().variances().get(parameter);
      scaled[i] += Math.sqrt(variance) * random.nextGaussian();
      double slope = kept * (scaled[i] - mean) / variance;
      int from = parameter * (1 + u.length);
      score[from] += slope;
      for (int j = 0; j < u.length; j++) score[from + 1 + j] += slope * u[j];
    }
    return QPamdpPolicy.action(world.spec().actions(), action, scaled);
  }

  /** Adds this to a checkpoint; between two episodes. */
  void save(TensorFile file) {
    file.put("explorer.random", Tensor.of(random.state()));
    file.put("trainer.step_size", Tensor.of(new double[] {learner.stepSize()}));
    file.put("trainer.played", Tensor.of(new long[] {episodes, steps}));
  }

  /** Takes this from a checkpoint. */
  void restore(TensorFile file) throws DamagedFileException {
    random = RandomStream.ofState(file.longs("explorer.random", 4));
    learner.restore(file.doubles("trainer.step_size", 1)[0]);
    long[] played = file.longs("trainer.played", 2);
    episodes = played[0];
    steps = played[1];
  }
}
