package io.fabula.model.graph.optimisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Natives;
import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OptimiserTest {
  private static final double[] START = {1.0, -2.0, 0.5};
  private static final double[][] GRADIENTS = {
    {0.1, -0.3, 2.0}, {0.2, 0.1, -1.0}, {1e-7, 0, 0.5}, {-0.4, 0.2, 0.1}
  };

  private interface Rule {
    void step(double[] p, double[] g, double[] a, double[] b, double[] c, int t);
  }

  private static void check(Function<Parameters, Optimiser> make, double rate, Rule rule) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("first", Shape.of(2));
    shapes.put("second", Shape.of(1));
    double[] p = START.clone();
    double[] a = new double[3];
    double[] b = new double[3];
    double[] c = new double[3];
    try (Parameters parameters = Parameters.of(shapes);
        Optimiser optimiser = make.apply(parameters)) {
      parameters.set("first", new float[] {(float) p[0], (float) p[1]});
      parameters.set("second", new float[] {(float) p[2]});
      for (int t = 0; t < GRADIENTS.length; t++) {
        double[] g = GRADIENTS[t].clone();
        parameters.gradients().set("first", new float[] {(float) g[0], (float) g[1]});
        parameters.gradients().set("second", new float[] {(float) g[2]});
        optimiser.step(rate);
        rule.step(p, g, a, b, c, t + 1);
        assertThat(parameters.get("first")[0]).isCloseTo((float) p[0], within(2e-6f));
        assertThat(parameters.get("first")[1]).isCloseTo((float) p[1], within(2e-6f));
        assertThat(parameters.get("second")[0]).isCloseTo((float) p[2], within(2e-6f));
      }
    }
  }

  @Test
  void rectifiedAdamIsPyTorchs() {
    double beta2 = 0.9;
    check(
        parameters -> new RectifiedAdam(parameters, 0.9, beta2, 1e-8),
        0.1,
        (p, g, m, v, none, t) -> {
          double longest = 2 / (1 - beta2) - 1;
          double length = longest - 2 * t * Math.pow(beta2, t) / (1 - Math.pow(beta2, t));
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
            double mean = m[i] / (1 - Math.pow(0.9, t));
            if (length > 5) {
              double rectified =
                  Math.sqrt(
                      (length - 4)
                          * (length - 2)
                          * longest
                          / ((longest - 4) * (longest - 2) * length));
              double root = (Math.sqrt(v[i]) + 1e-8) / Math.sqrt(1 - Math.pow(beta2, t));
              p[i] -= 0.1 * rectified * mean / root;
            } else {
              p[i] -= 0.1 * mean;
            }
          }
        });
  }

  @Test
  void adamIsPyTorchs() {
    for (boolean amsgrad : new boolean[] {false, true}) {
      Adam.Options options =
          Adam.Options.DEFAULT.withEpsilon(1e-5).withWeightDecay(0.01).withAmsgrad(amsgrad);
      check(
          parameters -> new Adam(parameters, options),
          0.1,
          (p, g, m, v, top, t) -> {
            for (int i = 0; i < 3; i++) {
              double d = g[i] + 0.01 * p[i];
              m[i] = 0.9 * m[i] + 0.1 * d;
              v[i] = 0.999 * v[i] + 0.001 * d * d;
              top[i] = Math.max(top[i], v[i]);
              double root = Math.sqrt(amsgrad ? top[i] : v[i]) / Math.sqrt(1 - Math.pow(0.999, t));
              p[i] -= 0.1 / (1 - Math.pow(0.9, t)) * m[i] / (root + 1e-5);
            }
          });
    }
  }

  @Test
  void rmsPropIsPyTorchs() {
    check(
        parameters -> new RmsProp(parameters, 0.95, 1e-6),
        0.01,
        (p, g, v, b, c, t) -> {
          for (int i = 0; i < 3; i++) {
            v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
            p[i] -= 0.01 * g[i] / (Math.sqrt(v[i]) + 1e-6);
          }
        });
  }

  @Test
  void momentumIsPyTorchs() {
    for (boolean nesterov : new boolean[] {false, true}) {
      check(
          parameters -> new Sgd(parameters, 0.9, nesterov),
          0.05,
          (p, g, m, b, c, t) -> {
            for (int i = 0; i < 3; i++) {
              m[i] = 0.9 * m[i] + g[i];
              p[i] -= 0.05 * (nesterov ? g[i] + 0.9 * m[i] : m[i]);
            }
          });
    }
    check(
        parameters -> new Sgd(parameters, 0, false),
        0.05,
        (p, g, m, b, c, t) -> {
          for (int i = 0; i < 3; i++) p[i] -= 0.05 * g[i];
        });
  }

  @Test
  void clippingScalesToTheNorm() {
    try (Parameters parameters = Parameters.of(Map.of("w", Shape.of(2)))) {
      Gradients gradients = parameters.gradients();
      gradients.set("w", new float[] {3, 4});
      assertThat(gradients.norm()).isEqualTo(5);
      assertThat(gradients.clipNorm(10)).isEqualTo(5);
      assertThat(gradients.get("w")).containsExactly(3, 4);
      assertThat(gradients.clipNorm(0.5)).isEqualTo(5);
      assertThat(gradients.norm()).isCloseTo(0.5, within(1e-6));
    }
  }

  @Test
  void savedMomentsContinueExactly() {
    float[] whole = train(4, false);
    float[] resumed = train(4, true);
    assertThat(resumed).containsExactly(whole);
  }

  private static float[] train(int steps, boolean interrupt) {
    try (Parameters parameters = Parameters.of(Map.of("w", Shape.of(3)))) {
      parameters.set("w", new float[] {1, -2, 0.5f});
      Optimiser optimiser = new Adam(parameters, Adam.Options.DEFAULT);
      for (int t = 0; t < steps; t++) {
        if (interrupt && t == 2) {
          Optimiser next = new Adam(parameters, Adam.Options.DEFAULT);
          for (String slot : optimiser.slots())
            next.setMoment(slot, "w", optimiser.moment(slot, "w"));
          next.setSteps(optimiser.steps());
          optimiser.close();
          optimiser = next;
        }
        parameters.gradients().set("w", new float[] {0.1f * t, 0.2f, -0.3f / (t + 1)});
        optimiser.step(0.1);
      }
      optimiser.close();
      return parameters.get("w");
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> Adam.Options.DEFAULT.withBetas(1, 0.9))
        .hasMessage("beta1 must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> Natives.check("4")).hasMessageContaining("OMP_NUM_THREADS=1");
    assertThatThrownBy(() -> Natives.check(null)).hasMessageContaining("found nothing");
  }
}
