package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;

/**
 * Adam in PyTorch's form (Kingma and Ba 2015; AMSGrad: Reddi et al. 2018): bias correction before
 * epsilon is added, weight decay as L2 added to the gradient.
 */
public final class Adam extends Moments {
  /**
   * Settings.
   *
   * @param beta1 decay of the mean gradient, in [0, 1)
   * @param beta2 decay of the mean squared gradient, in [0, 1)
   * @param epsilon added to the root of the corrected squared gradient, above 0
   * @param weightDecay L2 factor, at least 0
   * @param amsgrad whether the largest squared gradient so far divides
   */
  public record Options(
      double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad) {
    /** PyTorch's defaults: 0.9, 0.999, 1e-8, no decay, no AMSGrad. */
    public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false);

    /** Checks the ranges. */
    public Options {
      if (!(beta1 >= 0 && beta1 < 1)) {
        throw new IllegalArgumentException("beta1 must be in [0, 1), got " + beta1);
      }
      if (!(beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("beta2 must be in [0, 1), got " + beta2);
      }
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
      }
      if (!(weightDecay >= 0)) {
        throw new IllegalArgumentException("weightDecay must be at least 0, got " + weightDecay);
      }
    }

    /** Sets {@link #epsilon}. */
    public Options withEpsilon(double value) {
      return new Options(beta1, beta2, value, weightDecay, amsgrad);
    }

    /** Sets {@link #weightDecay}. */
    public Options withWeightDecay(double value) {
      return new Options(beta1, beta2, epsilon, value, amsgrad);
    }

    /** Sets {@link #beta1} and {@link #beta2}. */
    public Options withBetas(double first, double second) {
      return new Options(first, second, epsilon, weightDecay, amsgrad);
    }

    /** Sets {@link #amsgrad}. */
    public Options withAmsgrad(boolean value) {
      return new Options(beta1, beta2, epsilon, weightDecay, value);
    }
  }

  private final Options options;
  private float stepSize;
  private float rootCorrection;

  /** An optimiser at step 0 with zero moments. */
  public Adam(Parameters parameters, Options options) {
    super(
        parameters,
        options.amsgrad()
            ? new String[] {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"}
            : new String[] {"exp_avg", "exp_avg_sq"});
    this.options = options;
  }

  @Override
  void begin(double learningRate) {
    stepSize = (float) (learningRate / (1 - StrictMath.pow(options.beta1, (double) steps())));
    rootCorrection = (float) Math.sqrt(1 - StrictMath.pow(options.beta2, (double) steps()));
  }

  @Override
  void update(float[] value, float[] gradient, float[][] moments, int n) {
    float decay = (float) options.weightDecay;
    if (decay != 0) for (int i = 0; i < n; i++) gradient[i] += decay * value[i];
    mean(gradient, moments[0], (float) (1 - options.beta1), n);
    squares(gradient, moments[1], (float) options.beta2, (float) (1 - options.beta2), n);
    float[] square = moments[1];
    if (options.amsgrad) {
      square = moments[2];
      for (int i = 0; i < n; i++) square[i] = Math.max(square[i], moments[1][i]);
    }
    move(value, moments[0], square, stepSize, rootCorrection, (float) options.epsilon, n);
  }

  private static void mean(float[] g, float[] m, float rate, int n) {
    for (int i = 0; i < n; i++) m[i] += rate * (g[i] - m[i]);
  }

  private static void squares(float[] g, float[] v, float keep, float rate, int n) {
    for (int i = 0; i < n; i++) v[i] = keep * v[i] + rate * g[i] * g[i];
  }

  private static void move(
      float[] p, float[] m, float[] v, float step, float correction, float epsilon, int n) {
    for (int i = 0; i < n; i++) {
      p[i] -= step * m[i] / ((float) Math.sqrt(v[i]) / correction + epsilon);
    }
  }
}
