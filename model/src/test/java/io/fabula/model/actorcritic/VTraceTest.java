package io.fabula.model.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Specification of mediation, section 5.7. */
class VTraceTest {
  private static void close(double[] actual, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("step %d", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  private static double[] ratios(double[] target, double[] behaviour) {
    double[] ratios = new double[target.length];
    for (int i = 0; i < ratios.length; i++) ratios[i] = target[i] / behaviour[i];
    return ratios;
  }

  @Test
  void theVectorComesOut() {
    VTrace.Row row = new VTrace.Row(new double[] {0, 1, 0, .5}, new double[] {.9, .72, .9, 0});
    double[] importance = ratios(new double[] {.6, .2, .5, .9}, new double[] {.3, .4, .5, .6});
    VTrace targets = VTrace.of(row, new double[] {.5, .4, .3, .2}, .1, importance, VTrace.Caps.ONE);
    close(targets.ratios(), 1, .5, 1, 1);
    close(targets.differences(), -.14, .408, -.12, .3);
    close(targets.targets(), .7758, .862, .45, .5);
    close(targets.advantages(), .2758, .462, .15, .3);
  }

  /** The sum of the definition, term by term, with caps that differ. */
  @Test
  void theBackwardPassIsTheSumOfTheDefinition() {
    double[] constants = {.3, -1, 0, .5, 2};
    double[] multipliers = {.9, .5, 0, .8, .7};
    double[] values = {.5, .4, .3, .2, .1};
    double[] importance = {2.5, .3, 1.2, .9, 3};
    double bootstrap = .6;
    VTrace.Caps caps = new VTrace.Caps(2, 1.1);
    VTrace targets =
        VTrace.of(new VTrace.Row(constants, multipliers), values, bootstrap, importance, caps);
    for (int t = 0; t < 5; t++) {
      double sum = values[t];
      double product = 1;
      for (int k = t; k < 5; k++) {
        double next = k == 4 ? bootstrap : values[k + 1];
        sum +=
            product
                * Math.min(2, importance[k])
                * (constants[k] + multipliers[k] * next - values[k]);
        product *= multipliers[k] * Math.min(1.1, importance[k]);
      }
      assertThat(targets.targets()[t]).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void refusesStepsThatDiffer() {
    VTrace.Row row = new VTrace.Row(new double[2], new double[2]);
    assertThatThrownBy(() -> VTrace.of(row, new double[3], 0, new double[3], VTrace.Caps.ONE))
        .hasMessageContaining("2, 3 and 3");
    assertThatThrownBy(() -> new VTrace.Caps(0, 1)).hasMessageContaining("above 0");
  }
}
