package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.TargetNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns from batches of transitions: a temporal-difference step of the values, then, with the
 * values just learned, a step of the proposed parameters along inverted gradients, then both target
 * networks follow (Bester et al. 2019, algorithm 1).
 */
public final class MpDqnUpdate implements AutoCloseable {
  /** What to look at where numbers stop being finite. */
  static final FiniteCheck FINITE = new FiniteCheck(List.of("valueRate", "actorRate", "clipNorm"));

  private final MpDqnNetwork network;
  private final MpDqnArchitecture agent;
  private final MpDqnLearning rule;
  private final TargetNetwork targetValues;
  private final TargetNetwork targetActor;
  private final Adam valueAdam;
  private final ActorStep actorStep;
  private final TransitionBatch batch;

  private final Node nextStates;
  private final Node nextBest;
  private final Plan targets;

  private final Node states;
  private final Node parameters;
  private final Node taken;
  private final Node goals;
  private final Node loss;
  private final Node predicted;
  private final Plan learning;

  private final float[] best;
  private final float[] goalValues;
  private final float[] takenValues;
  private final float[] seen;
  private final int[] owners;
  private final int[] onlyValue;

  /**
   * @param network learns; not closed with this
   * @param rule how
   */
  public MpDqnUpdate(MpDqnNetwork network, MpDqnLearning rule) {
    this(network, rule, Adam.Options.DEFAULT);
  }

  MpDqnUpdate(MpDqnNetwork network, MpDqnLearning rule, Adam.Options adam) {
    this.network = network;
    this.rule = rule;
    agent = network.architecture();
    int rows = rule.batch();
    int width = agent.proposals();
    targetValues =
        new TargetNetwork(network.values(), new TargetNetwork.Polyak(rule.valueTargetRate()));
    targetActor =
        new TargetNetwork(network.actor(), new TargetNetwork.Polyak(rule.actorTargetRate()));
    valueAdam = new Adam(network.values(), adam);
    actorStep = new ActorStep(network, rule, adam);
    batch = TransitionBatch.of(agent, rows);
    best = new float[rows];
    goalValues = new float[rows];
    takenValues = new float[rows];
    seen = new float[rows * width];
    owners = agent.owners();
    onlyValue = new int[rows];

    Graph target = new Graph();
    MpDqnGraph next = new MpDqnGraph(agent, target);
    nextStates = target.input("next states", rows, agent.stateSize());
    Node nextParameters = next.parameters(targetActor.parameters().frozen(), nextStates);
    nextBest =
        Selection.largest(
            next.values(targetValues.parameters().frozen(), nextStates, nextParameters));
    targets = Plan.forward(nextBest);

    Graph valuing = new Graph();
    states = valuing.input("states", rows, agent.stateSize());
    parameters = valuing.input("parameters", rows, width);
    taken = valuing.input("actions", rows);
    goals = valuing.input("targets", rows);
    Node all = new MpDqnGraph(agent, valuing).valuesOfOne(network.values(), states, parameters);
    predicted = Selection.pick(all, taken);
    loss = Losses.meanSquaredError(predicted, goals);
    learning = Plan.training(loss, predicted);
  }

  /**
   * What an update did.
   *
   * @param loss mean squared error of the values before it
   * @param valueNorm length of the values' gradient before clipping
   * @param actorNorm length of the parameters' gradient before clipping
   */
  public record Result(double loss, double valueNorm, double actorNorm) {}

  /** To fill before {@link #run}. */
  public TransitionBatch batch() {
    return batch;
  }

  /**
   * Learns from {@link #batch()} once.
   *
   * @param random read only if the objective's weights are random
   * @throws io.fabula.model.training.DivergedException if a loss or weight is not finite
   */
  public Result run(RandomStream random) {
    aim();
    double valueNorm = learnValues();
    double actorNorm = actorStep.run(batch, judgedActions(), random);
    targetValues.update();
    targetActor.update();
    Result result = new Result(learning.scalar(loss), valueNorm, actorNorm);
    FINITE.number("update " + valueAdam.steps(), "loss of the values", result.loss());
    FINITE.number("update " + valueAdam.steps(), "gradient of the values", valueNorm);
    FINITE.number("update " + valueAdam.steps(), "gradient of the parameters", actorNorm);
    return result;
  }

