package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.windows.WindowBatch;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how far ahead a simulator sees: it is given recorded actions and the agent's recorded
 * first state, imagines the rest, and is compared with the recording and with two predictions that
 * know nothing of dynamics.
 */
public final class PredictionQuality implements AutoCloseable {
  private static final int BATCH = 16;

  private final SimulatorSize size;
  private final int contextFrames;
  private final int steps;
  private final Node context;
  private final Node frames;
  private final Node actions;
  private final Node agentStart;
  private final Node agentStates;
  private final Node rewards;
  private final Node terminals;
  private final Draws draws;
  private final List<Node> errors;
  private final Plan plan;

  /**
   * Compiles the plan.
   *
   * @param contextFrames frames that the context encoder sees
   * @param steps how far to look
   */
  public PredictionQuality(Simulator simulator, AgentInLoop agent, int contextFrames, int steps) {
    simulator.requireFits(agent);
    size = simulator.size();
    this.contextFrames = contextFrames;
    this.steps = steps;
    int rows = steps * BATCH;
    int side = size.frameSide();
    int colours = SimulatorSize.CHANNELS;
    Graph graph = new Graph();
    SimulatorParts parts = new SimulatorParts(graph, simulator.parameters().frozen(), size);
    context = graph.input("context", contextFrames * BATCH, side, side, colours);
    frames = graph.input("frames", rows, side, side, colours);
    actions = graph.input("actions", rows, size.actions());
    agentStart = graph.input("agent start", BATCH, size.agentHidden());
    agentStates = graph.input("agent states", rows, size.agentHidden());
    rewards = graph.input("rewards", rows);
    terminals = graph.input("terminals", rows);
    draws = Draws.uniform(graph, steps, BATCH, size.variables());
    Unrolled course =
        GuidedUnroll.append(
            parts,
            agent,
            parts.encode(context, BATCH),
            agentStart,
            actions,
            null,
            true,
            false,
            draws);
    errors =
        List.of(
            SimulatorLoss.image(course.images().joined(), frames),
            SimulatorLoss.reward(course.rewards(), rewards),
            SimulatorLoss.terminal(course.terminalLogits(), terminals),
            SimulatorLoss.image(course.agentStates().joined(), agentStates));
    plan = Plan.forward(errors.toArray(Node[]::new));
  }

  /**
   * Errors by step.
   *
   * @param data windows of {@code contextFrames + steps - 1} rows, best of episodes that the
   *     simulator was not trained on
   * @param windows how many of them to draw; at least 1
   * @param seed of that choice and of the simulator's draws
   * @param meanImage see {@link WindowDataset#meanImage}, of the training recording
   */
  public List<HorizonError> measure(WindowDataset data, int windows, long seed, float[] meanImage) {
    if (data.rule().length() != contextFrames + steps - 1) {
      throw new IllegalArgumentException(
          "windows must have "
              + (contextFrames + steps - 1)
              + " rows, got "
              + data.rule().length());
    }
    Sums sums = new Sums(steps);
    WindowBatch batch = data.newBatch(BATCH);
    int[] order = new RandomStream(Seeds.of(seed, "quality windows")).permutation(data.size());
    int count = Math.min(windows, order.length);
    for (int from = 0; from < count; from += BATCH) {
      int n = Math.min(BATCH, count - from);
      WindowSpan[] spans = new WindowSpan[n];
      for (int i = 0; i < BATCH; i++) {
        int start = order[from + Math.min(i, n - 1)];
        data.fill(batch, i, start);
        if (i < n) spans[i] = data.span(start);
      }
      imagine(batch, seed, from);
      collect(batch, spans, meanImage, sums);
    }
    return sums.means();
  }

  private void imagine(WindowBatch batch, long seed, int firstWindow) {
    int first = contextFrames - 1;
    plan.set(context, batch.images(), 0);
    plan.set(frames, batch.images(), first * BATCH * size.frameSize());
    if (plan.has(agentStart)) { // an agent without memory needs no state to go on from
      plan.set(agentStart, batch.agentStates(), first * BATCH * size.agentHidden());
    }
    plan.set(agentStates, batch.agentStates(), (first + 1) * BATCH * size.agentHidden());
    plan.set(rewards, batch.rewards(), first * BATCH);
    plan.set(terminals, batch.terminals(), first * BATCH);
    plan.set(
        actions, OneHot.of(batch.actions(), (first - 1) * BATCH, steps * BATCH, size.actions()));
    float[] uniforms = new float[(steps + 1) * BATCH * size.variables()];
    for (int i = 0; i < BATCH; i++) {
      RandomStream random = new RandomStream(Seeds.of(seed, "quality draws", firstWindow + i));
      for (int t = 0; t <= steps; t++) {
        int at = (t * BATCH + i) * size.variables();
        for (int v = 0; v < size.variables(); v++) uniforms[at + v] = random.nextFloat();
      }
    }
    draws.set(plan, uniforms);
    plan.forward();
  }

  private void collect(WindowBatch batch, WindowSpan[] spans, float[] meanImage, Sums sums) {
    float[] image = plan.get(errors.get(0));
    float[] reward = plan.get(errors.get(1));
    float[] terminal = plan.get(errors.get(2));
    float[] agentState = plan.get(errors.get(3));
    int last = contextFrames - 1;
    for (int i = 0; i < spans.length; i++) {
      for (int t = 0; t < steps; t++) {
        int row = last + t - spans[i].firstPosition();
        if (row < 0 || row >= spans[i].rows()) continue;
        int at = t * BATCH + i;
        sums.add(t, reward[at], terminal[at], agentState[at]);
        if (batch.terminals()[(last + t) * BATCH + i] != 0) continue;
        int frame = ((last + t) * BATCH + i) * size.frameSize();
        double mean = halfSquared(batch.images(), frame, meanImage, 0);
        int seen = (last * BATCH + i) * size.frameSize();
        sums.addImage(t, image[at], mean, halfSquared(batch.images(), frame, batch.images(), seen));
      }
    }
  }

  private double halfSquared(float[] a, int aFrom, float[] b, int bFrom) {
    double sum = 0;
    for (int i = 0; i < size.frameSize(); i++) {
      double difference = a[aFrom + i] - b[bFrom + i];
      sum += difference * difference;
    }
    return sum / 2;
  }

  /** Running sums by step. */
  private static final class Sums {
    private final double[][] image;
    private final double[][] other;
    private final int[] frames;
    private final int[] rows;

    Sums(int steps) {
      image = new double[steps][3];
      other = new double[steps][3];
      frames = new int[steps];
      rows = new int[steps];
    }

    void add(int t, double reward, double terminal, double agentState) {
      rows[t]++;
      other[t][0] += reward;
      other[t][1] += terminal;
      other[t][2] += agentState;
    }

    void addImage(int t, double simulated, double mean, double repeated) {
      frames[t]++;
      image[t][0] += simulated;
      image[t][1] += mean;
      image[t][2] += repeated;
    }

    List<HorizonError> means() {
      List<HorizonError> means = new ArrayList<>();
      for (int t = 0; t < frames.length; t++) {
        double[] i = divided(image[t], frames[t]);
        double[] o = divided(other[t], rows[t]);
        means.add(new HorizonError(t, frames[t], i[0], i[1], i[2], o[0], o[1], o[2]));
      }
      return means;
    }

    private static double[] divided(double[] sums, int count) {
      return Arrays.stream(sums).map(sum -> count == 0 ? Double.NaN : sum / count).toArray();
    }
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    plan.close();
  }
}
