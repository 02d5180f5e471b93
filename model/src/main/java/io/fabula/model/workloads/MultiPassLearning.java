package io.fabula.model.workloads;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One learning step of a multi-pass Q-network (Bester et al. 2019) of Platform's size on 128
 * transitions: temporal-difference step of the Q-network, inverted gradients and a step of the
 * parameter network, and both target networks.
 */
public final class MultiPassLearning implements Workload {
  private static final int BATCH = 128;
  private static final int STATE = 9;
  private static final int ACTIONS = 3;
  private static final int HIDDEN = 128;
  private static final double DISCOUNT = 0.9;
  private static final double Q_RATE = 1e-3;
  private static final double ACTOR_RATE = 1e-4;
  private static final float Q_TARGET_RATE = 0.1f;
  private static final float ACTOR_TARGET_RATE = 0.001f;
  private static final double CLIP_NORM = 10;

  /** Below this a transition ends its episode. */
  private static final double EPISODE_ENDS = -0.9;

  /** Parameters of an untrained agent: run 3, hop 10, leap 400, scaled to -1..1. */
  private static final float[] FIRST_PARAMETERS = {-0.8f, -0.9722222f, 0.8604651f};

  private final Parameters q = network(STATE + ACTIONS);
  private final Parameters actor = network(STATE);
  private final Parameters targetQ = network(STATE + ACTIONS);
  private final Parameters targetActor = network(STATE);
  private final Adam qAdam = new Adam(q, Adam.Options.DEFAULT);
  private final Adam actorAdam = new Adam(actor, Adam.Options.DEFAULT);

  private final Node nextStates;
  private final Node nextValues;
  private final Plan targets;

  private final Node states;
  private final Node parameters;
  private final Node chosen;
  private final Node goals;
  private final Node qLoss;
  private final Plan qPlan;

  private final Node criticStates;
  private final Node criticParameters;
  private final Node criticMean;
  private final Plan critic;

  private final Node actorStates;
  private final Node actorOutput;
  private final Node actorPush;
  private final Plan actorPlan;

  private final float[] stateValues = Formula.values("states", BATCH * STATE, 1);
  private final float[] nextStateValues = Formula.values("next states", BATCH * STATE, 1);
  private final float[] parameterValues = Formula.values("parameters", BATCH * ACTIONS, 1);
  private final float[] rewards = Formula.values("rewards", BATCH, 1);
  private final float[] ends = Formula.flags("ends", BATCH, EPISODE_ENDS);
  private final float[] goalValues = new float[BATCH];
  private final float[] bestValues = new float[BATCH * ACTIONS];
  private final float[] chosenValues = new float[BATCH];
  private final float[] proposed = new float[BATCH * ACTIONS];
  private double qNorm;
  private double actorNorm;

  /** Compiles the plans. */
  public MultiPassLearning() {
    targetQ.copyFrom(q);
    targetActor.copyFrom(actor);
    Formula.Sequence actions = Formula.of("actions");
    for (int b = 0; b < BATCH; b++) chosenValues[b] = actions.integer(b, ACTIONS);

    Graph target = new Graph();
    nextStates = target.input("next states", BATCH, STATE);
    Node nextParameters = act(target, targetActor.frozen(), nextStates);
    nextValues = multiPass(target, targetQ.frozen(), nextStates, nextParameters);
    targets = Plan.forward(nextValues);

    Graph learning = new Graph();
    states = learning.input("states", BATCH, STATE);
    parameters = learning.input("parameters", BATCH, ACTIONS);
    chosen = learning.input("actions one-hot", BATCH, ACTIONS);
    goals = learning.input("goals", BATCH);
    Node taken = Arithmetic.mul(multiPass(learning, q, states, parameters), chosen);
    qLoss = Losses.meanSquaredError(Reductions.sum(taken, 1), goals);
    qPlan = Plan.training(qLoss);

    Graph judging = new Graph();
    criticStates = judging.input("states", BATCH, STATE);
    criticParameters = judging.inputWithGradient("parameters", BATCH, ACTIONS);
    Node judged = multiPass(judging, q.frozen(), criticStates, criticParameters);
    criticMean = Elementwise.scale(Reductions.sum(judged), 1f / BATCH);
    critic = Plan.training(criticMean);

    Graph acting = new Graph();
    actorStates = acting.input("states", BATCH, STATE);
    actorPush = acting.input("push", BATCH, ACTIONS);
    actorOutput = act(acting, actor, actorStates);
    Node pushed = Elementwise.neg(Reductions.sum(Arithmetic.mul(actorOutput, actorPush)));
    actorPlan = Plan.training(pushed, actorOutput);
  }

