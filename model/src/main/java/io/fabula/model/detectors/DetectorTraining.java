package io.fabula.model.detectors;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.optimisers.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains a {@link DetectorNetwork} on recorded episodes: first, as a warm start, to predict
 * success, then to have the largest natural indirect effect, with Z = 1 held good. From several
 * starts the one of the largest effect on the training episodes is kept.
 */
public final class DetectorTraining {
  /** What is minimised after the warm start. */
  public enum Target {
    /** The negated natural indirect effect. */
    EFFECT,
    /** The cross-entropy of predicting success, or what else is to be predicted, to the end. */
    PREDICTION
  }

  /**
   * Settings.
   *
   * @param target what is minimised after the warm start
   * @param iterations steps of the optimiser, at least 1
   * @param warmUp how many of them predict success
   * @param episodes of each policy per iteration, drawn with replacement
   * @param learningRate of Adam, above 0
   * @param starts from how many starts, at least 1
   * @param hidden units of each hidden layer
   */
  public record Options(
      Target target,
      int iterations,
      int warmUp,
      int episodes,
      double learningRate,
      int starts,
      int hidden) {
    /** 600 iterations of 256 episodes, 150 of them predicting; 4 starts of 32 units. */
    public static final Options DEFAULT = new Options(Target.EFFECT, 600, 150, 256, 3e-3, 4, 32);

    public Options {
      if (iterations < 1 || warmUp < 0 || episodes < 1 || starts < 1 || hidden < 1) {
        throw new IllegalArgumentException(
            "iterations, episodes, starts and hidden must be at least 1, warmUp at least 0");
      }
      if (!(learningRate > 0)) {
        throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate);
      }
    }

