package io.fabula.model.actorcritic;

import io.fabula.envs.Environment;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.agents.PolicyNetwork;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Trains an agent in worlds with fixed actions by an advantage actor-critic: per update a block of
 * steps of all worlds, {@link VTrace} targets (the policy that played is the one that learns, so
 * all ratios are 1), and one step of Adam on
 *
 * <pre>
 * -mean(log pi * advantage) + valueWeight mean((target - value)^2) - entropyWeight mean entropy
 * </pre>
 *
 * <p>An agent with memory takes its state over from block to block; gradients go back through the
 * steps of one block.
 *
 * <p>A step limit of the world ends an episode as its goal does. Success is followed by a running
 * mean over episodes; when it first reaches given levels the agent is kept. The whole state can be
 * saved: 2 n updates give the same bits as n, saving, restoring and n.
 */
public final class ActorCriticTrainer implements Trainable, AutoCloseable {
  private static final String FORMAT = "fabula-actor-critic-2";
  private static final FiniteCheck FINITE =
      new FiniteCheck(List.of("learning_rate", "gradient_norm"));

  /**
   * The agent when its running mean of successes first reached a level.
   *
   * @param level which level
   * @param steps of all worlds together by then
   * @param agent its file
   */
  public record Snapshot(double level, long steps, TensorFile agent) {}

  /** Decides whether an agent whose running mean has reached a level is kept for it. */
  public interface SnapshotTest {
    /**
     * Whether the agent is kept; if not, it is asked again after the next update.
     *
     * @param steps of all worlds together by then; the answer may depend on nothing but the level,
     *     these and the network, so that a training that is gone on with keeps the same agents
     * @param network the agent, to be played with and not to be changed
     */
    boolean keeps(double level, long steps, PolicyNetwork network);
  }

  private final LearnableNetwork network;
  private final ActorCriticOptions options;
  private final long seed;
  private final PlayedWorlds played;
  private final LearningPlan learning;
  private final Adam adam;
  private final ActorCriticLog log = new ActorCriticLog();
  private final Snapshots snapshots;
  private final TrainingClock clock = new TrainingClock();
  private SnapshotTest snapshotTest = (level, at, agent) -> true;
  private long steps;
  private long episodes;
  private double success;
  private double milestone;

  /**
   * Begins.
   *
   * @param network the agent with its starting values; closed with this
   * @param worlds makes a world; each has fixed actions and shows numbers
   * @param milestone something to follow beside the success: whether it fired with more than 0.5 in
   *     an episode
   * @param seed everything random comes from it
   */
  public ActorCriticTrainer(
      LearnableNetwork network,
      Supplier<? extends Environment> worlds,
      Pursuit pursuit,
      StateDetector milestone,
      ActorCriticOptions options,
      long seed) {
    this(network, worlds, pursuit, milestone, options, seed, PlayedWorlds.DRAWN);
  }

  /** As the other one, with actions that are chosen in another way. */
  ActorCriticTrainer(
      LearnableNetwork network,
      Supplier<? extends Environment> worlds,
      Pursuit pursuit,
      StateDetector milestone,
      ActorCriticOptions options,
      long seed,
      PlayedWorlds.Choice choice) {
    this.network = network;
    this.options = options;
    this.seed = seed;
    snapshots = new Snapshots(options.snapshotsAt());
    played = new PlayedWorlds(network, worlds, pursuit, milestone, options, seed, choice);
    learning =
        network.learning(options.steps(), options.worlds(), network.parameters().gradients());
    adam = new Adam(network.parameters(), Adam.Options.DEFAULT);
  }

  /** Keeps agents only if they pass a test, too; to be said before training. */
  public ActorCriticTrainer keepingIf(SnapshotTest test) {
    snapshotTest = test;
    return this;
  }

  /** One row per update so far. */
  public ActorCriticLog log() {
    return log;
  }

  /** The agents kept so far, by level. */
  public List<Snapshot> snapshots() {
    return snapshots.all();
  }

  /** The running mean of successes. */
  public double success() {
    return success;
  }

