package io.fabula.model.detectors;

import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.VTrace;
import io.fabula.model.graph.optimisers.Adam;
import java.util.Arrays;
import java.util.List;

/**
 * The bootstrapped gradient of a detector's indirect effect. Critics learn, from V-trace targets of
 * the generalised Bellman equations, what is to come from a state under the detector as it is now:
 *
 * <pre>
 * W(s)  = (1 - Phi(s)) E[W(s')]                 probability that nothing fires, both policies
 * N0(s) = (1 - Phi(s)) E[r W(s') + N0(s')]      E[Y 1{nothing fires}], reference policy
 * </pre>
 *
 * <p>A state's part in the gradient is what came before it times what the critics say comes after:
 * {@code dE[w] = -E[sum_t (prod_{k < t} (1 - Phi(s_k))) W(s_{t+1}) dPhi(s_t)]}, and the same of N0.
 * Rewards are at the end of an episode, which then is its return. Policies that played are those
 * that are asked about, so that all ratios are 1.
 *
 * @implNote A critic is a perceptron like the detector: the logit of 1 - W, or of N0 (a return
 *     within 0..1). Both begin near 0, as nothing fires at first.
 */
final class EffectCritics implements AutoCloseable {
  private static final int SEGMENT = 16;

  private final StepSequences steps;
  private final double[] returns;
  private final double learningRate;
  private final Critic firedReference;
  private final Critic valueReference;
  private final Critic firedOther;

  /** A network with its optimiser, and what it says of each distinct state. */
  private static final class Critic implements AutoCloseable {
    private final DetectorNetwork network;
    private final DetectorNetwork.Pass pass;
    private final Adam adam;
    private final double[] says;
    private final double[] slopes;
    private long steps;

    Critic(StepSequences of, int hidden, long seed) {
      network = DetectorNetwork.create(of.inputs(), hidden, seed);
      int rows = Math.max(2, of.seenAs().length);
      pass = network.new Pass(rows);
      pass.show(Arrays.copyOf(of.states(), rows * of.inputs()));
      adam = new Adam(network.parameters(), Adam.Options.DEFAULT);
      says = new double[rows];
      slopes = new double[rows];
    }

    void look() {
      float[] logits = pass.forward();
      for (int i = 0; i < says.length; i++) says[i] = DetectorData.sigmoid(logits[i]);
      Arrays.fill(slopes, 0);
      steps = 0;
    }

    /** Notes that a state should have said {@code target}. */
    void note(int state, double target) {
      slopes[state] += 2 * (says[state] - target) * says[state] * (1 - says[state]);
      steps++;
    }

    void learn(double rate) {
      float[] byLogits = new float[slopes.length];
      for (int i = 0; i < byLogits.length; i++) byLogits[i] = (float) (slopes[i] / steps);
      network.parameters().gradients().zero();
      pass.backward(byLogits);
      adam.step(rate);
    }

    @Override
    public void close() {
      adam.close();
      pass.close();
      network.close();
    }
  }

  /**
   * @param returns Y of the reference policy's episodes, within 0..1
   * @param hidden units of each hidden layer
   */
  EffectCritics(StepSequences steps, double[] returns, int hidden, double learningRate, long seed) {
    for (double each : returns) {
      if (!(each >= 0 && each <= 1)) {
        throw new IllegalArgumentException("returns must be within 0..1 for critics, got " + each);
      }
    }
    this.steps = steps;
    this.returns = returns;
    this.learningRate = learningRate;
    firedReference = new Critic(steps, hidden, Seeds.of(seed, "critic", 0));
    valueReference = new Critic(steps, hidden, Seeds.of(seed, "critic", 1));
    firedOther = new Critic(steps, hidden, Seeds.of(seed, "critic", 2));
  }

