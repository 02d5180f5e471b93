package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
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
  private final List<Adam> optimisers = new ArrayList<>();
  private final SlateBatch batch;
  private final SlateGoals goals;
  private final SlatePass main;
  private final Node taken;
  private final Node aims;
  private final Node predicted;
  private final Node loss;
  private final Plan learning;
  private final boolean cascade;
  private float[] goalValues;
  private final float[] takenValues;
  private final float[] tableGoals;

  SlateUpdate(SlateNetwork network, SlateLearning rule, ItemFeatures items) {
    this.network = network;
    this.rule = rule;
    this.items = items;
    agent = network.architecture();
    outputs = items.outputs();
    cascade = agent.kind() != Kind.TOP_VALUES;
    goals = new SlateGoals(network, rule, items);
    for (SlateWeights.Module module : network.weights().modules()) {
      optimisers.add(new Adam(module.parameters(), Adam.Options.DEFAULT));
    }
    batch = SlateBatch.of(agent, rule.batch());
    int rows = rule.batch() * (cascade ? agent.slateSize() : 1);
    goalValues = new float[rule.batch() * agent.slateSize()];
    takenValues = new float[cascade ? rows : rows * agent.candidates()];
    tableGoals = new float[cascade ? 0 : rows * agent.candidates()];

    main = new SlatePass(agent, network.weights(), rule.batch(), false);
    if (cascade) {
      taken = main.graph.input("taken", rows);
      aims = main.graph.input("targets", rows);
      predicted = main.valuesOf(taken);
      loss = Losses.meanSquaredError(predicted, aims);
    } else {
      taken = main.graph.input("taken", rows, agent.candidates());
      aims = main.graph.input("targets", rows, agent.candidates());
      predicted = main.values;
      Node error = Arithmetic.mul(Arithmetic.sub(predicted, aims), taken);
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
    goalValues = goals.of(batch);
    main.inputs.set(learning, batch, items, outputs);
    if (cascade) {
      for (int i = 0; i < takenValues.length; i++)
        takenValues[i] = goals.choice(batch, i / agent.slateSize(), i);
      learning.set(taken, takenValues, 0);
      learning.set(aims, goalValues, 0);
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

  private void setTable() {
    Arrays.fill(takenValues, 0);
    Arrays.fill(tableGoals, 0);
    for (int i = 0; i < goalValues.length; i++) {
      int at = i / agent.slateSize() * agent.candidates() + batch.slates()[i];
      takenValues[at] = 1;
      tableGoals[at] = goalValues[i];
    }
    learning.set(taken, takenValues, 0);
    learning.set(aims, tableGoals, 0);
  }

  /** Moves the target network if an epoch is one where that is due. */
  void follow(long epoch) {
    goals.follow(epoch);
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
    return goals.target();
  }

  void save(TensorFile file) {
    goals.save(file);
    for (int i = 0; i < optimisers.size(); i++) {
      SlateWeights.Module module = modules().get(i);
      OptimiserState.save(
          file, "optimizer_" + module.name(), optimisers.get(i), module.parameters());
    }
  }

  void restore(TensorFile file) throws DamagedFileException {
    goals.restore(file);
    for (int i = 0; i < optimisers.size(); i++) {
      SlateWeights.Module module = modules().get(i);
      OptimiserState.restore(
          file, "optimizer_" + module.name(), optimisers.get(i), module.parameters());
    }
  }

  /** What an update computes, with the time of each step. */
  List<String> profile(int runs) {
    List<String> lines = new ArrayList<>(goals.profile(runs));
    lines.addAll(learning.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    learning.close();
    for (Adam each : optimisers) each.close();
    goals.close();
  }
}
