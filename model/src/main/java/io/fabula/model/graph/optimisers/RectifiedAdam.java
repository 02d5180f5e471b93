package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;

/**
 * Adam whose steps adapt only once the variance of the adaption is known well enough (RAdam, Liu et
 * al. 2020), in PyTorch's form without weight decay.
 */
public final class RectifiedAdam extends Moments {
  /** Below this length of the averaged past, steps are those of momentum alone. */
  private static final double SHORTEST = 5;

  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private float stepSize;
  private float rootCorrection;
  private boolean adapts;

  /**
   * An optimiser at step 0 with zero moments.
   *
   * @param beta1 decay of the mean gradient, in [0, 1); PyTorch's default is 0.9
   * @param beta2 decay of the mean squared gradient, in [0, 1); PyTorch's default is 0.999
   * @param epsilon added to the root of the squared gradient, above 0; PyTorch's default is 1e-8
   */
  public RectifiedAdam(Parameters parameters, double beta1, double beta2, double epsilon) {
    super(parameters, "exp_avg", "exp_avg_sq");
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException("beta1 must be in [0, 1), got " + beta1);
    }
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("beta2 must be in [0, 1), got " + beta2);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
    }
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate) {
    double t = steps();
    double left = StrictMath.pow(beta2, t);
    double longest = 2 / (1 - beta2) - 1;
    double length = longest - 2 * t * left / (1 - left);
    adapts = length > SHORTEST;
    double rectified =
        adapts
            ? Math.sqrt(
                (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
            : 1;
    stepSize = (float) (learningRate * rectified / (1 - StrictMath.pow(beta1, t)));
    rootCorrection = (float) Math.sqrt(1 - left);
  }

  @Override
  void update(float[] value, float[] gradient, float[][] moments, int n) {
    float[] mean = moments[0];
    float[] square = moments[1];
    float rate = (float) (1 - beta1);
    float keep = (float) beta2;
    for (int i = 0; i < n; i++) mean[i] += rate * (gradient[i] - mean[i]);
    for (int i = 0; i < n; i++) {
      square[i] = keep * square[i] + (1f - keep) * gradient[i] * gradient[i];
    }
    for (int i = 0; i < n; i++) {
      float scale = adapts ? rootCorrection / ((float) Math.sqrt(square[i]) + epsilon) : 1f;
      value[i] -= stepSize * mean[i] * scale;
    }
  }
}
