package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;

/** Stochastic gradient descent with momentum, plain or Nesterov's, in PyTorch's form. */
public final class Sgd extends Moments {
  private final float momentum;
  private final boolean nesterov;
  private float rate;

  /**
   * An optimiser at step 0.
   *
   * @param momentum in [0, 1)
   * @param nesterov whether the gradient looks ahead; needs momentum
   */
  public Sgd(Parameters parameters, double momentum, boolean nesterov) {
    super(parameters, momentum == 0 ? new String[0] : new String[] {"momentum_buffer"});
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
    }
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov needs momentum above 0, got 0");
    }
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
  }

  @Override
  void begin(double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  void update(float[] value, float[] gradient, float[][] moments, int n) {
    if (momentum == 0) {
      for (int i = 0; i < n; i++) value[i] -= rate * gradient[i];
      return;
    }
    float[] buffer = moments[0];
    for (int i = 0; i < n; i++) buffer[i] = momentum * buffer[i] + gradient[i];
    if (nesterov) {
      for (int i = 0; i < n; i++) value[i] -= rate * (gradient[i] + momentum * buffer[i]);
    } else {
      for (int i = 0; i < n; i++) value[i] -= rate * buffer[i];
    }
  }
}
