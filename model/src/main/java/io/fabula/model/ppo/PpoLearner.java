package io.fabula.model.ppo;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.impala.ImpalaLearningPlan;
import io.fabula.model.impala.ImpalaNetwork;
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

  private final PpoOptions options;
  private final ShardCrew crew;
  private final MinibatchSchedule schedule;
  private final ImpalaNetwork network;
  private final List<Gradients> gradients = new ArrayList<>();
  private final List<ImpalaLearningPlan> plans = new ArrayList<>();
  private final PpoLoss.Sums[] sums;
  private final int membersPerShard;
  private final Adam adam;

  PpoLearner(ImpalaNetwork network, PpoOptions options, ShardCrew crew) {
    this.network = network;
    this.options = options;
    this.crew = crew;
    boolean recurrent = network.architecture().recurrent();
    schedule = options.minibatches(recurrent);
    membersPerShard = schedule.members() / options.shards();
    int steps = recurrent ? options.steps() : 1;
    for (int shard = 0; shard < options.shards(); shard++) {
      Gradients own = network.parameters().newGradients();
      gradients.add(own);
      plans.add(network.learning(steps, membersPerShard, options.trainableInitialState(), own));
    }
    sums = new PpoLoss.Sums[options.shards()];
    adam = new Adam(network.parameters(), Adam.Options.DEFAULT.withEpsilon(options.adamEpsilon()));
  }

  /** One update's passes over a block. */
  Losses learn(Rollout rollout, double progress, RandomStream permutations) {
    PpoLoss loss =
        new PpoLoss(options.clip(), options.valueWeight(), options.entropyWeight().at(progress));
    PpoLoss.Sums total = new PpoLoss.Sums();
    double firstRatioDeviation = 0;
    boolean moved = false;
    gradients.forEach(Gradients::zero);
    for (MinibatchSchedule.Minibatch minibatch : schedule.draw(permutations)) {
      PpoLoss.Sums part = accumulate(minibatch.members(), rollout, loss);
      total.add(part);
      if (!moved) firstRatioDeviation = Math.max(firstRatioDeviation, part.ratioDeviation());
      if (!minibatch.step()) continue;
      moved = true;
      gather();
      step(options.learningRate().at(progress));
    }
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
    double norm = network.parameters().gradients().clipNorm(options.gradientNorm());
    adam.step(learningRate);
    return norm;
  }

  /** Adds the gradient of a shard's part of the mini-batch's mean. */
  private PpoLoss.Sums backward(int shard, int[] members, Rollout rollout, PpoLoss loss) {
    ImpalaLearningPlan plan = plans.get(shard);
    int from = shard * membersPerShard;
    int hidden = network.architecture().hidden();
    int steps = plan.steps();
    for (int b = 0; b < membersPerShard; b++) {
      int member = members[from + b];
      if (network.architecture().recurrent()) {
        System.arraycopy(
            rollout.initialHidden, member * hidden, plan.initialState(), b * hidden, hidden);
      }
      for (int t = 0; t < steps; t++) {
        int at = element(rollout, t, member);
        int sample = t * membersPerShard + b;
        rollout.views.expand(at, plan.inputs(), sample * plan.viewSize());
        plan.masks()[sample] = rollout.trainingMask(at, options.legacyRecurrence());
      }
    }
    plan.forward();
    PpoLoss.Sums result = new PpoLoss.Sums();
    int actions = network.architecture().actions();
    double weight = 1.0 / schedule.size();
    float[] logits = plan.outputs();
    float[] values = plan.values();
    for (int b = 0; b < membersPerShard; b++) {
      for (int t = 0; t < steps; t++) {
        int at = element(rollout, t, members[from + b]);
        int sample = t * membersPerShard + b;
        ActionDistribution.logSoftmax(logits, sample * actions, actions);
        values[sample] =
            (float)
                loss.sample(
                    logits,
                    sample * actions,
                    actions,
                    rollout.actions[at],
                    rollout.logProbs[at],
                    rollout.advantages[at],
                    values[sample],
                    rollout.values[at],
                    rollout.returns[at],
                    weight,
                    result);
      }
    }
    plan.backward(logits, values);
    return result;
  }

  private int element(Rollout rollout, int t, int member) {
    return network.architecture().recurrent() ? t * rollout.worlds + member : member;
  }

  /** What each step of the first shard's plan costs. */
  List<String> profile(int runs) {
    return plans.get(0).profile(runs);
  }

  void save(TensorFile file) {
    network.saveMoments(file, adam);
  }

  void restore(TensorFile file) throws DamagedFileException {
    network.restoreMoments(file, adam);
  }

  @Override
  public void close() {
    plans.forEach(ImpalaLearningPlan::close);
    gradients.forEach(Gradients::close);
    adam.close();
  }
}
