package io.fabula.model.actorcritic;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Trains an agent without memory in worlds with fixed actions by an advantage actor-critic: per
 * update a block of steps of all worlds, {@link VTrace} targets (the policy that played is the one
 * that learns, so all ratios are 1), and one step of Adam on
 *
 * <pre>
 * -mean(log pi * advantage) + valueWeight mean((target - value)^2) - entropyWeight mean entropy
 * </pre>
 *
 * <p>A step limit of the world ends an episode as its goal does. Success is followed by a running
 * mean over episodes; when it first reaches given levels the agent is kept. The whole state can be
 * saved: 2 n updates give the same bits as n, saving, restoring and n.
 */
public final class ActorCriticTrainer implements Trainable, AutoCloseable {
  private static final String FORMAT = "fabula-actor-critic-1";
  private static final FiniteCheck FINITE =
      new FiniteCheck(List.of("learning_rate", "gradient_norm"));

  /**
   * Where training stood after an update.
   *
   * @param steps of all worlds together
   * @param episodes ended so far
   * @param success running mean of successes
   * @param milestone running mean of episodes that passed the milestone
   * @param meanLength of the episodes that ended in the update, NaN if none did
   * @param policyLoss as minimised
   * @param valueLoss mean squared error of the values
   * @param entropy mean, in nats
   * @param gradientNorm before it was limited
   */
  public record Progress(
      long steps,
      long episodes,
      double success,
      double milestone,
      double meanLength,
      double policyLoss,
      double valueLoss,
      double entropy,
      double gradientNorm) {
    private static final int WIDTH = 9;

    private double[] cells() {
      return new double[] {
        steps,
        episodes,
        success,
        milestone,
        meanLength,
        policyLoss,
        valueLoss,
        entropy,
        gradientNorm
      };
    }

    private static Progress of(double[] c, int at) {
      return new Progress(
          (long) c[at],
          (long) c[at + 1],
          c[at + 2],
          c[at + 3],
          c[at + 4],
          c[at + 5],
          c[at + 6],
          c[at + 7],
          c[at + 8]);
    }
  }

  /**
   * The agent when its running mean of successes first reached a level.
   *
   * @param level which level
   * @param steps of all worlds together by then
   * @param agent its file
   */
  public record Snapshot(double level, long steps, TensorFile agent) {}

