package io.fabula.model.qpamdp;

import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.training.BestEvaluation;
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

  private static final String FORMAT = "fabula-q-pamdp-training-2";

  private final QPamdpAgent agent;
  private QPamdpAgent bestAgent;
  private final QPamdpOptions options;
  private final long seed;
  private final PamdpEpisodes<E> episodes;
  private final AgentEvaluation evaluation;
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private final BestEvaluation best = new BestEvaluation();
  private long rounds;

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
    E world = worlds.get();
    agent.requireFits(world.spec());
    bestAgent = agent.copy();
    episodes = new PamdpEpisodes<>(agent, options, world, time, seed);
    evaluation =
        new AgentEvaluation(
            worlds,
            options.evaluation().firstLevel(),
            options.evaluation().episodes(),
            Seeds.of(seed, "evaluation"),
            1);
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
    for (int i = 0; i < learning; i++) total += episodes.learnValues();
    rounds++;
    TrainingLog.Row row = log.newRow();
    row.set("round", (double) rounds)
        .set("episodes", (double) episodes.played())
        .set("steps", (double) episodes.steps())
        .set("temperature", episodes.temperature())
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
      double discounted = episodes.drawParameters(score);
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

  private void judge(TrainingLog.Row row) {
    double[] returns = evaluation.returns(new QPamdpPolicy(agent));
    if (best.note(returns, rounds, row)) bestAgent = agent.copy();
  }

  /** One row per round so far. */
  public TrainingLog log() {
    return log;
  }

  /** The best evaluation so far, by the rounds that had ended. */
  public BestEvaluation best() {
    return best;
  }

  /** The agent of the best evaluation so far, as a file. */
  public TensorFile bestModel() {
    return bestAgent.save();
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
    return episodes.steps();
  }

  @Override
  public TensorFile model() {
    return agent.save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = agent.save();
    identity().save(file);
    bestAgent.save(file, "best.");
    best.save(file);
    episodes.save(file);
    file.put("trainer.rounds", Tensor.of(new long[] {rounds}));
    log.save(file);
    clock.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    agent.restore(file, "");
    bestAgent.restore(file, "best.");
    best.restore(file);
    episodes.restore(file);
    rounds = file.longs("trainer.rounds", 1)[0];
    log.restore(file);
    clock.restore(file);
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(FORMAT, options, seed);
  }
}
