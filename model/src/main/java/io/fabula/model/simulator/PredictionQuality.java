package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
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
  private final SimulatorSize size;
  private final int contextFrames;
  private final int steps;
  private final ImaginedWindows imagined;

  /**
   * Compiles the plan.
   *
   * @param contextFrames frames that the context encoder sees
   * @param steps how far to look
   */
  public PredictionQuality(Simulator simulator, AgentInLoop agent, int contextFrames, int steps) {
    size = simulator.size();
    this.contextFrames = contextFrames;
    this.steps = steps;
    imagined =
        new ImaginedWindows(
            simulator, agent, contextFrames, steps, false, PredictionQuality::errors);
  }

  private static List<Node> errors(Unrolled course, ImaginedWindows.Recorded recorded) {
    return List.of(
        SimulatorLoss.image(course.images().joined(), recorded.frames()),
        SimulatorLoss.reward(course.rewards(), recorded.rewards()),
        SimulatorLoss.terminal(course.terminalLogits(), recorded.terminals()),
        SimulatorLoss.image(course.agentStates().joined(), recorded.agentStates()));
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
    Sums sums = new Sums(steps);
    imagined.forEach(
        data,
        windows,
        seed,
        (first, batch, spans, terms) -> collect(batch, spans, terms, meanImage, sums));
    return sums.means();
  }

  private void collect(
      WindowBatch batch,
      List<WindowSpan> spans,
      List<float[]> terms,
      float[] meanImage,
      Sums sums) {
    int last = contextFrames - 1;
    int width = size.frameSize();
    for (int i = 0; i < spans.size(); i++) {
      for (int t = 0; t < steps; t++) {
        int row = last + t - spans.get(i).firstPosition();
        if (row < 0 || row >= spans.get(i).rows()) continue;
        int at = t * batch.batch() + i;
        sums.add(t, terms.get(1)[at], terms.get(2)[at], terms.get(3)[at]);
        if (batch.terminals()[last * batch.batch() + at] != 0) continue;
        float[] images = batch.images();
        int frame = (last * batch.batch() + at) * width;
        int seen = (last * batch.batch() + i) * width;
        sums.addImage(
            t,
            terms.get(0)[at],
            ImaginedWindows.halfSquared(images, frame, meanImage, 0, width),
            ImaginedWindows.halfSquared(images, frame, images, seen, width));
      }
    }
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
    imagined.close();
  }
}
