package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class RecurrentTest {
  private static final int IN = 3;
  private static final int HIDDEN = 4;

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double gate(double[] w, double[] b, int row, double[] x, int from, int width) {
    double sum = b[row];
    for (int i = 0; i < width; i++) sum += w[row * width + i] * x[from + i];
    return sum;
  }

  /** x, h0, wIh, wHh, bIh, bHh and, unless null, mask and initial state. */
  private static double[] gru(double[][] in, double[] mask, double[] initial, int time, int batch) {
    double[] y = new double[time * batch * HIDDEN];
    double[] h = in[1].clone();
    for (int t = 0; t < time; t++) {
      for (int n = 0; n < batch; n++) {
        double[] state = new double[HIDDEN];
        double keep = mask == null ? 1 : mask[t * batch + n];
        for (int k = 0; k < HIDDEN; k++) {
          state[k] = keep * h[n * HIDDEN + k] + (initial == null ? 0 : (1 - keep) * initial[k]);
        }
        int from = (t * batch + n) * IN;
        for (int k = 0; k < HIDDEN; k++) {
          double r =
              sigmoid(
                  gate(in[2], in[4], k, in[0], from, IN) + gate(in[3], in[5], k, state, 0, HIDDEN));
          int row = HIDDEN + k;
          double z =
              sigmoid(
                  gate(in[2], in[4], row, in[0], from, IN)
                      + gate(in[3], in[5], row, state, 0, HIDDEN));
          row += HIDDEN;
          double c =
              Math.tanh(
                  gate(in[2], in[4], row, in[0], from, IN)
                      + r * gate(in[3], in[5], row, state, 0, HIDDEN));
          h[n * HIDDEN + k] = (1 - z) * c + z * state[k];
          y[(t * batch + n) * HIDDEN + k] = h[n * HIDDEN + k];
        }
      }
    }
    return y;
  }

  private static GradientCheck withWeights(GradientCheck check, int gates) {
    return check
        .input(gates * HIDDEN, IN)
        .input(gates * HIDDEN, HIDDEN)
        .input(gates * HIDDEN)
        .input(gates * HIDDEN);
  }

  private static Recurrent.GruWeights gruWeights(Node[] in) {
    return new Recurrent.GruWeights(in[2], in[3], in[4], in[5]);
  }

  @Test
  void oneGruStepIsPyTorchs() {
    for (int batch : new int[] {1, 3}) {
      withWeights(
              GradientCheck.of(
                      in -> Recurrent.gruStep(in[0], in[1], gruWeights(in)),
                      in -> gru(in, null, null, 1, batch))
                  .input(batch, IN)
                  .input(batch, HIDDEN),
              3)
          .run();
    }
  }

  @Test
  void gruBlocksCarryAndMaskTheirState() {
    for (int batch : new int[] {1, 3}) {
      int time = 4;
      float[] mask = new float[time * batch];
      for (int i = 0; i < mask.length; i++) mask[i] = i % 3 == 1 ? 0 : 1;
      withWeights(
              GradientCheck.of(
                      in -> Recurrent.gru(in[0], in[1], gruWeights(in)),
                      in -> gru(in, null, null, time, batch))
                  .input(time, batch, IN)
                  .input(batch, HIDDEN),
              3)
          .run();
      withWeights(
              GradientCheck.of(
                      in -> Recurrent.maskedGru(in[0], in[1], in[6], gruWeights(in)),
                      in -> gru(in, in[6], null, time, batch))
                  .input(time, batch, IN)
                  .input(batch, HIDDEN),
              3)
          .fixed(Shape.of(time, batch), mask)
          .run();
      withWeights(
              GradientCheck.of(
                      in -> Recurrent.maskedGru(in[0], in[1], in[6], in[7], gruWeights(in)),
                      in -> gru(in, in[6], in[7], time, batch))
                  .input(time, batch, IN)
                  .input(batch, HIDDEN),
              3)
          .fixed(Shape.of(time, batch), mask)
          .input(HIDDEN)
          .run();
    }
  }

  @Test
  void lstmBlocksArePyTorchs() {
    for (int batch : new int[] {1, 3}) {
      int time = 3;
      withWeights(
              GradientCheck.of(
                      in ->
                          Recurrent.lstm(
                              in[0],
                              in[1],
                              in[6],
                              new Recurrent.LstmWeights(in[2], in[3], in[4], in[5])),
                      in -> lstm(in, time, batch))
                  .input(time, batch, IN)
                  .input(batch, HIDDEN),
              4)
          .input(batch, HIDDEN)
          .run();
    }
  }

  private static double[] lstm(double[][] in, int time, int batch) {
    double[] y = new double[2 * time * batch * HIDDEN];
    double[] h = in[1].clone();
    double[] c = in[6].clone();
    for (int t = 0; t < time; t++) {
      for (int n = 0; n < batch; n++) {
        double[] state = java.util.Arrays.copyOfRange(h, n * HIDDEN, (n + 1) * HIDDEN);
        int from = (t * batch + n) * IN;
        for (int k = 0; k < HIDDEN; k++) {
          double[] gates = new double[4];
          for (int q = 0; q < 4; q++) {
            int row = q * HIDDEN + k;
            gates[q] =
                gate(in[2], in[4], row, in[0], from, IN)
                    + gate(in[3], in[5], row, state, 0, HIDDEN);
          }
          int at = n * HIDDEN + k;
          c[at] = sigmoid(gates[1]) * c[at] + sigmoid(gates[0]) * Math.tanh(gates[2]);
          h[at] = sigmoid(gates[3]) * Math.tanh(c[at]);
          y[(t * batch + n) * HIDDEN + k] = h[at];
          y[((time + t) * batch + n) * HIDDEN + k] = c[at];
        }
      }
    }
    return y;
  }
}
