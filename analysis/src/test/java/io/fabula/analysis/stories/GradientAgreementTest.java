package io.fabula.analysis.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Simulators that are right, wrong, and right but for noise. */
class GradientAgreementTest {
  private static final int COMPONENTS = 6;
  private static final BootstrapInterval.Options OPTIONS =
      new BootstrapInterval.Options(0.95, 400, 3);

  /** The real changes are {@code slope} times the gradients, and noise of an episode. */
  private static List<GradientAgreement.Sample> samples(double slope, double noise, long seed) {
    List<GradientAgreement.Sample> samples = new ArrayList<>();
    RandomStream truth = new RandomStream(seed);
    double[][] mean = new double[COMPONENTS + 1][COMPONENTS];
    for (double[] row : mean) for (int j = 0; j < row.length; j++) row[j] = truth.nextGaussian();
    for (int s = 0; s < 80; s++) {
      RandomStream random = new RandomStream(Seeds.of(seed, "sample", s));
      float[][] gradients = new float[COMPONENTS + 1][COMPONENTS];
      float[][] pushes = new float[COMPONENTS + 1][COMPONENTS];
      for (int i = 0; i < gradients.length; i++) {
        for (int j = 0; j < COMPONENTS; j++) {
          boolean self = i == j; // far off, to see that it is left out
          gradients[i][j] = (float) (self ? 50 : mean[i][j] + random.nextGaussian());
          pushes[i][j] =
              (float) (self ? -50 : slope * gradients[i][j] + noise * random.nextGaussian());
        }
      }
      samples.add(new GradientAgreement.Sample(s / 2, gradients, pushes));
    }
    return samples;
  }

  @Test
  void aSimulatorThatIsRightIsFoundToBe() {
    GradientAgreement all =
        GradientAgreement.ofComponents(2, samples(0.8, 0.5, 1), COMPONENTS, OPTIONS);

    assertThat(all.lag()).isEqualTo(2);
    assertThat(all.samples()).isEqualTo(80);
    assertThat(all.correlation()).isGreaterThan(0.97);
    assertThat(all.low()).isBetween(0.9, all.correlation());
    assertThat(all.high()).isBetween(all.correlation(), 1.0);
    assertThat(all.slope()).isCloseTo(0.8, within(0.05));
    assertThat(all.signs()).isGreaterThan(0.9);
    assertThat(all.pSigns()).isLessThan(0.01);
    assertThat(all.confirms()).isTrue();
  }

  @Test
  void aSimulatorOfAnotherWorldIsNotConfirmedByChance() {
    int significant = 0;
    for (int repetition = 0; repetition < 40; repetition++) {
      GradientAgreement all =
          GradientAgreement.ofComponents(1, samples(0, 1, 100 + repetition), COMPONENTS, OPTIONS);
      assertThat(all.correlation()).isBetween(-0.75, 0.75);
      assertThat(all.confirms()).isFalse();
      if (all.pSigns() <= 0.05) significant++;
    }
    assertThat(significant).as("of 40 at the level 0.05").isLessThanOrEqualTo(6);
  }

  @Test
  void aDirectionIsComparedOnItsOwnAndNotWithItself() {
    List<GradientAgreement.Sample> samples = samples(-1, 0.1, 5);

    GradientAgreement component = GradientAgreement.ofDirection(1, samples, 2, COMPONENTS, OPTIONS);
    GradientAgreement contrast =
        GradientAgreement.ofDirection(1, samples, COMPONENTS, COMPONENTS, OPTIONS);

    for (GradientAgreement each : List.of(component, contrast)) {
      assertThat(each.correlation()).isLessThan(-0.95);
      assertThat(each.slope()).isCloseTo(-1, within(0.05));
      assertThat(each.signs()).isLessThan(0.2);
      assertThat(each.pSigns()).isNaN();
    }
  }

  @Test
  void whatDoesNotVaryHasNoCorrelation() {
    float[][] nothing = new float[COMPONENTS][COMPONENTS];
    GradientAgreement all =
        GradientAgreement.ofComponents(
            4,
            List.of(
                new GradientAgreement.Sample(0, nothing, nothing),
                new GradientAgreement.Sample(1, nothing, nothing)),
            COMPONENTS,
            OPTIONS);

    assertThat(all.correlation()).isNaN();
    assertThat(all.slope()).isNaN();
    assertThat(all.low()).isEqualTo(-1);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.confirms()).isFalse();
  }
}
