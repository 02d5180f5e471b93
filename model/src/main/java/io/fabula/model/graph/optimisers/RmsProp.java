package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;

/** RMSProp in PyTorch's form, without centring and momentum. */
public final class RmsProp extends Moments {
  private final float alpha;
  private final float epsilon;
  private float rate;

  /**
   * An optimiser at step 0 with zero moments.
   *
   * @param alpha decay of the mean squared gradient, in [0, 1); PyTorch's default is 0.99
   * @param epsilon added to its root, above 0; PyTorch's default is 1e-8
   */
  public RmsProp(Parameters parameters, double alpha, double epsilon) {
    super(parameters, "square_avg");
    if (!(alpha >= 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1), got " + alpha);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
    }
    this.alpha = (float) alpha;
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  void update(float[] value, float[] gradient, float[][] moments, int n) {
    float[] square = moments[0];
    for (int i = 0; i < n; i++) {
      square[i] = alpha * square[i] + (1f - alpha) * gradient[i] * gradient[i];
    }
    for (int i = 0; i < n; i++) {
      value[i] -= rate * gradient[i] / ((float) Math.sqrt(square[i]) + epsilon);
    }
  }
}
