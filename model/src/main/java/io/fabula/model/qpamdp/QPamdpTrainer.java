package io.fabula.model.qpamdp;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Trains by Q-PAMDP, one round at a time: the first learns values alone; each further one updates
 * the parameters from rollouts in which they are drawn, then learns values anew.
 *
 * @param <E> the world
 * @implNote what the paper leaves open and we chose: means of parameters are linear in the features
 *     and explored on the scale of -1..1; the natural gradient is not normalised, and a ridge holds
 *     it where features nearly depend on each other; while values are learned, parameters are their
 *     means.
 */
public final class QPamdpTrainer<E extends Environment> implements Trainable {
  /** Columns of the log, one row per round; of evaluations only where one was made. */
  public static final List<String> COLUMNS =
      List.of(
          "round",
          "episodes",
          "steps",
          "return",
          "temperature",
          "gradient_norm",
          "evaluation_return",
          "evaluation_deviation",
          "wall_time");

  private static final String FORMAT = "fabula-q-pamdp-training-1";

  /** Below this only the best action is drawn anyway. */
  private static final double COLDEST = 1e-6;

  private final QPamdpAgent agent;
  private QPamdpAgent best;
  private final QPamdpOptions options;
  private final long seed;
  private final E world;
  private final ToIntFunction<E> time;
  private final AgentEvaluation evaluation;
  private final FourierBasis basis;
  private final SarsaLearner learner;
  private final ObservationBatch seen;
  private final float[] observation;
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private RandomStream random;
  private long rounds;
  private long episodes;
  private long steps;
  private double bestReturn = Double.NEGATIVE_INFINITY;
  private long bestRound = -1;

  private double[] u;
  private double[] nextU;
  private double[] functions;
  private double[] nextFunctions;

  /**
   * Begins a training.
   *
   * @param agent to train, with its starting parameters
   * @param worlds makes worlds to learn and to be judged in
   * @param time that a world's last step took, in units of the discount
   * @param seed of everything random
   */
  public QPamdpTrainer(
      QPamdpAgent agent,
      QPamdpOptions options,
      Supplier<E> worlds,
      ToIntFunction<E> time,
      long seed) {
    this.agent = agent;
    this.options = options;
    this.seed = seed;
    this.time = time;
    world = worlds.get();
    agent.requireFits(world.spec());
    best = agent.copy();
    basis = new FourierBasis(options.features().size(), options.order());
    learner = new SarsaLearner(agent, basis, options.values());
    evaluation =
        new AgentEvaluation(
            worlds,
            options.evaluation().firstLevel(),
            options.evaluation().episodes(),
            Seeds.of(seed, "evaluation"),
            1);
    seen = new ObservationBatch(world.spec().observations(), 1);
    observation = new float[seen.size()];
    random = new RandomStream(Seeds.of(seed, "explore"));
    u = new double[options.features().size()];
    nextU = new double[u.length];
    functions = new double[basis.size()];
    nextFunctions = new double[basis.size()];
  }

  @Override
  public void advance() {
    QPamdpOptions.Schedule schedule = options.schedule();
    double gradient = Double.NaN;
    int learning = schedule.initialEpisodes();
    if (rounds > 0) {
      gradient = updateParameters();
      learning = schedule.relearningEpisodes();
    }
    double total = 0;
    for (int i = 0; i < learning; i++) total += play(true, new double[0]);
    rounds++;
    TrainingLog.Row row = log.newRow();
    row.set("round", (double) rounds)
        .set("episodes", (double) episodes)
        .set("steps", (double) steps)
        .set("temperature", temperature())
        .set("wall_time", seconds());
    if (learning > 0) row.set("return", total / learning);
    if (rounds > 1) row.set("gradient_norm", gradient);
    boolean last = rounds == schedule.updates() + 1L;
    if ((rounds - 1) % options.evaluation().every() == 0 || last) judge(row);
    log.add(row);
  }

  /** Episodes with drawn parameters, and a step along the natural gradient; its length. */
  private double updateParameters() {
    int width = agent.means[0].length;
    NaturalGradient natural =
        new NaturalGradient(agent.parameters() * width, options.parameters().ridge());
    double[] score = new double[agent.parameters() * width];
    for (int i = 0; i < options.schedule().rollouts(); i++) {
      Arrays.fill(score, 0);
      double discounted = play(false, score);
      natural.add(score, discounted);
    }
    double[] gradient = natural.solve();
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      agent.means[i / width][i % width] += options.parameters().stepSize() * gradient[i];
      squares += gradient[i] * gradient[i];
    }
    return Math.sqrt(squares);
  }

  private double temperature() {
    return Math.max(
        options.values().temperature()
            * StrictMath.pow(options.values().cooling(), (double) episodes),
        COLDEST);
  }

  /**
   * One episode.
   *
   * @param learnValues whether values are learned, with parameters as their means; else parameters
   *     are drawn
   * @param score receives the sum of discounted scores where parameters are drawn
   * @return the undiscounted return where values are learned, else the discounted one
   */
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

  private void judge(TrainingLog.Row row) {
    double[] returns = evaluation.returns(new QPamdpPolicy(agent));
    double mean = Arrays.stream(returns).average().orElse(Double.NaN);
    double squares = 0;
    for (double each : returns) squares += (each - mean) * (each - mean);
    row.set("evaluation_return", mean)
        .set("evaluation_deviation", Math.sqrt(squares / returns.length));
    if (mean > bestReturn) {
      bestReturn = mean;
      bestRound = rounds;
      best = agent.copy();
    }
  }

  /** One row per round so far. */
  public TrainingLog log() {
    return log;
  }

  /** Mean return of the best evaluation so far; negative infinity before the first. */
  public double bestReturn() {
    return bestReturn;
  }

  /** Rounds that had ended at the best evaluation, the first of several; -1 before the first. */
  public long bestRound() {
    return bestRound;
  }

  /** The agent of the best evaluation so far, as a file. */
  public TensorFile bestModel() {
    return best.save();
  }

  /** Rounds that have ended. */
  public long rounds() {
    return rounds;
  }

  @Override
  public double progress() {
    return (double) rounds / (options.schedule().updates() + 1);
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  /** Steps of the world. */
  @Override
  public long steps() {
    return steps;
  }

  @Override
  public TensorFile model() {
    return agent.save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = agent.save();
    file.putMetadata("format", FORMAT);
    file.putMetadata("options", options.toString());
    file.putMetadata("seed", Long.toString(seed));
    best.save(file, "best.");
    file.put("explorer.random", Tensor.of(random.state()));
    file.put("trainer.step_size", Tensor.of(new double[] {learner.stepSize()}));
    file.put("trainer.counts", Tensor.of(new long[] {rounds, episodes, steps, bestRound}));
    file.put("trainer.best", Tensor.of(new double[] {bestReturn}));
    log.save(file);
    clock.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.require(file, "format", FORMAT);
    CheckpointMetadata.require(file, "options", options.toString());
    CheckpointMetadata.require(file, "seed", Long.toString(seed));
    agent.restore(file, "");
    best.restore(file, "best.");
    random = RandomStream.ofState(file.longs("explorer.random", 4));
    learner.restore(file.doubles("trainer.step_size", 1)[0]);
    long[] counts = file.longs("trainer.counts", 4);
    rounds = counts[0];
    episodes = counts[1];
    steps = counts[2];
    bestRound = counts[3];
    bestReturn = file.doubles("trainer.best", 1)[0];
    log.restore(file);
    clock.restore(file);
  }
}