  private final LearnableNetwork network;
  private final ActorCriticOptions options;
  private final long seed;
  private final WorldLane[] lanes;
  private final int actions;
  private final ActionSet available;
  private final InputBuffer inputs;
  private final ActingPlan acting;
  private final LearningPlan learning;
  private final Adam adam;
  private final float[] observed;
  private final List<Progress> log = new ArrayList<>();
  private final Map<Double, Snapshot> snapshots = new LinkedHashMap<>();
  private final TrainingClock clock = new TrainingClock();
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
    this.network = network;
    this.options = options;
    this.seed = seed;
    lanes = new WorldLane[options.worlds()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new WorldLane(worlds.get(), pursuit, milestone, Seeds.of(seed, "world", i));
    }
    Environment first = lanes[0].world;
    network.requireFits(first.spec());
    if (!(first.spec().actions() instanceof ActionSpace.Discrete discrete) || network.recurrent()) {
      throw new IllegalArgumentException("needs fixed actions and a network without memory");
    }
    actions = discrete.count();
    available = ActionSet.all(actions);
    inputs = network.inputs(options.steps() * options.worlds());
    acting = network.acting(options.worlds());
    learning =
        network.learning(options.steps(), options.worlds(), network.parameters().gradients());
    adam = new Adam(network.parameters(), Adam.Options.DEFAULT);
    observed = new float[first.spec().observations().size()];
  }

  /** One entry per update so far. */
  public List<Progress> log() {
    return List.copyOf(log);
  }

  /** The agents kept so far, by level. */
  public List<Snapshot> snapshots() {
    return List.copyOf(snapshots.values());
  }

  /** The running mean of successes. */
  public double success() {
    return success;
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
    int n = options.worlds();
    int rows = options.steps() * n;
    int[] taken = new int[rows];
    double[] rewards = new double[rows];
    double[] multipliers = new double[rows];
    double lengths = 0;
    long endedBefore = episodes;
    for (int t = 0; t < options.steps(); t++) {
      act(t * n);
      for (int i = 0; i < n; i++) {
        int row = t * n + i;
        int at = i * actions;
        ActionDistribution.logSoftmax(acting.outputs(), at, actions);
        taken[row] = ActionDistribution.sample(acting.outputs(), at, actions, lanes[i].random);
        lanes[i].step(taken[row], options.discount());
        rewards[row] = lanes[i].reward;
        multipliers[row] = lanes[i].multiplier;
        if (lanes[i].ended) {
          lengths += lanes[i].episodeLength;
          count(lanes[i]);
        }
      }
    }
    steps += rows;
    keepSnapshots();
    act(-1);
    double[] losses = learn(taken, rewards, multipliers);
    long ended = episodes - endedBefore;
    log.add(
        new Progress(
            steps,
            episodes,
            success,
            milestone,
            ended == 0 ? Double.NaN : lengths / ended,
            losses[0],
            losses[1],
            losses[2],
            losses[3]));
  }

  private void count(WorldLane lane) {
    episodes++;
    success += options.successRate() * (lane.success - success);
    milestone += options.successRate() * ((lane.milestonePassed ? 1 : 0) - milestone);
  }

  private void keepSnapshots() {
    for (double level : options.snapshotsAt()) {
      if (success >= level && !snapshots.containsKey(level)) {
        snapshots.put(level, new Snapshot(level, steps, network.save()));
      }
    }
  }

  /** Shows all worlds to the network, and remembers what it was shown if {@code first >= 0}. */
  private void act(int first) {
    int width = inputs.width();
    for (int i = 0; i < lanes.length; i++) {
      int row = Math.max(0, first) + i;
      if (first >= 0) {
        lanes[i].world.observe(observed, 0);
        inputs.put(row, observed, 0, available);
        inputs.expand(row, acting.inputs(), i * width);
      } else {
        lanes[i].world.observe(acting.inputs(), i * width);
      }
    }
    acting.run();
  }

  /** Losses of policy and value, entropy, and the gradient's norm. */
  private double[] learn(int[] taken, double[] rewards, double[] multipliers) {
    int n = options.worlds();
    int rows = taken.length;
    for (int row = 0; row < rows; row++) {
      inputs.expand(row, learning.inputs(), row * inputs.width());
    }
    learning.forward();
    VTrace[] traces = new VTrace[n];
    double[] ones = new double[options.steps()];
    java.util.Arrays.fill(ones, 1);
    for (int i = 0; i < n; i++) traces[i] = trace(i, rewards, multipliers, ones);
    float[] byOutputs = learning.outputs().clone();
    float[] byValues = new float[rows];
    double policyLoss = 0;
    double valueLoss = 0;
    double entropySum = 0;
    for (int row = 0; row < rows; row++) {
      VTrace trace = traces[row % n];
      int t = row / n;
      int at = row * actions;
      ActionDistribution.logSoftmax(byOutputs, at, actions);
      double entropy = ActionDistribution.entropy(byOutputs, at, actions);
      double advantage = trace.advantages()[t];
      double error = learning.values()[row] - trace.targets()[t];
      policyLoss -= byOutputs[at + taken[row]] * advantage / rows;
      valueLoss += error * error / rows;
      entropySum += entropy / rows;
      byValues[row] = (float) (2 * options.valueWeight() * error / rows);
      for (int k = 0; k < actions; k++) {
        double log = byOutputs[at + k];
        double p = StrictMath.exp(log);
        double hit = k == taken[row] ? 1 : 0;
        double slope = -advantage * (hit - p) + options.entropyWeight() * p * (log + entropy);
        byOutputs[at + k] = (float) (slope / rows);
      }
    }
    network.parameters().gradients().zero();
    learning.backward(byOutputs, byValues);
    double norm = network.parameters().gradients().clipNorm(options.gradientNorm());
    String where = "update " + (log.size() + 1);
    FINITE.number(where, "policy loss", policyLoss);
    FINITE.number(where, "value loss", valueLoss);
    FINITE.number(where, "gradient norm", norm);
    adam.step(options.learningRate());
    return new double[] {policyLoss, valueLoss, entropySum, norm};
  }

  private VTrace trace(int world, double[] rewards, double[] multipliers, double[] importance) {
    int length = options.steps();
    double[] constants = new double[length];
    double[] factors = new double[length];
    double[] values = new double[length];
    for (int t = 0; t < length; t++) {
      int row = t * options.worlds() + world;
      constants[t] = rewards[row];
      factors[t] = multipliers[row];
      values[t] = learning.values()[row];
    }
    return VTrace.of(
        new VTrace.Row(constants, factors),
        values,
        acting.values()[world],
        importance,
        VTrace.Caps.ONE);
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = network.save();
    file.putMetadata("format", FORMAT);
    file.putMetadata("seed", Long.toString(seed));
    OptimiserState.save(file, adam, network.parameters());
    clock.save(file);
    file.put("trainer.counts", Tensor.of(new long[] {steps, episodes}));
    file.put("trainer.means", Tensor.of(new double[] {success, milestone}));
    double[] cells = new double[log.size() * Progress.WIDTH];
    for (int i = 0; i < log.size(); i++) {
      System.arraycopy(log.get(i).cells(), 0, cells, i * Progress.WIDTH, Progress.WIDTH);
    }
    file.put("trainer.log", Tensor.of(cells));
    for (int i = 0; i < lanes.length; i++) lanes[i].save(file, "lane." + i);
    saveSnapshots(file);
    return file;
  }

  private void saveSnapshots(TensorFile file) {
    List<Snapshot> kept = snapshots();
    file.put("snapshots.level", Tensor.of(kept.stream().mapToDouble(Snapshot::level).toArray()));
    file.put("snapshots.steps", Tensor.of(kept.stream().mapToLong(Snapshot::steps).toArray()));
    for (int i = 0; i < kept.size(); i++) {
      TensorFile agent = kept.get(i).agent();
      for (String name : agent.names()) {
        try {
          file.put("snapshot." + i + "." + name, agent.tensor(name));
        } catch (DamagedFileException e) {
          throw new IllegalStateException(e); // a file that was just made has its tensors
        }
      }
    }
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.require(file, "format", FORMAT);
    CheckpointMetadata.require(file, "seed", Long.toString(seed));
    network.restore(file);
    OptimiserState.restore(file, adam, network.parameters());
    clock.restore(file);
    long[] counts = file.longs("trainer.counts", 2);
    steps = counts[0];
    episodes = counts[1];
    double[] means = file.doubles("trainer.means", 2);
    success = means[0];
    milestone = means[1];
    log.clear();
    double[] cells = file.doubles("trainer.log", -1);
    for (int at = 0; at < cells.length; at += Progress.WIDTH) log.add(Progress.of(cells, at));
    for (int i = 0; i < lanes.length; i++) lanes[i].restore(file, "lane." + i);
    restoreSnapshots(file);
  }

  private void restoreSnapshots(TensorFile file) throws DamagedFileException {
    snapshots.clear();
    double[] levels = file.doubles("snapshots.level", -1);
    long[] at = file.longs("snapshots.steps", levels.length);
    TensorFile now = network.save();
    for (int i = 0; i < levels.length; i++) {
      TensorFile agent = new TensorFile();
      now.metadata().forEach(agent::putMetadata);
      for (String name : now.names()) {
        agent.put(name, file.tensor("snapshot." + i + "." + name));
      }
      snapshots.put(levels[i], new Snapshot(levels[i], at[i], agent));
    }
  }

  @Override
  public void close() {
    acting.close();
    learning.close();
    adam.close();
    network.close();
  }
}
