package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import java.util.List;

/** The per-sample vectors that {@link StoryEntry} compares. */
final class LeadLag {
  private LeadLag() {}

  /** Components without their mean over all samples and steps. */
  static Sequences centred(Sequences components) {
    double[] mean = components.asMatrix().columnMeans();
    double[] values = components.values().clone();
    for (int i = 0; i < values.length; i++) values[i] -= mean[i % mean.length];
    return new Sequences(components.samples(), components.steps(), components.width(), values);
  }

  /** Upper triangles of the scaled antisymmetric part of each sample's X_k, times sqrt 2. */
  static Matrix vectors(Sequences centred, int difference) {
    int steps = centred.steps();
    int size = centred.width();
    if (difference < 1 || difference >= steps) {
      throw new IllegalArgumentException(
          "difference must be within 1.." + (steps - 1) + ", got " + difference);
    }
    Matrix result = new Matrix(centred.samples(), size * (size - 1) / 2);
    int at = 0;
    for (int s = 0; s < centred.samples(); s++) {
      double early = 0;
      double late = 0;
      for (int t = 0; t + difference < steps; t++) {
        for (int i = 0; i < size; i++) {
          double before = centred.get(s, t, i);
          double after = centred.get(s, t + difference, i);
          early += before * before;
          late += after * after;
        }
      }
      double bound = Math.sqrt(early * late);
      for (int i = 0; i < size; i++) {
        for (int j = i + 1; j < size; j++, at++) {
          double sum = 0;
          for (int t = 0; t + difference < steps; t++) {
            sum +=
                centred.get(s, t, i) * centred.get(s, t + difference, j)
                    - centred.get(s, t, j) * centred.get(s, t + difference, i);
          }
          result.values()[at] = bound > 0 ? Math.sqrt(0.5) * sum / bound : 0;
        }
      }
    }
    return result;
  }

  /** Off-diagonal entries of each member's matrix, divided by the norm of the whole matrix. */
  static Matrix offDiagonal(List<List<Matrix>> stacks, int[] members, int place) {
    int size = stacks.get(members[0]).get(place).rows();
    Matrix result = new Matrix(members.length, size * (size - 1));
    int at = 0;
    for (int member : members) {
      Matrix matrix = stacks.get(member).get(place);
      double squares = 0;
      for (double each : matrix.values()) squares += each * each;
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          if (i != j) result.values()[at++] = scale * matrix.get(i, j);
        }
      }
    }
    return result;
  }
}