  /**
   * Slopes of the loss by Phi of each state that the detector sees; the critics learn, too.
   *
   * @param fires Phi of each state that the detector sees
   * @param reference numbers of the reference policy's episodes in the batch
   * @param other numbers of the other policy's
   */
  double[] slopes(
      double[] fires, int[] reference, int[] other, DetectorLoss.Orientation orientation) {
    for (Critic each : List.of(firedReference, valueReference, firedOther)) each.look();
    double value = 0;
    double valueUnfired = 0;
    double p0 = 0;
    for (int episode : reference) {
      int[] path = steps.reference()[episode];
      double y = returns[episode];
      double[] unfired = unfired(path, fires, firedReference);
      double[] earned = earned(path, fires, y);
      value += y / reference.length;
      p0 += unfired[0] / reference.length;
      valueUnfired += earned[0] / reference.length;
    }
    double q0 = 0;
    for (int episode : other) {
      q0 += unfired(steps.other()[episode], fires, firedOther)[0] / other.length;
    }
    EffectSlopes by = EffectSlopes.of(value, valueUnfired, p0, q0, orientation);
    double[] slopes = new double[fires.length];
    for (int episode : reference) {
      add(
          steps.reference()[episode],
          fires,
          by.byUnfired() / reference.length,
          firedReference,
          by.byValueUnfired() / reference.length,
          returns[episode],
          slopes);
    }
    for (int episode : other) {
      add(
          steps.other()[episode],
          fires,
          by.byOtherUnfired() / other.length,
          firedOther,
          0,
          0,
          slopes);
    }
    for (Critic each : List.of(firedReference, valueReference, firedOther)) {
      each.learn(learningRate);
    }
    return slopes;
  }

  /** Targets of W along an episode; the critic is told. */
  private double[] unfired(int[] path, double[] fires, Critic critic) {
    int n = path.length;
    double[] values = new double[n];
    for (int t = 0; t < n; t++) values[t] = 1 - critic.says[path[t]];
    double[] constants = new double[n];
    constants[n - 1] = 1 - fires[steps.seenAs()[path[n - 1]]];
    double[] targets = targets(path, fires, constants, values);
    for (int t = 0; t < n; t++) critic.note(path[t], 1 - targets[t]);
    return targets;
  }

  /** Targets of N0 along an episode of the reference policy; the critic is told. */
  private double[] earned(int[] path, double[] fires, double y) {
    int n = path.length;
    double[] values = new double[n];
    for (int t = 0; t < n; t++) values[t] = valueReference.says[path[t]];
    double[] constants = new double[n];
    constants[n - 1] = (1 - fires[steps.seenAs()[path[n - 1]]]) * y;
    double[] targets = targets(path, fires, constants, values);
    for (int t = 0; t < n; t++) valueReference.note(path[t], targets[t]);
    return targets;
  }

  /** Segment by segment, each with the critic's value of the state after it. */
  private double[] targets(int[] path, double[] fires, double[] constants, double[] values) {
    int n = path.length;
    double[] targets = new double[n];
    for (int from = 0; from < n; from += SEGMENT) {
      int to = Math.min(n, from + SEGMENT);
      double[] multipliers = new double[to - from];
      for (int t = from; t < to; t++) {
        multipliers[t - from] = t == n - 1 ? 0 : 1 - fires[steps.seenAs()[path[t]]];
      }
      double[] ones = new double[to - from];
      Arrays.fill(ones, 1);
      VTrace trace =
          VTrace.of(
              new VTrace.Row(Arrays.copyOfRange(constants, from, to), multipliers),
              Arrays.copyOfRange(values, from, to),
              to == n ? 0 : values[to],
              ones,
              VTrace.Caps.ONE);
      System.arraycopy(trace.targets(), 0, targets, from, to - from);
    }
    return targets;
  }

  private void add(
      int[] path,
      double[] fires,
      double byUnfired,
      Critic fired,
      double byValueUnfired,
      double y,
      double[] slopes) {
    double before = 1;
    for (int t = 0; t < path.length && before > 0; t++) {
      boolean last = t == path.length - 1;
      double unfired = last ? 1 : 1 - fired.says[path[t + 1]];
      double earned = last ? y : valueReference.says[path[t + 1]];
      int seen = steps.seenAs()[path[t]];
      slopes[seen] -= before * (byUnfired * unfired + byValueUnfired * earned);
      before *= 1 - fires[seen];
    }
  }

  @Override
  public void close() {
    firedReference.close();
    valueReference.close();
    firedOther.close();
  }
}
