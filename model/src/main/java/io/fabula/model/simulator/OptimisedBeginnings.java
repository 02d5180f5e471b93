package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves beginnings over the sphere until what follows from them, in agent and simulator, makes a
 * target as large as it gets.
 */
public final class OptimisedBeginnings implements AutoCloseable {
  private static final int SLOWER = 2;
  private static final double FASTER = 1.5;

  private final SimulatorGradients gradients;
  private final int width;
  private final int actions;
  private final int hidden;
  private final Options options;

  /** How beginnings are moved. */
  public enum Method {
    /**
     * Steps of a given length along the gradient's part that lies on the sphere. A beginning whose
     * target does not rise stays where it is and makes half the step next time; one whose target
     * rises makes a step that is half as long again, up to the first one's length.
     */
    ASCENT,
    /**
     * As published: stochastic gradient descent with Nesterov momentum on the mean over the batch,
     * brought back to length 1; a move that makes the criterion worse is taken with a probability
     * that falls with the temperature; learning rate and temperature fall linearly to 0.
     */
    PUBLISHED
  }

  /**
   * Settings.
   *
   * @param method how
   * @param iterations at least 1
   * @param step length of the first step of {@link Method#ASCENT} on the unit sphere, above 0
   * @param learningRate of {@link Method#PUBLISHED}, above 0; the temperature begins at 100 times
   *     it
   * @param momentum of {@link Method#PUBLISHED}, 0..1
   * @param distanceThreshold beginnings whose mean distance from each other is below it are not
   *     moved further; at least 0
   */
  public record Options(
      Method method,
      int iterations,
      double step,
      double learningRate,
      double momentum,
      double distanceThreshold) {
    /** The published settings. */
    public static final Options PUBLISHED =
        new Options(Method.PUBLISHED, 20_000, 0.1, 1e-3, 0.2, 0.1);

    public Options {
      if (iterations < 1) {
        throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
      }
      if (!(step > 0)) throw new IllegalArgumentException("step must be above 0, got " + step);
      if (!(learningRate > 0)) {
        throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate);
      }
      if (!(momentum >= 0 && momentum <= 1)) {
        throw new IllegalArgumentException("momentum must be in 0..1, got " + momentum);
      }
      if (!(distanceThreshold >= 0)) {
        throw new IllegalArgumentException(
            "distanceThreshold must be at least 0, got " + distanceThreshold);
      }
    }
  }

  /**
   * Courses before and after.
   *
   * @param first from where the beginnings were
   * @param last from where they ended
   * @param before the target of each of the first courses
   * @param after the target of each of the last ones
   * @param means mean target after each iteration, the first before any
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Result(
      List<SimulatedSample> first,
      List<SimulatedSample> last,
      double[] before,
      double[] after,
      double[] means) {}

  /**
   * Compiles the plan.
   *
   * @param steps of a course
   * @param batch beginnings that are moved side by side
   */
  public OptimisedBeginnings(
      Simulator simulator, AgentInLoop agent, int steps, int batch, Options options) {
    gradients = new SimulatorGradients(simulator, agent, steps, batch);
    width = simulator.size().bottleneck();
    actions = simulator.size().actions();
    hidden = simulator.size().agentHidden();
    this.options = options;
  }

  /**
   * Moves beginnings.
   *
   * @param target what is made large
   * @param beginnings of length 1, as many as the batch holds
   * @param seed of what {@link Method#PUBLISHED} takes by chance
   */
  public Result maximise(SaliencyTarget target, List<float[]> beginnings, long seed) {
    if (beginnings.size() != gradients.batch()) {
      throw new IllegalArgumentException(
          "%d beginnings were expected, got %d".formatted(gradients.batch(), beginnings.size()));
    }
    return new Search(target, beginnings, new RandomStream(Seeds.of(seed, "optimise"))).run();
  }

  /** One search. */
  private final class Search {
    private final SaliencyTarget target;
    private final RandomStream random;
    private final int batch = gradients.batch();
    private final float[] current = new float[batch * width];
    private final double[] slopes = new double[batch * width];
    private final double[] buffer = new double[batch * width];
    private final double[] steps = new double[batch];
    private final double[] values;
    private final List<SimulatedSample> first;
    private final List<SimulatedSample> last;
    private final double[] before;

    Search(SaliencyTarget target, List<float[]> beginnings, RandomStream random) {
      this.target = target;
      this.random = random;
      for (int b = 0; b < batch; b++) {
        System.arraycopy(beginnings.get(b), 0, current, b * width, width);
      }
      Arrays.fill(steps, options.step());
      SimulatedSample[] courses = gradients.forward(current);
      first = List.of(courses);
      last = new ArrayList<>(first);
      before = values(courses);
      values = before.clone();
    }

    Result run() {
      List<Double> means = new ArrayList<>(List.of(mean(values)));
      boolean[] moved = new boolean[batch];
      Arrays.fill(moved, true);
      for (int it = 0; it < options.iterations(); it++) {
        if (apart() < options.distanceThreshold()) break;
        takeSlopes(moved);
        double left = 1 - it / (double) options.iterations();
        float[] next = options.method() == Method.ASCENT ? ascended() : descended(left);
        SimulatedSample[] courses = gradients.forward(next);
        double[] found = values(courses);
        for (int b = 0; b < batch; b++) {
          moved[b] = taken(found[b], values[b], left);
          if (moved[b]) {
            System.arraycopy(next, b * width, current, b * width, width);
            values[b] = found[b];
            last.set(b, courses[b]);
            steps[b] = Math.min(options.step(), FASTER * steps[b]);
          } else {
            steps[b] /= SLOWER;
          }
        }
        means.add(mean(values));
      }
      return new Result(
          first,
          List.copyOf(last),
          before,
          values,
          means.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Of the beginnings that moved; the others' are known. The target is a mean over the batch. */
    private void takeSlopes(boolean[] moved) {
      float[] all = gradients.backward(target, true).bottlenecks();
      for (int b = 0; b < batch; b++) {
        if (!moved[b]) continue;
        for (int i = b * width; i < (b + 1) * width; i++) slopes[i] = all[i];
      }
    }

    private float[] ascended() {
      float[] next = new float[current.length];
      for (int b = 0; b < batch; b++) {
        int from = b * width;
        double outwards = 0;
        for (int i = from; i < from + width; i++) outwards += slopes[i] * current[i];
        double squares = 0;
        for (int i = from; i < from + width; i++) {
          double along = slopes[i] - outwards * current[i];
          squares += along * along;
        }
        double scale = squares > 0 ? steps[b] / Math.sqrt(squares) : 0;
        for (int i = from; i < from + width; i++) {
          next[i] = (float) (current[i] + scale * (slopes[i] - outwards * current[i]));
        }
        bringBack(next, from);
      }
      return next;
    }

    private float[] descended(double left) {
      float[] next = new float[current.length];
      for (int i = 0; i < next.length; i++) {
        buffer[i] = options.momentum() * buffer[i] + slopes[i];
        double ahead = slopes[i] + options.momentum() * buffer[i];
        next[i] = (float) (current[i] + options.learningRate() * left * ahead);
      }
      for (int b = 0; b < batch; b++) bringBack(next, b * width);
      return next;
    }

    private boolean taken(double found, double old, double left) {
      if (found > old) return true;
      if (options.method() == Method.ASCENT) return false;
      double temperature = 100 * options.learningRate() * left;
      return random.nextDouble() < StrictMath.exp((found - old) / temperature);
    }

    private void bringBack(float[] vectors, int from) {
      double squares = 0;
      for (int i = from; i < from + width; i++) squares += (double) vectors[i] * vectors[i];
      double length = Math.sqrt(squares);
      for (int i = from; i < from + width; i++) vectors[i] = (float) (vectors[i] / length);
    }

    private double[] values(SimulatedSample[] courses) {
      double[] found = new double[batch];
      for (int b = 0; b < batch; b++) found[b] = value(target, courses[b]);
      return found;
    }

    /** Mean distance of the beginnings from each other; none where there is only one. */
    private double apart() {
      if (batch < 2) return Double.POSITIVE_INFINITY;
      double sum = 0;
      for (int a = 0; a < batch; a++) {
        for (int b = 0; b < a; b++) {
          double squares = 0;
          for (int i = 0; i < width; i++) {
            double difference = current[a * width + i] - current[b * width + i];
            squares += difference * difference;
          }
          sum += Math.sqrt(squares);
        }
      }
      return 2 * sum / (batch * (batch - 1.0));
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) sum += each;
    return sum / values.length;
  }

  /** The target of one course. */
  double value(SaliencyTarget target, SimulatedSample course) {
    TargetFactors factors = new TargetFactors(gradients.steps(), 1, actions, hidden);
    factors.set(target, course.logProbabilities());
    return factors.target(course.values(), course.logProbabilities(), course.agentStates());
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    gradients.close();
  }
}
