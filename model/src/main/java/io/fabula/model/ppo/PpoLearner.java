package io.fabula.model.ppo;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The optimisation half of an update: mini-batches cut into shards, Adam on their summed gradient.
 */
final class PpoLearner implements AutoCloseable {
  /**
   * Means over the mini-batches of an update.
   *
   * @param firstRatioDeviation largest difference of a ratio from 1 before the first step; what
   *     acting and learning disagree by
   */
  record Losses(double policy, double value, double entropy, double firstRatioDeviation) {}

  /** What to look at first when a value is not finite. */
  static final FiniteCheck FINITE =
      new FiniteCheck(List.of("learning_rate", "value_weight", "entropy", "adam_epsilon"));

  private final PpoOptions options;
  private final ShardThreads crew;
  private final MinibatchSchedule schedule;
  private final LearnableNetwork network;
  private final List<Gradients> gradients = new ArrayList<>();
  private final List<LearningPlan> plans = new ArrayList<>();
  private final PpoLoss.Sums[] sums;
  private final int membersPerShard;
  private final int membersPerPart;
  private final Adam adam;

  PpoLearner(LearnableNetwork network, PpoOptions options, ShardThreads crew) {
    this.network = network;
    this.options = options;
    this.crew = crew;
    boolean recurrent = network.recurrent();
    schedule = options.minibatches(recurrent);
    membersPerShard = schedule.members() / options.shards();
    membersPerPart = recurrent ? membersPerShard : network.samplesAtATime(membersPerShard);
    int steps = recurrent ? options.block().steps() : 1;
    for (int shard = 0; shard < options.shards(); shard++) {
      Gradients own = network.parameters().newGradients();
      gradients.add(own);
      plans.add(network.learning(steps, membersPerPart, own));
    }
    sums = new PpoLoss.Sums[options.shards()];
    adam =
        new Adam(
            network.parameters(),
            Adam.Options.DEFAULT.withEpsilon(options.optimisation().adamEpsilon()));
  }

  /**
   * One update's passes over a block.
   *
   * @param where which update, for messages
   */
  Losses learn(String where, Rollout rollout, double progress, RandomStream permutations) {
    PpoLoss loss = options.losses().at(progress);
    PpoLoss.Sums total = new PpoLoss.Sums();
    double firstRatioDeviation = 0;
    boolean moved = false;
    gradients.forEach(Gradients::zero);
    for (MinibatchSchedule.Minibatch minibatch : schedule.draw(permutations)) {
      PpoLoss.Sums part = accumulate(minibatch.members(), rollout, loss);
      FINITE.number(where, "policy loss", part.policyTotal());
      FINITE.number(where, "value loss", part.valueTotal());
      FINITE.number(where, "entropy", part.entropyTotal());
      total.add(part);
      if (!moved) firstRatioDeviation = Math.max(firstRatioDeviation, part.ratioDeviation());
      if (!minibatch.step()) continue;
      moved = true;
      gather();
      double norm = step(options.optimisation().learningRate().at(progress));
      FINITE.number(where, "norm of the gradient", norm);
    }
    FINITE.weights(where, network.parameters());
    return new Losses(total.policy(), total.value(), total.entropy(), firstRatioDeviation);
  }

  /** Adds the gradient of a mini-batch's mean loss to those of the shards. */
  PpoLoss.Sums accumulate(int[] members, Rollout rollout, PpoLoss loss) {
    crew.each(shard -> sums[shard] = backward(shard, members, rollout, loss));
    PpoLoss.Sums total = new PpoLoss.Sums();
    for (PpoLoss.Sums each : sums) total.add(each);
    return total;
  }

  /** Moves the shards' gradients, in their order, into the parameters' own. */
  Gradients gather() {
    Gradients whole = network.parameters().gradients();
    whole.zero();
    for (Gradients shard : gradients) {
      whole.add(shard);
      shard.zero();
    }
    return whole;
  }

  /** Clips the gathered gradient and moves the parameters; returns the norm before clipping. */
  double step(double learningRate) {
    double norm = network.parameters().gradients().clipNorm(options.optimisation().gradientNorm());
    adam.step(learningRate);
    return norm;
  }

  /** Adds the gradient of a shard's part of the mini-batch's mean. */
  private PpoLoss.Sums backward(int shard, int[] members, Rollout rollout, PpoLoss loss) {
    PpoLoss.Sums result = new PpoLoss.Sums();
    int end = (shard + 1) * membersPerShard;
    for (int from = shard * membersPerShard; from < end; from += membersPerPart) {
      backward(plans.get(shard), from, members, rollout, loss, result);
    }
    return result;
  }

  /** Adds the gradient of as many members as a plan takes at a time, from one on. */
  private void backward(
      LearningPlan plan,
      int from,
      int[] members,
      Rollout rollout,
      PpoLoss loss,
      PpoLoss.Sums result) {
    see(plan, from, members, rollout);
    plan.forward();
    ActionHead head = network.head();
    double weight = 1.0 / schedule.size();
    float[] outputs = plan.outputs();
    float[] values = plan.values();
    for (int b = 0; b < membersPerPart; b++) {
      for (int t = 0; t < plan.steps(); t++) {
        int at = element(rollout, t, members[from + b]);
        int sample = t * membersPerPart + b;
        int offset = sample * head.outputs();
        head.normalise(outputs, offset);
        values[sample] =
            (float) loss.sample(head, outputs, offset, values[sample], rollout, at, weight, result);
      }
    }
    plan.backward(outputs, values);
  }

  /** Sets a plan's inputs. */
  private void see(LearningPlan plan, int from, int[] members, Rollout rollout) {
    int stateSize = network.stateSize();
    int width = rollout.inputs.width();
    for (int b = 0; b < membersPerPart; b++) {
      int member = members[from + b];
      if (network.recurrent()) {
        System.arraycopy(
            rollout.initialState,
            member * stateSize,
            plan.initialState(),
            b * stateSize,
            stateSize);
      }
      for (int t = 0; t < plan.steps(); t++) {
        int at = element(rollout, t, member);
        int sample = t * membersPerPart + b;
        rollout.inputs.expand(at, plan.inputs(), sample * width);
        plan.masks()[sample] = rollout.trainingMask(at, options.legacyRecurrence());
      }
    }
  }

  private int element(Rollout rollout, int t, int member) {
    return network.recurrent() ? t * rollout.worlds + member : member;
  }

  /** What each step of the first shard's plan costs. */
  List<String> profile(int runs) {
    return plans.get(0).profile(runs);
  }

  void save(TensorFile file) {
    OptimiserState.save(file, adam, network.parameters());
  }

  void restore(TensorFile file) throws DamagedFileException {
    OptimiserState.restore(file, adam, network.parameters());
  }

  @Override
  public void close() {
    plans.forEach(LearningPlan::close);
    gradients.forEach(Gradients::close);
    adam.close();
  }
}