    /** The same with another target. */
    public Options withTarget(Target other) {
      return new Options(other, iterations, warmUp, episodes, learningRate, starts, hidden);
    }
  }

  /** log w of a batch is held above this; what is below has no slope. */
  private static final double LOWEST = -30;

  private final DetectorData data;
  private final Options options;
  private final boolean[] predicted;
  private final Optional<StepSequences> sequences;

  /** Prepares to learn from training episodes; what is predicted is a return above 0. */
  public DetectorTraining(DetectorData data, Options options) {
    this(data, options, succeeded(data.returns()), Optional.empty());
  }

  /**
   * Prepares to learn from training episodes.
   *
   * @param predicted for each of the reference policy's episodes what is to be predicted of it
   * @param sequences where they are given, the effect's gradient is bootstrapped ({@link
   *     EffectCritics}); else it is that of whole episodes
   */
  public DetectorTraining(
      DetectorData data, Options options, boolean[] predicted, Optional<StepSequences> sequences) {
    this.data = data;
    this.options = options;
    this.predicted = predicted.clone();
    this.sequences = sequences;
    if (predicted.length != data.returns().length) {
      throw new IllegalArgumentException(
          "%d predictions do not fit %d episodes"
              .formatted(predicted.length, data.returns().length));
    }
  }

  /** For each return whether it is above 0. */
  public static boolean[] succeeded(double[] returns) {
    boolean[] succeeded = new boolean[returns.length];
    for (int i = 0; i < succeeded.length; i++) succeeded[i] = returns[i] > 0;
    return succeeded;
  }

  /**
   * A trained detector.
   *
   * @param network closed by the caller
   * @param start which start it came from
   * @param effects indirect effect on the training episodes, by start
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Trained(DetectorNetwork network, int start, double[] effects) {}

  /**
   * A detector trained from one start.
   *
   * @param network closed by the caller
   * @param effect indirect effect on the training episodes
   */
  public record Started(DetectorNetwork network, double effect) {}

  /** Numbers that a detector sees of a state. */
  public int inputs() {
    return data.inputs();
  }

  /** Trains from one start; what comes of it depends on nothing but the seed and its number. */
  public Started train(long seed, int start) {
    long own = Seeds.of(seed, "start", start);
    DetectorNetwork network =
        DetectorNetwork.create(data.inputs(), options.hidden(), Seeds.of(own, "network"));
    train(network, new RandomStream(Seeds.of(own, "batches")), own);
    return new Started(network, effect(network));
  }

  /** Trains from all starts; the networks of all but the best are closed. */
  public Trained train(long seed) {
    List<Started> all = new ArrayList<>();
    for (int start = 0; start < options.starts(); start++) all.add(train(seed, start));
    int best = best(all);
    for (int i = 0; i < all.size(); i++) if (i != best) all.get(i).network().close();
    double[] effects = all.stream().mapToDouble(Started::effect).toArray();
    return new Trained(all.get(best).network(), best, effects);
  }

  /** The number of the start of the largest effect, the first of several. */
  public static int best(List<Started> all) {
    int best = 0;
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).effect() > all.get(best).effect()) best = i;
    }
    return best;
  }

  private double effect(DetectorNetwork network) {
    double[] logits = network.logits(data.states());
    return DetectorLoss.ofEffect(
            data.returns(),
            DetectorData.logUnfired(data.reference(), logits),
            DetectorData.logUnfired(data.other(), logits),
            DetectorLoss.Orientation.REFERENCE_FIRES_MORE)
        .indirect();
  }

  private void train(DetectorNetwork network, RandomStream random, long criticSeed) {
    int rows = Math.max(2, data.distinct());
    byte[] shown = Arrays.copyOf(data.states(), rows * data.inputs());
    boolean bootstrapped = sequences.isPresent() && options.target() == Target.EFFECT;
    try (DetectorNetwork.Pass pass = network.new Pass(rows);
        Adam adam = new Adam(network.parameters(), Adam.Options.DEFAULT);
        Critics critics =
            new Critics(bootstrapped ? Optional.of(critics(criticSeed)) : Optional.empty())) {
      pass.show(shown);
      for (int i = 0; i < options.iterations(); i++) {
        float[] logits = pass.forward();
        boolean predicts = i < options.warmUp() || options.target() == Target.PREDICTION;
        int[] a = draw(data.reference(), options.episodes(), random);
        int[] b = draw(data.other(), options.episodes(), random);
        Optional<float[]> ofCritics = critics.slopes(logits, a, b);
        network.parameters().gradients().zero();
        pass.backward(
            predicts || ofCritics.isEmpty() ? slopes(logits, predicts, a, b) : ofCritics.get());
        adam.step(options.learningRate());
      }
    }
  }

  private EffectCritics critics(long seed) {
    return new EffectCritics(
        sequences.orElseThrow(), data.returns(), options.hidden(), options.learningRate(), seed);
  }

  /** Critics where the gradient is bootstrapped. */
  private record Critics(Optional<EffectCritics> critics) implements AutoCloseable {
    Optional<float[]> slopes(float[] logits, int[] a, int[] b) {
      if (critics.isEmpty()) return Optional.empty();
      double[] fires = new double[logits.length];
      for (int i = 0; i < fires.length; i++) fires[i] = DetectorData.sigmoid(logits[i]);
      double[] byFiring =
          critics.get().slopes(fires, a, b, DetectorLoss.Orientation.REFERENCE_FIRES_MORE);
      float[] byLogit = new float[logits.length];
      for (int i = 0; i < byLogit.length; i++) {
        byLogit[i] = (float) (byFiring[i] * fires[i] * (1 - fires[i]));
      }
      return Optional.of(byLogit);
    }

    @Override
    public void close() {
      critics.ifPresent(EffectCritics::close);
    }
  }

  private float[] slopes(float[] logits, boolean predicts, int[] a, int[] b) {
    double[] logarithms = new double[logits.length];
    for (int i = 0; i < logits.length; i++) logarithms[i] = -DetectorData.softplus(logits[i]);
    int n = options.episodes();
    double[] ofA = logUnfired(data.reference(), a, logarithms);
    double[] ofB = logUnfired(data.other(), b, logarithms);
    DetectorLoss loss;
    if (predicts) {
      boolean[] happened = new boolean[n];
      for (int i = 0; i < n; i++) happened[i] = predicted[a[i]];
      loss = DetectorLoss.ofPrediction(happened, ofA);
    } else {
      double[] returns = new double[n];
      for (int i = 0; i < n; i++) returns[i] = data.returns()[a[i]];
      loss =
          DetectorLoss.ofEffect(returns, ofA, ofB, DetectorLoss.Orientation.REFERENCE_FIRES_MORE);
    }
    double[] byLogarithm = new double[logits.length];
    add(data.reference(), a, ofA, loss.slopes(), byLogarithm);
    if (!predicts) add(data.other(), b, ofB, loss.otherSlopes(), byLogarithm);
    float[] byLogit = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      byLogit[i] = (float) (-byLogarithm[i] * DetectorData.sigmoid(logits[i]));
    }
    return byLogit;
  }

  private static int[] draw(VisitCounts visits, int n, RandomStream random) {
    int[] drawn = new int[n];
    for (int i = 0; i < n; i++) drawn[i] = random.nextInt(visits.episodes());
    return drawn;
  }

  private static double[] logUnfired(VisitCounts visits, int[] episodes, double[] logarithms) {
    double[] sums = new double[episodes.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(LOWEST, visits.logUnfired(episodes[i], logarithms));
    }
    return sums;
  }

  private static void add(
      VisitCounts visits, int[] episodes, double[] sums, double[] slopes, double[] target) {
    for (int i = 0; i < episodes.length; i++) {
      if (sums[i] > LOWEST) visits.addSlope(episodes[i], slopes[i], target);
    }
  }
}