  private void aim() {
    targets.set(nextStates, batch.nextStates(), 0);
    targets.forward();
    targets.get(nextBest, best, 0);
    for (int b = 0; b < best.length; b++) {
      double bootstrapped = batch.rewards()[b] + (1 - batch.ends()[b]) * rule.discount() * best[b];
      goalValues[b] = (float) mixed(bootstrapped, batch.returns()[b], rule.returnMix());
    }
  }

  /** A target that is partly the return of the episode itself. */
  static double mixed(double bootstrapped, double discountedReturn, double mix) {
    return mix == 0 ? bootstrapped : mix * discountedReturn + (1 - mix) * bootstrapped;
  }

  private double learnValues() {
    int width = agent.proposals();
    boolean ownOnly = agent.form() == ValueForm.MULTI_PASS;
    for (int i = 0; i < seen.length; i++) {
      boolean shown = !ownOnly || owners[i % width] == batch.actions()[i / width];
      seen[i] = shown ? batch.parameters()[i] : 0;
    }
    for (int b = 0; b < takenValues.length; b++) takenValues[b] = judgedActions()[b];
    learning.set(states, batch.states(), 0);
    learning.set(parameters, seen, 0);
    learning.set(taken, takenValues, 0);
    learning.set(goals, goalValues, 0);
    network.values().gradients().zero();
    learning.forward();
    learning.backward();
    double norm = rule.clip(network.values().gradients());
    valueAdam.step(rule.valueRate());
    return norm;
  }

  /** Which value of each row is meant: that of the action, or the only one. */
  private int[] judgedActions() {
    return agent.form() == ValueForm.ACTOR_CRITIC ? onlyValue : batch.actions();
  }

  /** Targets of the last update, {@code [rows]}. */
  float[] goals() {
    return goalValues;
  }

  /** Values of the taken actions before the last update, {@code [rows]}. */
  float[] predictedValues() {
    return learning.get(predicted);
  }

  /** Proposals before the last update, {@code [rows, proposals]}. */
  float[] proposal() {
    return actorStep.proposal();
  }

  /** How the objective rises with the proposed parameters, before inversion. */
  float[] climbing() {
    return actorStep.climbing();
  }

  /** The same after inversion. */
  float[] inverted() {
    return actorStep.inverted();
  }

  /** What the proposed parameters climbed in the last update: the objective before it. */
  public double objective() {
    return actorStep.objective();
  }

  /** The target of the values. */
  public Parameters targetValues() {
    return targetValues.parameters();
  }

  /** The target of the proposed parameters. */
  public Parameters targetActor() {
    return targetActor.parameters();
  }

  /** Updates made so far. */
  public long updates() {
    return valueAdam.steps();
  }

  /** Adds targets and moments to a checkpoint. */
  void save(TensorFile file) {
    targetValues.save(file, "target_values");
    targetActor.save(file, "target_actor");
    OptimiserState.save(file, "optimizer_values", valueAdam, network.values());
    actorStep.save(file);
  }

  /** Takes targets and moments from a checkpoint. */
  void restore(TensorFile file) throws DamagedFileException {
    targetValues.restore(file, "target_values");
    targetActor.restore(file, "target_actor");
    OptimiserState.restore(file, "optimizer_values", valueAdam, network.values());
    actorStep.restore(file);
  }

  /** What an update computes, step by step, with the share of time of each. */
  public List<String> profile(int runs) {
    List<String> lines = new ArrayList<>();
    for (Plan plan : List.of(targets, learning)) lines.addAll(plan.profile(runs));
    for (Plan plan : actorStep.plans()) lines.addAll(plan.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    targets.close();
    learning.close();
    valueAdam.close();
    actorStep.close();
    targetValues.close();
    targetActor.close();
  }
}
