package io.fabula.model.trajectories;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.random.Ziggurat;
import io.fabula.model.graph.optimisers.RectifiedAdam;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/**
 * Trains the autoencoder on some things' trajectories: the loss is {@code -((1 + a) log-likelihood
 * - divergence / (1 + a))} per trajectory with a = 1 that halves with every epoch; gradients are
 * limited to +-0.5 and taken by RAdam.
 *
 * <p>What is drawn in step n follows from the seed and n alone. Normalisation couples the whole
 * batch, so that one thread computes it.
 */
public final class TrajectoryVaeTrainer implements Trainable, AutoCloseable {
  /** Columns of the log, which has a row for the last step of every epoch. */
  public static final List<String> COLUMNS =
      List.of("epoch", "steps", "loss", "log_likelihood", "divergence", "squared_error");

  private static final FiniteCheck FINITE = new FiniteCheck(List.of("lr", "batch_tools"));
  private static final float LIMIT = 0.5f;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Trajectories data;
  private final TrajectoryVaeOptions options;
  private final long seed;
  private final TrajectoryVae vae;
  private final RectifiedAdam optimiser;
  private final TrajectoryStep step;
  private final ShardThreads thread = new ShardThreads("trajectory-vae", 1, 1);
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private final int things;
  private final int each;
  private int orderedEpoch = -1;
  private int[] order = new int[0];

  /**
   * A trainer at the beginning.
   *
   * @param data batches are no larger than what there is
   */
  public TrajectoryVaeTrainer(Trajectories data, TrajectoryVaeOptions options, long seed) {
    if (data.things() < 2) {
      throw new IllegalArgumentException("at least 2 things are needed, got " + data.things());
    }
    this.data = data;
    this.options = options;
    this.seed = seed;
    things = Math.min(options.things(), data.things());
    each = Math.min(options.each(), data.each());
    vae = TrajectoryVae.create(data, options, seed);
    optimiser = new RectifiedAdam(vae.parameters, BETA1, BETA2, EPSILON);
    step = new TrajectoryStep(vae, things, each, data.states());
  }

  /** Steps of a pass over all things; those that do not fill a batch are left out of it. */
  public int stepsPerEpoch() {
    return data.things() / things;
  }

  @Override
  public void advance() {
    long n = optimiser.steps();
    int epoch = (int) (n / stepsPerEpoch());
    String where = "step " + (n + 1);
    fill(n, epoch);
    vae.parameters.gradients().zero();
    float weight = (float) (1 + StrictMath.pow(0.5, epoch));
    TrajectoryStep.Found[] all = new TrajectoryStep.Found[1];
    thread.each(i -> all[i] = step.run(weight)); // which an interrupt does not tear
    TrajectoryStep.Found found = all[0];
    FINITE.number(where, "loss", found.loss());
    vae.parameters.gradients().clipValues(LIMIT);
    optimiser.step(options.rate());
    FINITE.weights(where, vae.parameters);
    if ((n + 1) % stepsPerEpoch() == 0) {
      log.add(
          log.newRow()
              .set("epoch", epoch + 1)
              .set("steps", (double) (n + 1))
              .set("loss", found.loss())
              .set("log_likelihood", found.logLikelihood())
              .set("divergence", found.divergence())
              .set("squared_error", found.squaredError()));
    }
  }

  private void fill(long n, int epoch) {
    if (orderedEpoch != epoch) {
      order =
          new RandomStream(Seeds.of(seed, "things of an epoch", epoch)).permutation(data.things());
      orderedEpoch = epoch;
    }
    int first = (int) (n % stepsPerEpoch()) * things;
    RandomStream random = new RandomStream(Seeds.of(seed, "trajectories of a step", n));
    float[] seen = step.seen();
    int rows = things * each;
    for (int i = 0; i < things; i++) {
      int[] chosen = random.permutation(data.each());
      for (int j = 0; j < each; j++) {
        data.copy(order[first + i], chosen[j], seen, i * each + j, rows);
      }
    }
    for (float[] noise : List.of(step.thingNoise(), step.trajectoryNoise())) {
      for (int i = 0; i < noise.length; i++) noise[i] = (float) Ziggurat.nextGaussian(random);
    }
  }

  @Override
  public double progress() {
    return (double) steps() / ((double) options.epochs() * stepsPerEpoch());
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public long steps() {
    return optimiser.steps();
  }

  /** One row for every epoch that is over. */
  public TrainingLog log() {
    return log;
  }

  /** What is trained; it belongs to the trainer and is closed with it. */
  public TrajectoryVae vae() {
    return vae;
  }

  @Override
  public TensorFile model() {
    return vae.save();
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of("trainer.options", options).and("trainer.seed", seed);
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = vae.save();
    identity().save(file);
    clock.save(file);
    log.save(file);
    OptimiserState.save(file, optimiser, vae.parameters);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    vae.restore(file);
    OptimiserState.restore(file, optimiser, vae.parameters);
    log.restore(file);
    clock.restore(file);
  }

  @Override
  public void close() {
    thread.close();
    step.close();
    optimiser.close();
    vae.close();
  }
}
