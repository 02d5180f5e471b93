package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns from batches of transitions by temporal differences: within a slate each position's value
 * moves towards the best value of the next position, the last towards that of the next state's
 * first (Jain et al. 2022). All positions of all slates are one run of the network.
 *
 * @implNote the published program lets gradients flow through the targets and ignores availability
 *     in the targets of mask agents; both are corrected here.
 */
final class SlateUpdate implements AutoCloseable {
  static final FiniteCheck FINITE = new FiniteCheck(List.of("rate", "clipNorm"));

  private final SlateNetwork network;
  private final SlateArchitecture agent;
  private final SlateLearning rule;
  private final ItemFeatures items;
  private final int[] outputs;
  private final SlateWeights target;
  private final List<Adam> optimisers = new ArrayList<>();
  private final SlateBatch batch;
  private final LearningGraph main;
  private final LearningGraph following;
  private final Node taken;
  private final Node goals;
  private final Node predicted;
  private final Node loss;
  private final Plan learning;
  private final Plan targets;
  private final boolean cascade;
  private final int rows;

  private final float[] next;
  private final float[] best;
  private final float[] goalValues;
  private final float[] takenValues;
  private final float[] tableGoals;

  /** The inputs of a pass over all positions of a batch, and its values. */
  private static final class LearningGraph {
    final Graph graph = new Graph();
    final BatchInputs inputs;
    final Node values;

    LearningGraph(SlateArchitecture agent, SlateWeights weights, int batch, boolean ahead) {
      SlateGraph layers = new SlateGraph(agent, graph, weights);
      inputs = new BatchInputs(agent, graph, layers, batch, ahead);
      values = layers.values(inputs.decisions(), SlateGraph.OWN_SLOT).values();
    }
  }

  SlateUpdate(SlateNetwork network, SlateLearning rule, ItemFeatures items) {
    this.network = network;
    this.rule = rule;
    this.items = items;
    agent = network.architecture();
    outputs = items.outputs();
    cascade = agent.kind() != Kind.TOP_VALUES;
    target = new SlateWeights(agent);
    target.copyFrom(network.weights());
    for (SlateWeights.Module module : network.weights().modules()) {
      optimisers.add(new Adam(module.parameters(), Adam.Options.DEFAULT));
    }
    batch = SlateBatch.of(agent, rule.batch());
    rows = rule.batch() * (cascade ? agent.slateSize() : 1);
    next = new float[rows * agent.choices()];
    best = new float[rule.batch() * agent.slateSize()];
    goalValues = new float[best.length];
    takenValues = new float[cascade ? rows : rows * agent.candidates()];
    tableGoals = new float[cascade ? 0 : rows * agent.candidates()];

    following = new LearningGraph(agent, target.frozen(), rule.batch(), true);
    targets = Plan.forward(following.values);
    main = new LearningGraph(agent, network.weights(), rule.batch(), false);
    if (cascade) {
      taken = main.graph.input("taken", rows);
      goals = main.graph.input("targets", rows);
      predicted = Selection.pick(main.values, taken);
      loss = Losses.meanSquaredError(predicted, goals);
    } else {
      taken = main.graph.input("taken", rows, agent.candidates());
      goals = main.graph.input("targets", rows, agent.candidates());
      predicted = main.values;
      Node error = Arithmetic.mul(Arithmetic.sub(predicted, goals), taken);
      Node sum = Reductions.sum(Elementwise.square(error));
      loss = Elementwise.scale(sum, 1f / goalValues.length);
    }
    learning = Plan.training(loss, predicted);
  }

  /** To fill before {@link #run}. */
  SlateBatch batch() {
    return batch;
  }

  /**
   * Learns from {@link #batch()} once.
   *
   * @param epoch decides the learning rate
   * @return the loss before the step
   */
  double run(long epoch) {
    aim();
    main.inputs.set(learning, batch, items, outputs);
    if (cascade) {
      for (int i = 0; i < takenValues.length; i++)
        takenValues[i] = choice(i / agent.slateSize(), i);
      learning.set(taken, takenValues, 0);
      learning.set(goals, goalValues, 0);
    } else {
      setTable();
    }
    for (SlateWeights.Module module : modules()) module.parameters().gradients().zero();
    learning.forward();
    learning.backward();
    double rate = rule.rate() * StrictMath.pow(rule.rateDecay(), (double) epoch);
    for (int i = 0; i < optimisers.size(); i++) {
      SlateWeights.Module module = modules().get(i);
      if (rule.clipNorm() > 0 && module.clipped(agent)) {
        module.parameters().gradients().clipNorm(rule.clipNorm());
      }
      optimisers.get(i).step(rate);
    }
    double result = learning.scalar(loss);
    FINITE.number("epoch " + epoch, "loss", result);
    return result;
  }

