package io.fabula.model.scinet;

import io.fabula.model.graph.Parameters;
import java.util.Arrays;

/** The weights and draws of the recorded cases, by their formulas. */
final class SciNetFormula {
  private final double offset;

  SciNetFormula(double offset) {
    this.offset = offset;
  }

  void fill(Parameters parameters, DenseStack stack, double more) {
    for (int i = 0; i < stack.layers(); i++) {
      int fanIn = stack.fanIn(i);
      int width = stack.widths().get(i);
      double c = i + 1 + offset + more;
      float[] weight = new float[width * fanIn];
      float[] bias = new float[width];
      for (int o = 0; o < width; o++) {
        for (int j = 0; j < fanIn; j++) {
          double angle = 0.37 * (o + 1) * (1 + 0.013 * (j + 1)) + 0.11 * (j + 1) + c;
          weight[o * fanIn + j] = (float) (StrictMath.sqrt(3.0 / fanIn) * StrictMath.sin(angle));
        }
        bias[o] = (float) (0.01 * StrictMath.cos(o + 1 + c));
      }
      parameters.set(stack.weight(i), weight);
      parameters.set(stack.bias(i), bias);
    }
  }

  void fill(PreferenceNetwork network) {
    fill(network.parameters(), network.architecture().stack(), 0);
  }

  void fill(SelectionNetwork network) {
    SelectionArchitecture architecture = network.architecture();
    fill(network.shared(), architecture.encoderStack(), 0);
    fill(network.shared(), architecture.autoencoderStack(), 20);
    for (int e = 0; e < network.agents(); e++) {
      fill(network.decoder(e), architecture.decoderStack(), 40);
      float[] ones = new float[architecture.decoderStack().output()];
      Arrays.fill(ones, 1);
      network.decoder(e).set(SelectionArchitecture.OUTPUT_WEIGHT, ones);
      network.decoder(e).set(SelectionArchitecture.OUTPUT_BIAS, new float[1]);
    }
  }

  float[] draws(int batch, int latents, int step) {
    float[] draws = new float[batch * latents];
    for (int b = 0; b < batch; b++) {
      for (int k = 0; k < latents; k++) {
        double angle = 12.9898 * (b + 1) + 78.233 * (k + 1) + 3.7 * step + offset;
        draws[b * latents + k] = (float) (StrictMath.sqrt(2) * StrictMath.sin(angle));
      }
    }
    return draws;
  }

  static float[] oneHot(int[] actions, int count) {
    float[] rows = new float[actions.length * count];
    for (int i = 0; i < actions.length; i++) rows[i * count + actions[i]] = 1;
    return rows;
  }
}
