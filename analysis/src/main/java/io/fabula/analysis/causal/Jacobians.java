package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import java.util.ArrayList;
import java.util.List;

/**
 * What moves what: the Jacobian from independent component i at step t (row) to component d at the
 * target step (column), from gradients with respect to the agent's hidden states.
 */
public final class Jacobians {
  private Jacobians() {}

  /**
   * Jacobians of one sample for each step.
   *
   * @param gradients {@code [target component][step, hidden]}: gradient of each independent
   *     component at the target step with respect to the hidden state at each step
   * @return one matrix {@code [K, K]} per step
   */
  public static List<Matrix> ofSample(List<Matrix> gradients, Projector projector) {
    int k = projector.independentCount();
    if (gradients.size() != k) {
      throw new IllegalArgumentException(
          "expected gradients of " + k + " components, got " + gradients.size());
    }
    int steps = gradients.get(0).rows();
    List<Matrix> result = new ArrayList<>();
    for (int t = 0; t < steps; t++) result.add(new Matrix(k, k));
    for (int d = 0; d < k; d++) {
      Matrix projected = projector.independentGradients(gradients.get(d));
      for (int t = 0; t < steps; t++) {
        for (int i = 0; i < k; i++) result.get(t).values()[i * k + d] = projected.get(t, i);
      }
    }
    return result;
  }
}
