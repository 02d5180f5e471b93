package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import io.fabula.model.windows.WindowBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Part of a training batch: its windows, the plan that computes their loss and gradients, and the
 * gradients.
 *
 * <p>The spread of bottleneck vectors concerns the whole batch. It is computed outside, between
 * forward and backward pass, and enters here as a gradient.
 */
final class TrainingShard implements AutoCloseable {
  private final SimulatorSize size;
  private final SimulatorOptions settings;
  private final int windows;
  private final Node context;
  private final Node frames;
  private final Node actions;
  private final Node firstActions;
  private final Node agentStart;
  private final Node agentStates;
  private final Node rewards;
  private final Node terminals;
  private final Node mask;
  private final Node bottleneckGradient;
  private final Draws draws;
  private final Unrolled course;
  private final SimulatorTerms<Node> terms;
  private final Gradients gradients;
  private final Plan plan;
  private final WindowBatch batch;
  private final float[] uniforms;

  /**
   * Compiles the plan.
   *
   * @param windows of this shard
   * @param batchSize of all shards together, the divisor of the mean
   * @param modal whether stochastic states are modes instead of draws
   */
  TrainingShard(
      Simulator simulator,
      AgentInLoop agent,
      SimulatorOptions settings,
      int windows,
      int batchSize,
      boolean modal) {
    this(simulator, agent, settings, windows, batchSize, modal, PlanOptions.DEFAULT);
  }

  /** The same with options for the plan. */
  TrainingShard(
      Simulator simulator,
      AgentInLoop agent,
      SimulatorOptions settings,
      int windows,
      int batchSize,
      boolean modal,
      PlanOptions given) {
    this.size = simulator.size();
    this.settings = settings;
    this.windows = windows;
    int steps = settings.steps();
    int rows = steps * windows;
    int side = size.frameSide();
    Graph graph = new Graph();
    SimulatorParts parts = new SimulatorParts(graph, simulator.parameters(), size);
    int contextRows = settings.contextFrames() * windows;
    context = graph.input("context", contextRows, side, side, SimulatorSize.CHANNELS);
    frames = graph.input("frames", rows, side, side, SimulatorSize.CHANNELS);
    actions = graph.input("actions", rows, size.actions());
    firstActions = graph.input("first actions", windows, size.actions());
    agentStart = graph.input("agent start", windows, size.agentHidden());
    agentStates = graph.input("agent states", rows, size.agentHidden());
    rewards = graph.input("rewards", rows);
    terminals = graph.input("terminals", rows);
    mask = graph.input("mask", rows);
    bottleneckGradient = graph.input("bottleneck gradient", windows, size.bottleneck());
    draws = modal ? Draws.modal() : Draws.uniform(graph, steps, windows, size.variables());
    Node bottleneck = parts.encode(context, windows);
    course =
        GuidedUnroll.append(
            parts, agent, bottleneck, agentStart, actions, frames, false, false, draws);
    terms = terms(parts);
    Node mean =
        Elementwise.scale(
            Arithmetic.add(
                sum(terms.divergence(), terms.update(), terms.image(), terms.reward()),
                sum(
                    terms.terminal(),
                    terms.agentState(),
                    Elementwise.scale(terms.agentStart(), (float) settings.auxiliaryWeight()),
                    Elementwise.scale(terms.firstAction(), (float) settings.auxiliaryWeight()))),
            1f / batchSize);
    Node spread = Reductions.sum(Arithmetic.mul(bottleneck, bottleneckGradient));
    gradients = simulator.parameters().newGradients();
    PlanOptions options = given.withGradients(simulator.parameters(), gradients);
    plan = Plan.training(options, Arithmetic.add(mean, spread), outputs());
    batch = new WindowBatch(settings.windowLength(), windows, size.frameSize(), size.agentHidden());
    uniforms = new float[(steps + 1) * windows * size.variables()];
  }

