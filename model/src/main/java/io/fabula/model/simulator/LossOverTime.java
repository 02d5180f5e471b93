package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
import io.fabula.model.windows.WindowBatch;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms of the training loss while the simulator imagines, window by window and step by step.
 */
public final class LossOverTime implements AutoCloseable {
  private final SimulatorSize size;
  private final int contextFrames;
  private final int steps;
  private final SimulatorOptions weights;
  private final ImaginedWindows imagined;

  /**
   * Compiles the plan.
   *
   * @param weights of the terms, and the frames that the context encoder sees
   * @param steps how far to look
   */
  public LossOverTime(Simulator simulator, AgentInLoop agent, SimulatorOptions weights, int steps) {
    size = simulator.size();
    contextFrames = weights.contextFrames();
    this.steps = steps;
    this.weights = weights;
    imagined = new ImaginedWindows(simulator, agent, contextFrames, steps, true, this::terms);
  }

  private List<Node> terms(Unrolled course, ImaginedWindows.Recorded recorded) {
    Node posterior = course.posterior();
    if (posterior == null) throw new IllegalStateException("the divergence needs the posterior");
    return List.of(
        SimulatorLoss.divergence(posterior, course.prior(), size.classes(), weights),
        SimulatorLoss.update(
            course.environmentStates().joined(), course.environmentBefore(), weights),
        SimulatorLoss.image(course.pictures(), recorded.frames()),
        SimulatorLoss.reward(course.rewards(), recorded.rewards()),
        SimulatorLoss.terminal(course.terminalLogits(), recorded.terminals()),
        SimulatorLoss.agentState(
            course.agentStates().joined(), recorded.agentStates(), recorded.mask()));
  }

  /**
   * The losses of windows that are drawn from a recording.
   *
   * @param data windows of {@code contextFrames + steps - 1} rows
   * @param windows how many of them to draw; at least 1
   * @param seed of that choice and of the simulator's draws
   * @param meanImage see {@link WindowDataset#meanImage}
   */
  public List<WindowLosses> measure(WindowDataset data, int windows, long seed, float[] meanImage) {
    List<WindowLosses> losses = new ArrayList<>();
    imagined.forEach(
        data,
        windows,
        seed,
        (first, batch, spans, terms) -> {
          for (int i = 0; i < spans.size(); i++) {
            losses.add(window(batch, spans.get(i), i, terms, meanImage));
          }
        });
    return losses;
  }

  private WindowLosses window(
      WindowBatch batch, WindowSpan span, int index, List<float[]> terms, float[] meanImage) {
    int last = contextFrames - 1;
    int width = size.frameSize();
    float[] mean = new float[steps];
    float[] repeated = new float[steps];
    int seen = (last * batch.batch() + index) * width;
    for (int t = 0; t < steps; t++) {
      int frame = ((last + t) * batch.batch() + index) * width;
      float[] images = batch.images();
      mean[t] = (float) ImaginedWindows.halfSquared(images, frame, meanImage, 0, width);
      repeated[t] = (float) ImaginedWindows.halfSquared(images, frame, images, seen, width);
    }
    int counted = span.firstPosition() + span.rows() - last;
    return new WindowLosses(
        span.episode(),
        span.firstStep() - span.firstPosition(),
        Math.max(0, Math.min(steps, counted)),
        column(terms.get(0), batch, index),
        column(terms.get(1), batch, index),
        column(terms.get(2), batch, index),
        column(terms.get(3), batch, index),
        column(terms.get(4), batch, index),
        column(terms.get(5), batch, index),
        mean,
        repeated);
  }

  private float[] column(float[] term, WindowBatch batch, int index) {
    float[] column = new float[steps];
    for (int t = 0; t < steps; t++) column[t] = term[t * batch.batch() + index];
    return column;
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    imagined.close();
  }
}
