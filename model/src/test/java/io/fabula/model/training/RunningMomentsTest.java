package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {
  private static float[] rows(long seed, int count) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[2 * count];
    for (int i = 0; i < count; i++) {
      values[2 * i] = (float) (1e3 + random.nextGaussian());
      values[2 * i + 1] = (float) (-5 * random.nextDouble());
    }
    return values;
  }

  @Test
  void agreesWithTheMomentsOfAllRowsTogetherHoweverTheyCame() {
    float[] all = rows(3, 90);
    RunningMoments whole = RunningMoments.empty(2);
    whole.add(all, 0, 90);
    RunningMoments left = RunningMoments.empty(2);
    RunningMoments right = RunningMoments.empty(2);
    left.add(all, 0, 1);
    left.add(all, 2, 29);
    right.add(all, 60, 60);
    left.merge(right);
    for (int i = 0; i < 2; i++) {
      double mean = 0;
      for (int row = 0; row < 90; row++) mean += all[2 * row + i] / 90.0;
      double variance = 0;
      for (int row = 0; row < 90; row++) variance += Math.pow(all[2 * row + i] - mean, 2) / 90;
      assertThat(whole.mean(i)).isCloseTo(mean, within(1e-9));
      assertThat(whole.variance(i)).isCloseTo(variance, within(1e-9));
      assertThat(left.mean(i)).isCloseTo(mean, within(1e-9));
      assertThat(left.variance(i)).isCloseTo(variance, within(1e-9));
    }
    assertThat(left.count()).isEqualTo(90);
  }

  @Test
  void normalisesToMeanZeroAndDeviationOneWithinTheLimit() {
    float[] all = rows(4, 400);
    RunningMoments moments = RunningMoments.standard(2);
    moments.add(all, 0, 400);
    moments.normalise(all, 0, 400, 1e-8, 1.5);
    RunningMoments after = RunningMoments.empty(2);
    after.add(all, 0, 400);
    assertThat(after.mean(1)).isCloseTo(0, within(0.1));
    for (float each : all) assertThat(each).isBetween(-1.5f, 1.5f);
    float[] far = {Float.MAX_VALUE, 0};
    moments.normalise(far, 0, 1, 1e-8, 10);
    assertThat(far[0]).isEqualTo(10);
  }

  @Test
  void goesOnExactlyFromASavedState() throws DamagedFileException {
    RunningMoments moments = RunningMoments.standard(2);
    moments.add(rows(5, 7), 0, 7);
    TensorFile file = new TensorFile();
    moments.save(file, "observations");
    RunningMoments restored = RunningMoments.standard(2);
    restored.restore(file, "observations");
    moments.add(rows(6, 7), 0, 7);
    restored.add(rows(6, 7), 0, 7);
    assertThat(restored.state()).isEqualTo(moments.state());
    assertThatThrownBy(() -> RunningMoments.standard(3).restore(file, "observations"))
        .isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(() -> RunningMoments.empty(3).merge(moments))
        .hasMessage("moments of 3 components cannot take in 2");
  }
}
