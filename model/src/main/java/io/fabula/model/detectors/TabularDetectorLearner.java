package io.fabula.model.detectors;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns, in a table, a detector and the policy that makes it fire, together: both follow the
 * natural indirect effect of going from a fixed reference policy to the learned one. The detector
 * has a logit per state, the policy a logit per action in the states where it may choose; elsewhere
 * it does as the reference.
 *
 * <p>Per iteration: episodes of both policies, and one step of Adam on {@link
 * DetectorLoss#ofEffect} for the detector, and on the score function with the pseudo-return "fired"
 * (with the sign of its predictive factor) and an entropy bonus for the policy.
 */
public final class TabularDetectorLearner implements AutoCloseable {
  private static final String DETECTOR = "detector";
  private static final String POLICY = "policy";
  private static final String STREAM = "learner.stream";
  private static final String INDIRECT = "learner.indirect";

  /**
   * Settings.
   *
   * @param episodes of each policy per iteration, at least 2
   * @param discount factor per step in the return, within 0..1
   * @param learningRate of Adam, above 0
   * @param entropyWeight of the policy's mean entropy, at least 0
   * @param firstLogit mean of the detector's initial logits
   * @param firstSpread standard deviation of the detector's initial logits, at least 0
   */
  public record Options(
      int episodes,
      double discount,
      double learningRate,
      double entropyWeight,
      double firstLogit,
      double firstSpread) {
    public Options {
      if (episodes < 2) {
        throw new IllegalArgumentException("episodes must be at least 2, got " + episodes);
      }
      if (!(discount >= 0 && discount <= 1)) {
        throw new IllegalArgumentException("discount must be within 0..1, got " + discount);
      }
      if (!(learningRate > 0) || !(entropyWeight >= 0) || !(firstSpread >= 0)) {
        throw new IllegalArgumentException(
            "learningRate must be above 0, entropyWeight and firstSpread at least 0, got %s, %s, %s"
                .formatted(learningRate, entropyWeight, firstSpread));
      }
    }
  }

  private final TabularModel model;
  private final double[] reference;
  private final boolean[] chooses;
  private final Options options;
  private RandomStream random;
  private final Parameters parameters;
  private final Adam adam;
  private double indirect = Double.NaN;

  /**
   * Begins.
   *
   * @param reference the fixed policy, {@code [state, action]}
   * @param chooses for each state whether the learned policy may differ there; at least one
   */
  public TabularDetectorLearner(
      TabularModel model, double[] reference, boolean[] chooses, Options options, long seed) {
    if (reference.length != model.states() * model.actions() || chooses.length != model.states()) {
      throw new IllegalArgumentException("policy and states do not fit the model");
    }
    this.model = model;
    this.reference = reference.clone();
    this.chooses = chooses.clone();
    this.options = options;
    random = new RandomStream(Seeds.of(seed, "tabular-detector"));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(DETECTOR, Shape.of(model.states()));
    shapes.put(POLICY, Shape.of(model.states(), model.actions()));
    parameters = Parameters.of(shapes);
    float[] logits = new float[model.states()];
    for (int s = 0; s < logits.length; s++) {
      logits[s] = (float) (options.firstLogit + options.firstSpread * random.nextGaussian());
    }
    parameters.set(DETECTOR, logits);
    adam = new Adam(parameters, Adam.Options.DEFAULT);
  }

  /** Phi of each state. */
  public double[] detector() {
    float[] logits = parameters.get(DETECTOR);
    double[] fires = new double[logits.length];
    for (int s = 0; s < fires.length; s++) fires[s] = DetectorData.sigmoid(logits[s]);
    return fires;
  }

  /** The learned policy, {@code [state, action]} row by row. */
  public double[] policy() {
    float[] logits = parameters.get(POLICY);
    double[] policy = reference.clone();
    int n = model.actions();
    for (int s = 0; s < model.states(); s++) if (chooses[s]) softmax(logits, policy, s * n, n);
    return policy;
  }

  /** The indirect effect on the last iteration's episodes; NaN before the first. */
  public double indirect() {
    return indirect;
  }

  /** The complete state: going on from it gives the same bits as never having stopped. */
  public TensorFile checkpoint() {
    TensorFile file = new TensorFile();
    file.put(DETECTOR, Tensor.of(parameters.get(DETECTOR)));
    file.put(POLICY, Tensor.of(parameters.get(POLICY)));
    OptimiserState.save(file, adam, parameters);
    file.put(STREAM, Tensor.of(random.state()));
    file.put(INDIRECT, Tensor.of(new double[] {indirect}));
    return file;
  }

  /**
   * Continues from a {@link #checkpoint()} of the same problem.
   *
   * @throws DamagedFileException if the file is not such a checkpoint
   */
  public void restore(TensorFile file) throws DamagedFileException {
    parameters.set(DETECTOR, file.floats(DETECTOR, List.of(model.states())));
    parameters.set(POLICY, file.floats(POLICY, List.of(model.states() * model.actions())));
    OptimiserState.restore(file, adam, parameters);
    try {
      random = RandomStream.ofState(file.longs(STREAM, 4));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), STREAM, String.valueOf(e.getMessage()));
    }
    indirect = file.doubles(INDIRECT, 1)[0];
  }

  /** One iteration. */
  public void learn() {
    float[] logits = parameters.get(DETECTOR);
    double[] logarithms = new double[logits.length];
    for (int s = 0; s < logits.length; s++) logarithms[s] = -DetectorData.softplus(logits[s]);
    double[] policy = policy();
    TabularEpisodes a =
        TabularEpisodes.play(model, reference, options.discount, options.episodes, random);
    TabularEpisodes b =
        TabularEpisodes.play(model, policy, options.discount, options.episodes, random);
    double[] unfiredB = b.logUnfired(logarithms);
    DetectorLoss loss =
        DetectorLoss.ofEffect(
            a.returns(),
            a.logUnfired(logarithms),
            unfiredB,
            DetectorLoss.Orientation.OTHER_FIRES_MORE);
    indirect = loss.indirect();
    double[] slopes = new double[logits.length];
    addVisits(a, loss.slopes(), slopes);
    addVisits(b, loss.otherSlopes(), slopes);
    float[] gradient = new float[logits.length];
    for (int s = 0; s < gradient.length; s++) {
      gradient[s] =
          (float) (-slopes[s] * DetectorData.sigmoid(logits[s])); // d log w = -sigmoid d logit
    }
    parameters.gradients().set(DETECTOR, gradient);
    parameters.gradients().set(POLICY, policyGradient(b, unfiredB, policy, loss.predictive()));
    adam.step(options.learningRate);
  }

  private static void addVisits(TabularEpisodes episodes, double[] slopes, double[] target) {
    for (int i = 0; i < slopes.length; i++) {
      for (int step = episodes.firstStep(i); step < episodes.firstStep(i + 1); step++) {
        target[episodes.state(step)] += slopes[i];
      }
    }
  }

  /** Of {@code -mean(sum log pi * sign * (fired - mean fired)) - entropyWeight * mean entropy}. */
  private float[] policyGradient(
      TabularEpisodes episodes, double[] logUnfired, double[] policy, double predictive) {
    int n = episodes.count();
    int actions = model.actions();
    double[] fired = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      fired[i] = 1 - StrictMath.exp(logUnfired[i]);
      mean += fired[i] / n;
    }
    double[] gradient = new double[policy.length];
    for (int i = 0; i < n; i++) {
      double advantage = Math.signum(predictive) * (fired[i] - mean) / n;
      for (int step = episodes.firstStep(i); step < episodes.firstStep(i + 1); step++) {
        int state = episodes.state(step);
        if (!chooses[state]) continue;
        for (int k = 0; k < actions; k++) {
          double taken = k == episodes.action(step) ? 1 : 0;
          gradient[state * actions + k] -= advantage * (taken - policy[state * actions + k]);
        }
      }
    }
    addEntropy(policy, gradient);
    float[] rounded = new float[gradient.length];
    for (int i = 0; i < rounded.length; i++) rounded[i] = (float) gradient[i];
    return rounded;
  }

  private void addEntropy(double[] policy, double[] gradient) {
    int choosing = 0;
    for (boolean each : chooses) if (each) choosing++;
    int actions = model.actions();
    for (int s = 0; s < chooses.length; s++) {
      if (!chooses[s]) continue;
      double entropy = 0;
      for (int k = s * actions; k < (s + 1) * actions; k++) {
        if (policy[k] > 0) entropy -= policy[k] * StrictMath.log(policy[k]);
      }
      for (int k = s * actions; k < (s + 1) * actions; k++) {
        if (policy[k] == 0) continue;
        double slope = -policy[k] * (StrictMath.log(policy[k]) + entropy);
        gradient[k] -= options.entropyWeight * slope / choosing;
      }
    }
  }

  private static void softmax(float[] logits, double[] target, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = from; k < from + n; k++) largest = Math.max(largest, logits[k]);
    double sum = 0;
    for (int k = from; k < from + n; k++) {
      target[k] = StrictMath.exp(logits[k] - largest);
      sum += target[k];
    }
    for (int k = from; k < from + n; k++) target[k] /= sum;
  }

  @Override
  public void close() {
    adam.close();
    parameters.close();
  }
}