  private static Parameters network(int inputs) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    String name = inputs == STATE ? "actor." : "q.";
    shapes.put(name + "hidden.weight", Shape.of(HIDDEN, inputs));
    shapes.put(name + "hidden.bias", Shape.of(HIDDEN));
    shapes.put(name + "output.weight", Shape.of(ACTIONS, HIDDEN));
    shapes.put(name + "output.bias", Shape.of(ACTIONS));
    Parameters parameters = Parameters.of(shapes);
    Formula.fill(parameters);
    return parameters;
  }

  private static Node perceptron(Graph graph, Parameters weights, String name, Node x) {
    Node hidden =
        Elementwise.relu(
            Linear.dense(
                x,
                graph.parameter(weights, name + "hidden.weight"),
                graph.parameter(weights, name + "hidden.bias")));
    return Linear.dense(
        hidden,
        graph.parameter(weights, name + "output.weight"),
        graph.parameter(weights, name + "output.bias"));
  }

  private static Node act(Graph graph, Parameters weights, Node states) {
    Node offset = graph.constant(FIRST_PARAMETERS, ACTIONS);
    return Arithmetic.add(perceptron(graph, weights, "actor.", states), offset);
  }

  /** Values of all actions, [batch, actions]: pass k sees only the parameter of action k. */
  private static Node multiPass(Graph graph, Parameters weights, Node states, Node parameters) {
    float[] own = new float[ACTIONS * BATCH * ACTIONS];
    for (int k = 0; k < ACTIONS; k++) {
      for (int b = 0; b < BATCH; b++) own[(k * BATCH + b) * ACTIONS + k] = 1;
    }
    Node mask = graph.constant(own, ACTIONS * BATCH, ACTIONS);
    Node tiledStates = Shaping.concat(0, states, states, states);
    Node tiledParameters = Shaping.concat(0, parameters, parameters, parameters);
    Node rows = Shaping.concat(1, tiledStates, Arithmetic.mul(tiledParameters, mask));
    Node all = Arithmetic.mul(perceptron(graph, weights, "q.", rows), mask);
    Node passes = Shaping.reshape(Reductions.sum(all, 1), ACTIONS, BATCH);
    return Shaping.permute(passes, 1, 0);
  }

  @Override
  public void run() {
    aim();
    learnValues();
    learnParameters();
    targetQ.moveTowards(q, Q_TARGET_RATE);
    targetActor.moveTowards(actor, ACTOR_TARGET_RATE);
  }

  private void aim() {
    targets.set(nextStates, nextStateValues, 0);
    targets.forward();
    targets.get(nextValues, bestValues, 0);
    for (int b = 0; b < BATCH; b++) {
      float best = bestValues[b * ACTIONS];
      for (int k = 1; k < ACTIONS; k++) best = Math.max(best, bestValues[b * ACTIONS + k]);
      goalValues[b] = (float) (rewards[b] + (1 - ends[b]) * DISCOUNT * best);
    }
  }

  private void learnValues() {
    qPlan.set(states, stateValues, 0);
    qPlan.set(parameters, parameterValues, 0);
    float[] oneHot = new float[BATCH * ACTIONS];
    for (int b = 0; b < BATCH; b++) oneHot[b * ACTIONS + (int) chosenValues[b]] = 1;
    qPlan.set(chosen, oneHot, 0);
    qPlan.set(goals, goalValues, 0);
    Gradients gradients = q.gradients();
    gradients.zero();
    qPlan.forward();
    qPlan.backward();
    qNorm = gradients.clipNorm(CLIP_NORM);
    qAdam.step(Q_RATE);
  }

  private void learnParameters() {
    actorPlan.set(actorStates, stateValues, 0);
    actorPlan.forward();
    actorPlan.get(actorOutput, proposed, 0);
    critic.set(criticStates, stateValues, 0);
    critic.set(criticParameters, proposed, 0);
    critic.forward();
    critic.backward();
    float[] push = critic.gradient(criticParameters);
    for (int i = 0; i < push.length; i++) {
      float room = push[i] > 0 ? 1 - proposed[i] : proposed[i] + 1;
      push[i] *= room / 2;
    }
    actorPlan.set(actorPush, push, 0);
    Gradients gradients = actor.gradients();
    gradients.zero();
    actorPlan.backward();
    actorNorm = gradients.clipNorm(CLIP_NORM);
    actorAdam.step(ACTOR_RATE);
  }

  @Override
  public Evidence evidence() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("q loss", (double) qPlan.scalar(qLoss));
    values.put("q gradient norm", qNorm);
    values.put("objective", (double) critic.scalar(criticMean));
    values.put("actor gradient norm", actorNorm);
    Map<String, Evidence.Trace> tensors =
        new LinkedHashMap<>(Evidence.of(values, q.gradients(), q.names()).tensors());
    tensors.putAll(Evidence.of(values, actor.gradients(), actor.names()).tensors());
    return new Evidence(values, tensors);
  }

  @Override
  public List<String> profile(int runs) {
    List<String> lines = new ArrayList<>();
    for (Plan plan : List.of(targets, qPlan, critic, actorPlan)) lines.addAll(plan.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    for (Plan plan : List.of(targets, qPlan, critic, actorPlan)) plan.close();
    qAdam.close();
    actorAdam.close();
    for (Parameters each : List.of(q, actor, targetQ, targetActor)) each.close();
  }
}
