package io.fabula.model.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.detectors.DetectorLoss.Orientation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Specification of mediation, sections 2.5 and 7.3. */
class DetectorLossTest {
  @Test
  void theEffectIsThatOfTheDefinition() {
    double[] returns = {1, 0, 0.5};
    double[] w = {0.2, 0.9, 0.4};
    double[] v = {0.1, 0.3};
    DetectorLoss loss =
        DetectorLoss.ofEffect(returns, logs(w), logs(v), Orientation.OTHER_FIRES_MORE);
    double p0 = 0.5;
    double m0 = (0.2 + 0.2) / 3;
    double m1 = 0.5 - m0;
    double effect = (m1 / (1 - p0 + 1e-4) - m0 / (p0 + 1e-4)) * (p0 - 0.2);
    assertThat(loss.indirect()).isCloseTo(effect, within(1e-12));
    assertThat(loss.loss()).isCloseTo(-effect, within(1e-12));
  }

  @Test
  void slopesAreDifferencesOfTheLoss() {
    List<Orientation> orientations =
        List.of(
            Orientation.OTHER_FIRES_MORE,
            Orientation.REFERENCE_FIRES_MORE,
            new Orientation(false, 0, 2));
    for (int seed = 0; seed < 30; seed++) {
      RandomStream random = new RandomStream(seed);
      double[] returns = new double[6];
      double[] w = new double[6];
      double[] v = new double[5];
      for (int i = 0; i < 6; i++) returns[i] = random.nextGaussian();
      for (int i = 0; i < 6; i++) w[i] = -3 * random.nextDouble();
      for (int i = 0; i < 5; i++) v[i] = -3 * random.nextDouble();
      Orientation orientation = orientations.get(seed % 3);
      DetectorLoss loss = DetectorLoss.ofEffect(returns, w, v, orientation);
      for (int i = 0; i < 6; i++) {
        double slope =
            (DetectorLoss.ofEffect(returns, moved(w, i, 1e-6), v, orientation).loss()
                    - DetectorLoss.ofEffect(returns, moved(w, i, -1e-6), v, orientation).loss())
                / 2e-6;
        assertThat(loss.slopes()[i]).isCloseTo(slope, within(1e-8));
      }
      for (int i = 0; i < 5; i++) {
        double slope =
            (DetectorLoss.ofEffect(returns, w, moved(v, i, 1e-6), orientation).loss()
                    - DetectorLoss.ofEffect(returns, w, moved(v, i, -1e-6), orientation).loss())
                / 2e-6;
        assertThat(loss.otherSlopes()[i]).isCloseTo(slope, within(1e-8));
      }
    }
  }

  @Test
  void predictionIsCrossEntropyWithItsSlopes() {
    boolean[] happened = {true, false, true, false, true};
    double[] w = {0.3, 0.6, 0.01, 0.99, 1};
    DetectorLoss loss = DetectorLoss.ofPrediction(happened, logs(w));
    double expected =
        -(Math.log(0.7) + Math.log(0.6) + Math.log(0.99) + Math.log(0.99) + Math.log(1e-6)) / 5;
    assertThat(loss.loss()).isCloseTo(expected, within(1e-12));
    for (int i = 0; i < 4; i++) {
      double slope =
          (DetectorLoss.ofPrediction(happened, moved(logs(w), i, 1e-7)).loss()
                  - DetectorLoss.ofPrediction(happened, moved(logs(w), i, -1e-7)).loss())
              / 2e-7;
      assertThat(loss.slopes()[i]).isCloseTo(slope, within(1e-7));
    }
    assertThat(loss.slopes()[4]).as("clipped").isZero();
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(
            () ->
                DetectorLoss.ofEffect(
                    new double[1], new double[] {0.1}, new double[1], Orientation.OTHER_FIRES_MORE))
        .hasMessageContaining("at most 0");
    assertThatThrownBy(() -> DetectorLoss.ofPrediction(new boolean[0], new double[0]))
        .hasMessageContaining("needs episodes");
  }

  private static double[] logs(double... values) {
    double[] logs = new double[values.length];
    for (int i = 0; i < logs.length; i++) logs[i] = Math.log(values[i]);
    return logs;
  }

  private static double[] moved(double[] values, int index, double by) {
    double[] copy = values.clone();
    copy[index] += by;
    return copy;
  }
}
