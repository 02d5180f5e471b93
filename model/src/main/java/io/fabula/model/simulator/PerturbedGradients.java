package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * Gradients of one course, smoothed over copies of its beginning: the first copy is exact, the
 * others are moved by a little noise and brought back to length 1. All targets of a beginning share
 * one forward pass.
 *
 * <p>A copy always has the same row of the batch, so a result depends on its beginning and seed
 * alone, to the last bit.
 */
public final class PerturbedGradients implements AutoCloseable {
  private final SimulatorGradients gradients;
  private final Options options;

  /**
   * How copies are made and averaged.
   *
   * @param copies at least 1; 1 is the beginning alone
   * @param noise standard deviation of what is added to each number of a beginning, at least 0
   * @param legacyScale whether gradients are divided by the number of copies once more, as the
   *     published system did; otherwise they are the mean of the copies' derivatives
   */
  public record Options(int copies, double noise, boolean legacyScale) {
    /** Nine copies with noise 0.000125, with the correct scale. */
    public static final Options PUBLISHED = new Options(9, 0.000125, false);

    public Options {
      if (copies < 1)
        throw new IllegalArgumentException("copies must be at least 1, got " + copies);
      if (!(noise >= 0) || Double.isInfinite(noise)) {
        throw new IllegalArgumentException("noise must be at least 0, got " + noise);
      }
    }
  }

  /**
   * Compiles the plan.
   *
   * @param steps of a course
   */
  public PerturbedGradients(Simulator simulator, AgentInLoop agent, int steps, Options options) {
    this.options = options;
    gradients = new SimulatorGradients(simulator, agent, steps, options.copies());
  }

  /**
   * Computes the courses of a beginning and its copies.
   *
   * @param bottleneck of length 1
   * @param seed of the noise
   * @return the course of the exact beginning
   */
  public SimulatedSample begin(float[] bottleneck, long seed) {
    float[] copies = new float[options.copies() * bottleneck.length];
    for (int c = 0; c < options.copies(); c++) {
      float[] copy = c == 0 ? bottleneck : moved(bottleneck, Seeds.of(seed, "copy", c));
      System.arraycopy(copy, 0, copies, c * copy.length, copy.length);
    }
    return gradients.forward(copies)[0];
  }

  private float[] moved(float[] bottleneck, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] moved = new double[bottleneck.length];
    double squares = 0;
    for (int i = 0; i < moved.length; i++) {
      moved[i] = bottleneck[i] + options.noise() * random.nextGaussian();
      squares += moved[i] * moved[i];
    }
    float[] copy = new float[moved.length];
    for (int i = 0; i < copy.length; i++) copy[i] = (float) (moved[i] / Math.sqrt(squares));
    return copy;
  }

  /**
   * Gradients of a target of the last beginning, as of a batch of one.
   *
   * @param environmentGradients whether causes are followed from the environment back into the
   *     agent's actions; else an action counts as given
   */
  public CourseGradients gradients(SaliencyTarget target, boolean environmentGradients) {
    CourseGradients each = gradients.backward(target, environmentGradients);
    int steps = gradients.steps();
    return new CourseGradients(
        each.target(),
        overCopies(each.images(), steps),
        overCopies(each.agentStates(), steps),
        overCopies(each.environmentStates(), steps),
        overCopies(each.bottlenecks(), 1));
  }

  /**
   * The target is the mean over copies, so the gradients of the copies add up to the mean of their
   * derivatives.
   */
  private float[] overCopies(float[] values, int steps) {
    int copies = options.copies();
    int width = values.length / (steps * copies);
    double[] sum = new double[width];
    float[] result = new float[steps * width];
    for (int t = 0; t < steps; t++) {
      Arrays.fill(sum, 0);
      for (int c = 0; c < copies; c++) {
        int from = (t * copies + c) * width;
        for (int i = 0; i < width; i++) sum[i] += values[from + i];
      }
      for (int i = 0; i < width; i++) {
        result[t * width + i] = (float) (options.legacyScale() ? sum[i] / copies : sum[i]);
      }
    }
    return result;
  }

  /** Steps of a course. */
  public int steps() {
    return gradients.steps();
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    gradients.close();
  }
}
