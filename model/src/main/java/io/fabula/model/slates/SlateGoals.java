package io.fabula.model.slates;

import io.fabula.model.graph.Plan;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;

/**
 * What the values of a batch's slates should be, as a network tells that follows the trained one
 * behind: within a slate the best value of the next position, at its end that of the next state's
 * first, discounted and with rewards.
 */
final class SlateGoals implements AutoCloseable {
  private final SlateNetwork network;
  private final SlateArchitecture agent;
  private final SlateLearning rule;
  private final ItemFeatures items;
  private final int[] outputs;
  private final SlateWeights target;
  private final SlatePass following;
  private final Plan plan;
  private final float[] next;
  private final float[] best;
  private final float[] goals;

  /**
   * @param network the trained one; not closed with this
   */
  SlateGoals(SlateNetwork network, SlateLearning rule, ItemFeatures items) {
    this.network = network;
    this.rule = rule;
    this.items = items;
    agent = network.architecture();
    outputs = items.outputs();
    target = new SlateWeights(agent);
    target.copyFrom(network.weights());
    int rows = rule.batch() * (agent.kind() == Kind.TOP_VALUES ? 1 : agent.slateSize());
    next = new float[rows * agent.choices()];
    best = new float[rule.batch() * agent.slateSize()];
    goals = new float[best.length];
    following = new SlatePass(agent, target.frozen(), rule.batch(), true);
    plan = Plan.forward(following.values);
  }

  /** Which value of a row a slate's position took. */
  int choice(SlateBatch batch, int row, int place) {
    int position = batch.slates()[place];
    return agent.masks()
        ? outputs[batch.candidates()[row * agent.candidates() + position]]
        : position;
  }

  /** Goals of the taken positions of a batch, {@code [batch, slateSize]}; until the next call. */
  float[] of(SlateBatch batch) {
    followAtOnce();
    following.inputs.set(plan, batch, items, outputs);
    plan.forward();
    plan.get(following.values, next, 0);
    boolean[] gone = new boolean[agent.choices()];
    for (int b = 0; b < rule.batch(); b++) {
      if (agent.kind() != Kind.TOP_VALUES) bestOfCascade(batch, b, gone);
      else bestAtOnce(b);
    }
    for (int b = 0; b < rule.batch(); b++) {
      double within = agent.kind() != Kind.TOP_VALUES ? rule.withinDiscount() : rule.discount();
      SlotTargets.fill(
          batch.rewards(),
          batch.ends(),
          best,
          within,
          rule.discount(),
          b * agent.slateSize(),
          agent.slateSize(),
          goals);
    }
    return goals;
  }

  /** Modules without a target copy of their own. */
  private void followAtOnce() {
    List<SlateWeights.Module> copies = target.modules();
    for (int i = 0; i < copies.size(); i++) {
      String name = copies.get(i).name();
      boolean encodes = List.of("action", "observation", "slate").contains(name);
      if (name.equals("mask") || (encodes && !rule.targetEncoders())) {
        copies.get(i).parameters().copyFrom(network.weights().modules().get(i).parameters());
      }
    }
  }

  /** Row 0 of a transition is the next state; row j has the first j items in its slate. */
  private void bestOfCascade(SlateBatch batch, int b, boolean[] gone) {
    int slots = agent.slateSize();
    Arrays.fill(gone, true);
    for (int k = 0; k < agent.candidates(); k++) gone[output(batch, b, k)] = false;
    best[b * slots + slots - 1] = largest(b * slots, gone);
    for (int j = 1; j < slots; j++) {
      gone[choice(batch, b, b * slots + j - 1)] = true;
      best[b * slots + j - 1] = largest(b * slots + j, gone);
    }
  }

  private int output(SlateBatch batch, int b, int candidate) {
    return agent.masks()
        ? outputs[batch.candidates()[b * agent.candidates() + candidate]]
        : candidate;
  }

  private float largest(int row, boolean[] gone) {
    int n = agent.choices();
    float most = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) if (!gone[k]) most = Math.max(most, next[row * n + k]);
    return most;
  }

  private void bestAtOnce(int b) {
    int n = agent.candidates();
    int slots = agent.slateSize();
    float[] sorted = Arrays.copyOfRange(next, b * n, b * n + n);
    Arrays.sort(sorted);
    for (int j = 0; j < slots; j++) best[b * slots + j] = sorted[n - 1 - j];
  }

  /** Moves the target network if an epoch is one where that is due. */
  void follow(long epoch) {
    if ((epoch + 1) % rule.targetEvery() != 0) return;
    if (rule.targetRate() == 1) target.copyFrom(network.weights());
    else target.moveTowards(network.weights(), (float) rule.targetRate());
  }

  SlateWeights target() {
    return target;
  }

  List<String> profile(int runs) {
    return plan.profile(runs);
  }

  void save(TensorFile file) {
    target.save(file, "target.");
  }

  void restore(TensorFile file) throws DamagedFileException {
    target.restore(file, "target.");
  }

  @Override
  public void close() {
    plan.close();
    target.close();
  }
}