  private List<SlateWeights.Module> modules() {
    return network.weights().modules();
  }

  /** Which value of a row a slate's position took. */
  private int choice(int row, int place) {
    int position = batch.slates()[place];
    return agent.masks()
        ? outputs[batch.candidates()[row * agent.candidates() + position]]
        : position;
  }

  private void setTable() {
    Arrays.fill(takenValues, 0);
    Arrays.fill(tableGoals, 0);
    for (int i = 0; i < goalValues.length; i++) {
      int at = i / agent.slateSize() * agent.candidates() + batch.slates()[i];
      takenValues[at] = 1;
      tableGoals[at] = goalValues[i];
    }
    learning.set(taken, takenValues, 0);
    learning.set(goals, tableGoals, 0);
  }

  private void aim() {
    followAtOnce();
    following.inputs.set(targets, batch, items, outputs);
    targets.forward();
    targets.get(following.values, next, 0);
    boolean[] gone = new boolean[agent.choices()];
    for (int b = 0; b < rule.batch(); b++) {
      if (cascade) bestOfCascade(b, gone);
      else bestAtOnce(b);
    }
    for (int b = 0; b < rule.batch(); b++) {
      double within = cascade ? rule.withinDiscount() : rule.discount();
      SlotTargets.fill(
          batch.rewards(),
          batch.ends(),
          best,
          within,
          rule.discount(),
          b * agent.slateSize(),
          agent.slateSize(),
          goalValues);
    }
  }

  /** Modules without a target copy of their own. */
  private void followAtOnce() {
    List<SlateWeights.Module> copies = target.modules();
    for (int i = 0; i < copies.size(); i++) {
      String name = copies.get(i).name();
      boolean encodes = List.of("action", "observation", "slate").contains(name);
      if (name.equals("mask") || (encodes && !rule.targetEncoders())) {
        copies.get(i).parameters().copyFrom(modules().get(i).parameters());
      }
    }
  }

  /** Row 0 of a transition is the next state; row j has the first j items in its slate. */
  private void bestOfCascade(int b, boolean[] gone) {
    int slots = agent.slateSize();
    Arrays.fill(gone, true);
    for (int k = 0; k < agent.candidates(); k++) gone[output(b, k)] = false;
    best[b * slots + slots - 1] = largest(b * slots, gone);
    for (int j = 1; j < slots; j++) {
      gone[choice(b, b * slots + j - 1)] = true;
      best[b * slots + j - 1] = largest(b * slots + j, gone);
    }
  }

  private int output(int b, int candidate) {
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

  /** Targets of the last update, {@code [batch, slateSize]}. */
  float[] goals() {
    return goalValues;
  }

  /** Values of the taken choices before the last update; of all candidates without a cascade. */
  float[] predicted() {
    return learning.get(predicted);
  }

  SlateWeights target() {
    return target;
  }

  void save(TensorFile file) {
    target.save(file, "target.");
    for (int i = 0; i < optimisers.size(); i++) {
      SlateWeights.Module module = modules().get(i);
      OptimiserState.save(
          file, "optimizer_" + module.name(), optimisers.get(i), module.parameters());
    }
  }

  void restore(TensorFile file) throws DamagedFileException {
    target.restore(file, "target.");
    for (int i = 0; i < optimisers.size(); i++) {
      SlateWeights.Module module = modules().get(i);
      OptimiserState.restore(
          file, "optimizer_" + module.name(), optimisers.get(i), module.parameters());
    }
  }

  /** What an update computes, with the time of each step. */
  List<String> profile(int runs) {
    List<String> lines = new ArrayList<>(targets.profile(runs));
    lines.addAll(learning.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    learning.close();
    targets.close();
    for (Adam each : optimisers) each.close();
    target.close();
  }
}
