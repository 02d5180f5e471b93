package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Divergences between groups of categorical variables: the last axis of the logits holds {@code
 * variables * classes} values, class fastest.
 */
public final class Divergence {
  private Divergence() {}

  /**
   * The Kullback-Leibler divergence of each row's variables, summed, with a gradient that is shared
   * out between the two sides (Hafner et al. 2021, "KL balancing").
   *
   * @param posterior logits {@code [rows, variables * classes]}
   * @param prior logits of the same shape
   * @param priorShare share of the gradient that goes to the prior; the posterior gets the rest
   * @return {@code [rows]} in nats: {@code share KL(stop(posterior), prior) + (1 - share)
   *     KL(posterior, stop(prior))}
   */
  public static Node balanced(Node posterior, Node prior, int classes, float priorShare) {
    if (classes < 1 || posterior.shape().last() % classes != 0) {
      throw new IllegalArgumentException(
          "classes must divide the last axis of " + posterior + ", got " + classes);
    }
    if (!posterior.shape().equals(prior.shape())) {
      throw new IllegalArgumentException(
          "divergence needs equal shapes, got " + posterior + " and " + prior);
    }
    Shape rows = Shape.of(posterior.shape().rows());
    return posterior.graph().add(new Balanced(classes, priorShare), rows, posterior, prior);
  }

  /** Writes the log-probabilities of one variable. */
  static void logSoftmax(float[] logits, int from, int classes, float[] out, int to) {
    float greatest = logits[from];
    for (int c = 1; c < classes; c++) greatest = Math.max(greatest, logits[from + c]);
    double sum = 0;
    for (int c = 0; c < classes; c++) sum += FloatMath.exp(logits[from + c] - greatest);
    double logSum = StrictMath.log(sum) + greatest;
    for (int c = 0; c < classes; c++) out[to + c] = (float) (logits[from + c] - logSum);
  }

  private record Balanced(int classes, float priorShare) implements Op {
    @Override
    public String kind() {
      return "balanced_divergence";
    }

    @Override
    public Kernel bind(Binding binding) {
      return new BalancedKernel(binding, classes, priorShare);
    }
  }

  private static final class BalancedKernel implements Kernel {
    private final int classes;
    private final int width;
    private final float priorShare;
    private final Tensor posterior;
    private final Tensor prior;
    private final Tensor output;
    private final Tensor gradient;
    private final @Nullable GradientTarget posteriorTarget;
    private final @Nullable GradientTarget priorTarget;
    private final ScratchBuffers tiles;

    BalancedKernel(Binding binding, int classes, float priorShare) {
      this.classes = classes;
      this.priorShare = priorShare;
      width = binding.inputShape(0).last();
      posterior = binding.inputInBackward(0);
      prior = binding.inputInBackward(1);
      output = binding.output();
      gradient = binding.gradient();
      posteriorTarget = binding.inputGradient(0);
      priorTarget = binding.inputGradient(1);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      int rows = output.size();
      float[] p = tiles.get(0, width);
      float[] q = tiles.get(1, width);
      float[] sums = tiles.get(2, rows);
      for (int row = 0; row < rows; row++) {
        logarithms(row, p, q);
        double sum = 0;
        for (int c = 0; c < width; c++) sum += FloatMath.exp(p[c]) * (p[c] - q[c]);
        sums[row] = (float) sum;
      }
      output.store(0, sums, rows);
    }

    private void logarithms(int row, float[] p, float[] q) {
      posterior.load(row * width, p, width);
      prior.load(row * width, q, width);
      for (int v = 0; v < width; v += classes) {
        logSoftmax(p, v, classes, p, v);
        logSoftmax(q, v, classes, q, v);
      }
    }

    @Override
    public void backward() {
      int rows = output.size();
      float[] p = tiles.get(0, width);
      float[] q = tiles.get(1, width);
      float[] g = tiles.get(2, rows);
      float[] toPosterior = tiles.get(3, width);
      float[] toPrior = tiles.get(4, width);
      float[] spare = tiles.get(5, width);
      gradient.load(0, g, rows);
      for (int row = 0; row < rows; row++) {
        logarithms(row, p, q);
        for (int v = 0; v < width; v += classes) {
          double divergence = 0;
          for (int c = v; c < v + classes; c++) {
            divergence += FloatMath.exp(p[c]) * (p[c] - q[c]);
          }
          for (int c = v; c < v + classes; c++) {
            float probability = FloatMath.exp(p[c]);
            toPosterior[c] =
                (1 - priorShare) * g[row] * probability * (p[c] - q[c] - (float) divergence);
            toPrior[c] = priorShare * g[row] * (FloatMath.exp(q[c]) - probability);
          }
        }
        if (posteriorTarget != null) posteriorTarget.put(row * width, toPosterior, width, spare);
        if (priorTarget != null) priorTarget.put(row * width, toPrior, width, spare);
      }
    }
  }
}
