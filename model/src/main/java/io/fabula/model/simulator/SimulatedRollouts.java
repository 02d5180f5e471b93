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
import java.util.Optional;
import java.util.function.LongToIntFunction;

/**
 * Lets agent and simulated environment run freely: the agent's most probable action moves the
 * environment, stochastic states are modes.
 *
 * <p>A sample depends on its seed and number alone, to the last bit. All passes have one fixed
 * batch shape, and the number decides the row, since matrix kernels round differently in different
 * rows; so it does not matter which samples are computed together.
 */
public final class SimulatedRollouts implements AutoCloseable {
  /** Samples per pass. Requests that begin at multiples of it waste nothing. */
  public static final int BATCH = 16;

  private final SimulatorSize size;
  private final int contextFrames;
  private final Node context;
  private final Node encoded;
  private final Plan encoder;
  private final Node bottleneck;
  private final Node gate;
  private final CourseReader reader;
  private final Plan runner;

  /**
   * How samples begin.
   *
   * @param sample number of the sample
   * @param episode the recorded episode whose frames were encoded; -1 for a random beginning
   * @param step step of that episode at the first encoded frame; may be negative, when black frames
   *     were encoded before it
   * @param bottleneck of length 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record RolloutStart(long sample, int episode, int step, float[] bottleneck) {}

  /**
   * Compiles the plans.
   *
   * @param contextFrames frames that the context encoder was trained on
   * @param steps of a course
   */
  public SimulatedRollouts(Simulator simulator, AgentInLoop agent, int contextFrames, int steps) {
    this(simulator, agent, contextFrames, steps, Optional.empty());
  }

  /**
   * Compiles the plans for courses in which the agent's memory is rewritten.
   *
   * @param contextFrames frames that the context encoder was trained on
   * @param steps of a course
   * @param swap {@code [hidden, hidden]}: what is added to the agent's state for each unit that it
   *     moved in a step, after action and value were read from it
   */
  public SimulatedRollouts(
      Simulator simulator,
      AgentInLoop agent,
      int contextFrames,
      int steps,
      Optional<float[]> swap) {
    simulator.requireFits(agent);
    if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    size = simulator.size();
    this.contextFrames = contextFrames;
    Graph encoderGraph = new Graph();
    int side = size.frameSide();
    context =
        encoderGraph.input("context", contextFrames * BATCH, side, side, SimulatorSize.CHANNELS);
    encoded =
        new SimulatorParts(encoderGraph, simulator.parameters().frozen(), size)
            .encode(context, BATCH);
    encoder = Plan.forward(encoded);
    Graph graph = new Graph();
    bottleneck = graph.input("bottleneck", BATCH, size.bottleneck());
    gate = graph.input("gate");
    SimulatorParts parts = new SimulatorParts(graph, simulator.parameters().frozen(), size);
    Unrolled course =
        FreeUnroll.append(
            parts,
            agent,
            bottleneck,
            parts.agentStart(bottleneck),
            gate,
            steps,
            Draws.modal(),
            swap.map(each -> graph.constant(each, agent.hidden(), agent.hidden())).orElse(null));
    reader = new CourseReader(course);
    runner = Plan.forward(reader.outputs());
  }

  /**
   * Informed beginnings: each sample encodes the first frames of a window drawn from the recording.
   *
   * @param seed of the whole set of samples
   * @param firstSample number of the first sample
   * @param count samples {@code firstSample..firstSample+count-1}
   */
  public List<RolloutStart> informed(WindowDataset data, long seed, long firstSample, int count) {
    return encoded(data, firstSample, count, sample -> start(data, seed, sample));
  }

  /**
   * Informed beginnings out of given windows, numbered from 0.
   *
   * @param windows numbers of windows of the recording
   */
  public List<RolloutStart> from(WindowDataset data, List<Integer> windows) {
    return encoded(data, 0, windows.size(), sample -> windows.get((int) sample));
  }

  private List<RolloutStart> encoded(
      WindowDataset data, long firstSample, int count, LongToIntFunction window) {
    List<RolloutStart> beginnings = new ArrayList<>();
    WindowBatch batch = data.newBatch(BATCH);
    long end = firstSample + count;
    for (long from = firstSample; from < end; from = nextPass(from)) {
      long to = Math.min(end, nextPass(from));
      for (long sample = from; sample < to; sample++) {
        data.fill(batch, row(sample), window.applyAsInt(sample));
      }
      encoder.set(context, batch.images(), 0);
      encoder.forward();
      float[] vectors = encoder.get(encoded);
      for (long sample = from; sample < to; sample++) {
        WindowSpan span = data.span(window.applyAsInt(sample));
        beginnings.add(
            new RolloutStart(
                sample,
                data.episodes().id(span.episode()),
                span.firstStep() - span.firstPosition(),
                vector(vectors, row(sample))));
      }
    }
    return beginnings;
  }

  private static int start(WindowDataset data, long seed, long sample) {
    return new RandomStream(Seeds.of(seed, "informed", sample)).nextInt(data.size());
  }

  private static int row(long sample) {
    return (int) Math.floorMod(sample, (long) BATCH);
  }

  private static long nextPass(long sample) {
    return (Math.floorDiv(sample, (long) BATCH) + 1) * BATCH;
  }

  /** Random beginnings: a standard normal vector of length 1 per sample. */
  public List<RolloutStart> random(long seed, long firstSample, int count) {
    List<RolloutStart> beginnings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = RandomBeginning.draw(seed, firstSample + i, size.bottleneck());
      beginnings.add(new RolloutStart(firstSample + i, -1, 0, vector));
    }
    return beginnings;
  }

  /**
   * Runs all courses.
   *
   * @param beginnings with rising sample numbers
   * @return their courses in the same order
   */
  public List<SimulatedSample> run(List<RolloutStart> beginnings) {
    List<SimulatedSample> samples = new ArrayList<>();
    int width = size.bottleneck();
    float[] vectors = new float[BATCH * width];
    int from = 0;
    while (from < beginnings.size()) {
      int to = from;
      long end = nextPass(beginnings.get(from).sample());
      long last = Long.MIN_VALUE;
      while (to < beginnings.size() && beginnings.get(to).sample() < end) {
        RolloutStart beginning = beginnings.get(to++);
        if (beginning.sample() <= last) {
          throw new IllegalArgumentException(
              "sample numbers must rise, got " + beginning.sample() + " after " + last);
        }
        last = beginning.sample();
        System.arraycopy(beginning.bottleneck(), 0, vectors, row(last) * width, width);
      }
      runner.set(bottleneck, vectors);
      runner.set(gate, 1f);
      runner.forward();
      SimulatedSample[] pass = reader.read(runner, vectors, BATCH);
      for (; from < to; from++) samples.add(pass[row(beginnings.get(from).sample())]);
    }
    return samples;
  }

  /** Context frames that informed beginnings are encoded from. */
  public int contextFrames() {
    return contextFrames;
  }

  private float[] vector(float[] vectors, int i) {
    float[] row = new float[size.bottleneck()];
    System.arraycopy(vectors, i * row.length, row, 0, row.length);
    return row;
  }

  /** Returns the plans' memory. */
  @Override
  public void close() {
    encoder.close();
    runner.close();
  }
}
