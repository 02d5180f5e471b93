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
import java.util.List;

/**
 * Lets a simulator imagine recorded windows: it is given their first frames, the recorded actions
 * and the agent's recorded first state, draws its stochastic states from the prior, and is compared
 * with what was recorded.
 */
final class ImaginedWindows implements AutoCloseable {
  private static final int BATCH = 16;

  private final SimulatorSize size;
  private final int contextFrames;
  private final int steps;
  private final Node context;
  private final Node actions;
  private final Node agentStart;
  private final Recorded recorded;
  private final Draws draws;
  private final List<Node> terms;
  private final Plan plan;

  /**
   * What was recorded of the imagined steps, a row per step and window, time first.
   *
   * @param frames {@code [rows, side, side, 3]}
   * @param agentStates after each frame, {@code [rows, hidden]}
   * @param rewards {@code [rows]}
   * @param terminals flags, {@code [rows]}
   * @param mask see {@link TerminalMask}, {@code [rows]}
   */
  record Recorded(Node frames, Node agentStates, Node rewards, Node terminals, Node mask) {}

  /** What is compared. */
  interface Comparison {
    /** Terms of one number per row each. */
    List<Node> terms(Unrolled course, Recorded recorded);
  }

  /** Takes what was found in some windows. */
  interface Visitor {
    /**
     * Takes a batch.
     *
     * @param first number of its first window
     * @param batch the windows
     * @param spans of those that count
     * @param terms values of the comparison's terms, {@code [steps, batch]} each
     */
    void batch(int first, WindowBatch batch, List<WindowSpan> spans, List<float[]> terms);
  }

  /**
   * Compiles the plan.
   *
   * @param contextFrames frames that the context encoder sees
   * @param steps how far to look
   * @param posterior whether the comparison needs the stochastic states given the true frames
   */
  ImaginedWindows(
      Simulator simulator,
      AgentInLoop agent,
      int contextFrames,
      int steps,
      boolean posterior,
      Comparison comparison) {
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
    actions = graph.input("actions", rows, size.actions());
    agentStart = graph.input("agent start", BATCH, size.agentHidden());
    recorded =
        new Recorded(
            graph.input("frames", rows, side, side, colours),
            graph.input("agent states", rows, size.agentHidden()),
            graph.input("rewards", rows),
            graph.input("terminals", rows),
            graph.input("mask", rows));
    draws = Draws.uniform(graph, steps, BATCH, size.variables());
    Unrolled course =
        GuidedUnroll.append(
            parts,
            agent,
            parts.encode(context, BATCH),
            agentStart,
            actions,
            posterior ? recorded.frames() : null,
            true,
            false,
            draws);
    terms = List.copyOf(comparison.terms(course, recorded));
    plan = Plan.forward(terms.toArray(Node[]::new));
  }

  /**
   * Imagines windows that are drawn from a recording.
   *
   * @param data windows of {@code contextFrames + steps - 1} rows
   * @param windows how many of them to draw; at least 1
   * @param seed of that choice and of the simulator's draws
   */
  void forEach(WindowDataset data, int windows, long seed, Visitor visitor) {
    if (data.rule().length() != contextFrames + steps - 1) {
      throw new IllegalArgumentException(
          "windows must have "
              + (contextFrames + steps - 1)
              + " rows, got "
              + data.rule().length());
    }
    WindowBatch batch = data.newBatch(BATCH);
    int[] order = new RandomStream(Seeds.of(seed, "quality windows")).permutation(data.size());
    int count = Math.min(windows, order.length);
    for (int from = 0; from < count; from += BATCH) {
      int n = Math.min(BATCH, count - from);
      List<WindowSpan> spans = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        int start = order[from + Math.min(i, n - 1)];
        data.fill(batch, i, start);
        if (i < n) spans.add(data.span(start));
      }
      imagine(batch, seed, from);
      visitor.batch(from, batch, spans, terms.stream().map(plan::get).toList());
    }
  }

  private void imagine(WindowBatch batch, long seed, int firstWindow) {
    int first = contextFrames - 1;
    plan.set(context, batch.images(), 0);
    plan.set(recorded.frames(), batch.images(), first * BATCH * size.frameSize());
    if (plan.has(agentStart)) { // an agent without memory needs no state to go on from
      plan.set(agentStart, batch.agentStates(), first * BATCH * size.agentHidden());
    }
    int after = (first + 1) * BATCH * size.agentHidden();
    plan.set(recorded.agentStates(), batch.agentStates(), after);
    plan.set(recorded.rewards(), batch.rewards(), first * BATCH);
    plan.set(recorded.terminals(), batch.terminals(), first * BATCH);
    if (plan.has(recorded.mask())) {
      float[] alive = new float[steps * BATCH];
      TerminalMask.fill(batch.terminals(), first * BATCH, steps, BATCH, alive);
      plan.set(recorded.mask(), alive);
    }
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

  /** Half the squared difference of two frames. */
  static double halfSquared(float[] a, int aFrom, float[] b, int bFrom, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double difference = a[aFrom + i] - b[bFrom + i];
      sum += difference * difference;
    }
    return sum / 2;
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    plan.close();
  }
}