  private SimulatorTerms<Node> terms(SimulatorParts parts) {
    Node posterior = course.posterior();
    if (posterior == null) throw new IllegalStateException("training needs the posterior");
    Node firstLogs = Categorical.logSoftmax(parts.firstActionLogits(course.bottleneck()));
    return new SimulatorTerms<>(
        SimulatorLoss.divergence(posterior, course.prior(), size.classes(), settings),
        SimulatorLoss.update(
            course.environmentStates().joined(), course.environmentBefore(), settings),
        SimulatorLoss.image(course.pictures(), frames),
        SimulatorLoss.reward(course.rewards(), rewards),
        SimulatorLoss.terminal(course.terminalLogits(), terminals),
        SimulatorLoss.agentState(course.agentStates().joined(), agentStates, mask),
        SimulatorLoss.agentStart(parts.agentStart(course.bottleneck()), agentStart),
        SimulatorLoss.firstAction(firstLogs, firstActions));
  }

  private static Node sum(Node... terms) {
    Node total = Reductions.sum(terms[0]);
    for (int i = 1; i < terms.length; i++) {
      total = Arithmetic.add(total, Reductions.sum(terms[i]));
    }
    return total;
  }

  private Node[] outputs() {
    Node[] nodes = terms.list().toArray(Node[]::new);
    Node[] all = Arrays.copyOf(nodes, nodes.length + 1);
    all[nodes.length] = course.bottleneck();
    return all;
  }

  /** Number of windows. */
  int windows() {
    return windows;
  }

  /** The windows, to be filled before {@link #forward}. */
  WindowBatch batch() {
    return batch;
  }

  /** Draws the uniform numbers of one window. */
  void draw(int window, RandomStream random) {
    int variables = size.variables();
    for (int t = 0; t <= settings.steps(); t++) {
      int at = (t * windows + window) * variables;
      for (int v = 0; v < variables; v++) uniforms[at + v] = random.nextFloat();
    }
  }

  /** Sets the uniform numbers, {@code [steps + 1, windows, variables]}. */
  void setDraws(float[] values) {
    System.arraycopy(values, 0, uniforms, 0, uniforms.length);
  }

  /** Computes the loss of the windows. */
  void forward() {
    int steps = settings.steps();
    int first = settings.contextFrames() - 1;
    int hidden = size.agentHidden();
    plan.set(context, batch.images(), 0);
    plan.set(frames, batch.images(), first * windows * size.frameSize());
    plan.set(agentStart, batch.agentStates(), first * windows * hidden);
    plan.set(agentStates, batch.agentStates(), (first + 1) * windows * hidden);
    plan.set(rewards, batch.rewards(), first * windows);
    plan.set(terminals, batch.terminals(), first * windows);
    float[] alive = new float[steps * windows];
    TerminalMask.fill(batch.terminals(), first * windows, steps, windows, alive);
    plan.set(mask, alive);
    float[] oneHot =
        OneHot.of(batch.actions(), (first - 1) * windows, steps * windows, size.actions());
    plan.set(actions, oneHot);
    plan.set(firstActions, oneHot, 0);
    draws.set(plan, uniforms);
    plan.forward();
  }

  /** Bottleneck vectors of the last forward pass to {@code target[from]} and on. */
  void bottlenecks(float[] target, int from) {
    plan.get(course.bottleneck(), target, from);
  }

  /** Computes the gradients, given that of the spread from {@code spread[from]} on. */
  void backward(float[] spread, int from) {
    gradients.zero();
    plan.set(bottleneckGradient, spread, from);
    plan.backward();
  }

  /** Native memory of the plan in bytes, its peak: parameters and gradients come on top. */
  long planBytes() {
    return plan.bytes();
  }

  Gradients gradients() {
    return gradients;
  }

  /** The loss terms of the last forward pass, {@code [steps, windows]} or {@code [windows]}. */
  SimulatorTerms<float[]> values() {
    return terms.map(plan::get);
  }

  /** What each step of the plan costs. */
  List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
    gradients.close();
  }
}