  /** Episodes that have ended so far. */
  public long episodes() {
    return episodes;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public double progress() {
    return success >= options.stopAt() ? 1 : (double) steps / options.maximumSteps();
  }

  @Override
  public TensorFile model() {
    return network.save();
  }

  @Override
  public void advance() {
    long endedBefore = episodes;
    PlayedWorlds.Block block = played.play(steps, learning, this::count);
    steps += block.taken.length;
    snapshots.keep(
        success, level -> snapshotTest.keeps(level, steps, network), steps, network::save);
    TrainingLog.Row row = log.newRow();
    learn(block.taken, traces(block), row);
    long ended = episodes - endedBefore;
    if (ended > 0) row.set(ActorCriticLog.MEAN_LENGTH, block.lengths / ended);
    log.add(
        row.set(ActorCriticLog.STEPS, (double) steps)
            .set(ActorCriticLog.EPISODES, (double) episodes)
            .set(ActorCriticLog.SUCCESS, success)
            .set(ActorCriticLog.MILESTONE, milestone));
  }

  private void count(WorldLane lane) {
    episodes++;
    success += options.successRate() * (lane.success - success);
    milestone += options.successRate() * ((lane.milestonePassed ? 1 : 0) - milestone);
  }

  /** One step of the optimiser; sets the losses and the gradient's norm. */
  private void learn(int[] taken, VTrace[] traces, TrainingLog.Row row) {
    ActorCriticLoss loss =
        ActorCriticLoss.of(learning.outputs(), learning.values(), taken, traces, options);
    network.parameters().gradients().zero();
    learning.backward(loss.byLogits(), loss.byValues());
    double norm = network.parameters().gradients().clipNorm(options.gradientNorm());
    String where = "update " + (log.rows().size() + 1);
    FINITE.number(where, "policy loss", loss.policy());
    FINITE.number(where, "value loss", loss.value());
    FINITE.number(where, "gradient norm", norm);
    adam.step(options.learningRate());
    row.set(ActorCriticLog.POLICY_LOSS, loss.policy())
        .set(ActorCriticLog.VALUE_LOSS, loss.value())
        .set(ActorCriticLog.ENTROPY, loss.entropy())
        .set(ActorCriticLog.GRADIENT_NORM, norm);
  }

  /** Targets of each world, from the values that the network gives now. */
  private VTrace[] traces(PlayedWorlds.Block block) {
    float[] ahead = played.valuesAhead();
    played.show(learning);
    learning.forward();
    double[] ones = new double[options.steps()];
    Arrays.fill(ones, 1);
    VTrace[] traces = new VTrace[options.worlds()];
    for (int i = 0; i < traces.length; i++) traces[i] = trace(i, block, ahead[i], ones);
    return traces;
  }

  private VTrace trace(int world, PlayedWorlds.Block block, double ahead, double[] importance) {
    int length = options.steps();
    double[] constants = new double[length];
    double[] factors = new double[length];
    double[] values = new double[length];
    for (int t = 0; t < length; t++) {
      int row = t * options.worlds() + world;
      constants[t] = block.rewards[row];
      factors[t] = block.multipliers[row];
      values[t] = learning.values()[row];
    }
    return VTrace.of(
        new VTrace.Row(constants, factors), values, ahead, importance, VTrace.Caps.ONE);
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = network.save();
    identity().save(file);
    OptimiserState.save(file, adam, network.parameters());
    clock.save(file);
    file.put("trainer.counts", Tensor.of(new long[] {steps, episodes}));
    file.put("trainer.means", Tensor.of(new double[] {success, milestone}));
    log.save(file);
    played.save(file);
    snapshots.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.restore(file);
    OptimiserState.restore(file, adam, network.parameters());
    clock.restore(file);
    long[] counts = file.longs("trainer.counts", 2);
    steps = counts[0];
    episodes = counts[1];
    double[] means = file.doubles("trainer.means", 2);
    success = means[0];
    milestone = means[1];
    log.restore(file);
    played.restore(file);
    snapshots.restore(file, network.save());
  }

  @Override
  public void close() {
    played.close();
    learning.close();
    adam.close();
    network.close();
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of("format", FORMAT).and("seed", seed);
  }
}
