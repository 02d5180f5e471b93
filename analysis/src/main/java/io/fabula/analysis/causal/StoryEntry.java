package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One entry of a causal story, a behaviour at one time difference, as two vectors per sample whose
 * agreement <em>between different samples</em> measures how strong the story is.
 *
 * <p>Strength = mean over ordered pairs of different samples s, s' of {@code left_s . right_s'}.
 * Being over different samples it is unbiased: noise adds nothing however few samples there are, so
 * behaviours of different sizes, and of different agents, can be compared. Vectors are scaled per
 * sample to a norm of at most 1, so strengths lie within -1..1 and no sample can rule the others.
 *
 * @param behaviour the behaviour
 * @param difference time difference k, steps
 * @param left {@code [samples, entries]}
 * @param right {@code [samples, entries]}; the same matrix for {@link #leadLag}
 */
public record StoryEntry(int behaviour, int difference, Matrix left, Matrix right) {
  public StoryEntry {
    if (left.rows() != right.rows() || left.columns() != right.columns()) {
      throw new IllegalArgumentException("left and right differ: " + left + " and " + right);
    }
  }

  /** Number of samples of the behaviour. */
  public int samples() {
    return left.rows();
  }

  /**
   * Entries that say who leads and who follows, from cross-correlations alone.
   *
   * <p>Per sample, with components centred by the behaviour's mean: the antisymmetric part of
   * {@code X_k} (how much more i at t goes with j at t + k than j at t with i at t + k), divided by
   * the largest norm {@code X_k} could have, {@code sqrt(early energy * late energy)}. The
   * symmetric part, what is merely correlated or constant, cancels; so do persistence and offsets.
   * Order and sign of components, and any rotation between them, do not change the strength, so it
   * compares agents whose components have nothing to do with each other. Reversing a sample in time
   * flips its vector's sign.
   *
   * @param components independent components of all samples
   * @param behaviours behaviour of each sample
   * @param differences time differences, each within {@code 1..T - 1} (at 0 there is no order)
   */
  public static List<StoryEntry> leadLag(
      Sequences components, int[] behaviours, List<Integer> differences) {
    List<StoryEntry> result = new ArrayList<>();
    members(components.samples(), behaviours)
        .forEach(
            (behaviour, members) -> {
              Sequences centred = LeadLag.centred(components.select(members));
              for (int k : differences) {
                Matrix vectors = LeadLag.vectors(centred, k);
                result.add(new StoryEntry(behaviour, k, vectors, vectors));
              }
            });
    return result;
  }

  /**
   * Entries that say whether gradients point where the dynamics go: left the off-diagonal part of
   * each sample's Jacobian over the difference, right that of its cross-correlation, each divided
   * by the norm of the whole matrix. Order, sign and scale of components and gradients do not
   * change the strength; a rotation does, since the diagonal (persistence) is left out.
   *
   * @param jacobians {@code [sample][place]}: Jacobian over {@code differences[place]}
   * @param correlations {@code [sample][place]}: cross-correlation over the same
   */
  public static List<StoryEntry> gradientAgreement(
      List<List<Matrix>> jacobians,
      List<List<Matrix>> correlations,
      int[] behaviours,
      List<Integer> differences) {
    List<StoryEntry> result = new ArrayList<>();
    members(jacobians.size(), behaviours)
        .forEach(
            (behaviour, members) -> {
              for (int place = 0; place < differences.size(); place++) {
                result.add(
                    new StoryEntry(
                        behaviour,
                        differences.get(place),
                        LeadLag.offDiagonal(jacobians, members, place),
                        LeadLag.offDiagonal(correlations, members, place)));
              }
            });
    return result;
  }

  private static TreeMap<Integer, int[]> members(int samples, int[] behaviours) {
    if (behaviours.length != samples) {
      throw new IllegalArgumentException(
          "expected " + samples + " behaviours, got " + behaviours.length);
    }
    TreeMap<Integer, int[]> result = new TreeMap<>();
    for (int behaviour : behaviours) {
      result.computeIfAbsent(
          behaviour, b -> IntStream.range(0, samples).filter(s -> behaviours[s] == b).toArray());
    }
    return result;
  }

  /** Whether nothing moves: all vectors are zero. */
  boolean still() {
    return zero(left) || zero(right);
  }

  private static boolean zero(Matrix vectors) {
    for (double each : vectors.values()) if (each != 0) return false;
    return true;
  }

  /** Strength; NaN for fewer than two samples. */
  public double strength() {
    double[] weights = new double[samples()];
    Arrays.fill(weights, 1);
    return strength(weights);
  }

  /**
   * Strength with each sample counted {@code weights[s]} times; pairs of a sample with itself stay
   * out, so that a bootstrap's repeats do not count as agreement.
   */
  double strength(double[] weights) {
    int width = left.columns();
    double[] sumLeft = new double[width];
    double[] sumRight = new double[width];
    double self = 0;
    double total = 0;
    double squares = 0;
    for (int s = 0; s < samples(); s++) {
      double w = weights[s];
      if (w == 0) continue;
      double own = 0;
      for (int j = 0, at = s * width; j < width; j++, at++) {
        sumLeft[j] += w * left.values()[at];
        sumRight[j] += w * right.values()[at];
        own += left.values()[at] * right.values()[at];
      }
      self += w * w * own;
      total += w;
      squares += w * w;
    }
    double cross = -self;
    for (int j = 0; j < width; j++) cross += sumLeft[j] * sumRight[j];
    double pairs = total * total - squares;
    return pairs > 0 ? cross / pairs : Double.NaN;
  }

  /** Strength (numerator over pairs) with the sign of each sample's left vector chosen. */
  double strengthOfSigns(double[] signs) {
    int width = left.columns();
    boolean one = left.values() == right.values();
    double[] sumLeft = new double[width];
    double[] sumRight = new double[width];
    double self = 0;
    for (int s = 0; s < samples(); s++) {
      double own = 0;
      for (int j = 0, at = s * width; j < width; j++, at++) {
        sumLeft[j] += signs[s] * left.values()[at];
        sumRight[j] += (one ? signs[s] : 1) * right.values()[at];
        own += left.values()[at] * right.values()[at];
      }
      self += (one ? 1 : signs[s]) * own;
    }
    double cross = -self;
    for (int j = 0; j < width; j++) cross += sumLeft[j] * sumRight[j];
    return cross / ((double) samples() * (samples() - 1));
  }
}
