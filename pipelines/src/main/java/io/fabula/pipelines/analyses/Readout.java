package io.fabula.pipelines.analyses;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is read from an agent's memory: one row per action's logit, then one for the value.
 *
 * @param weights {@code [actions + 1, hidden]}
 */
public record Readout(Matrix weights) {
  /** Of a network. */
  public static Readout of(ImpalaNetwork network) throws IOException {
    TensorFile file = network.save();
    int actions = network.architecture().actions();
    int hidden = network.architecture().hidden();
    float[] policy = file.floats("fc_policy.weight", List.of(actions, hidden));
    float[] value = file.floats("fc_value.weight", List.of(1, hidden));
    Matrix weights = new Matrix(actions + 1, hidden);
    for (int i = 0; i < policy.length; i++) weights.values()[i] = policy[i];
    for (int i = 0; i < hidden; i++) weights.values()[policy.length + i] = value[i];
    return new Readout(weights);
  }

  /** Number of actions. */
  public int actions() {
    return weights.rows() - 1;
  }

  /**
   * The same weights along independent components, {@code [actions + 1, K]}: what one unit of a
   * component, which is about one standard deviation, adds.
   */
  public Matrix along(Projector projector) {
    return projector.readout(weights);
  }

  /**
   * How strongly each component pushes actions: the length of its logits around their mean, since
   * what is added to all logits alike changes nothing.
   */
  public double[] policyStrengths(Matrix along) {
    double[] strengths = new double[along.columns()];
    for (int c = 0; c < strengths.length; c++) {
      double mean = 0;
      for (int a = 0; a < actions(); a++) mean += along.get(a, c) / actions();
      double squares = 0;
      for (int a = 0; a < actions(); a++) {
        squares += (along.get(a, c) - mean) * (along.get(a, c) - mean);
      }
      strengths[c] = Math.sqrt(squares);
    }
    return strengths;
  }

  /** How strongly each component pushes the value. */
  public double[] valueStrengths(Matrix along) {
    double[] strengths = along.row(actions());
    for (int c = 0; c < strengths.length; c++) strengths[c] = Math.abs(strengths[c]);
    return strengths;
  }

  /** Names of the rows. */
  public List<String> names(List<String> actionNames) {
    List<String> names = new ArrayList<>();
    for (int a = 0; a < actions(); a++) {
      names.add(a < actionNames.size() ? actionNames.get(a) : "action " + a);
    }
    names.add("value");
    return names;
  }
}
