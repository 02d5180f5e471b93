package io.fabula.model.trajectories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrajectoryVaeTest {
  private static final int THINGS = 12;
  private static final int EACH = 24;
  private static final int STATES = 5;
  private static final TrajectoryVaeOptions SMALL = new TrajectoryVaeOptions(8, 8, 4, 6, 3, 1e-3);

  /** Points that stand still, or are carried to the right or to the left, as the thing wants. */
  private static Trajectories carried(long seed) {
    float[] values = new float[THINGS * EACH * STATES * 2];
    RandomStream random = new RandomStream(seed);
    int at = 0;
    for (int thing = 0; thing < THINGS; thing++) {
      for (int i = 0; i < EACH; i++) {
        double x = 0.3 * random.nextGaussian();
        double y = 0.3 * random.nextGaussian();
        for (int t = 0; t < STATES; t++) {
          values[at++] = (float) (x + 0.4 * t * direction(thing));
          values[at++] = (float) y;
        }
      }
    }
    return new Trajectories(THINGS, EACH, STATES, 2, values);
  }

  private static int direction(int thing) {
    return thing % 3 - 1;
  }

  @Test
  void whatDescribesAThingSaysWhatHappensAtIt() {
    Trajectories data = carried(1);
    Trajectories others = carried(2);
    TrajectoryVaeOptions options = new TrajectoryVaeOptions(8, 16, 12, 8, 450, 5e-3);
    try (TrajectoryVaeTrainer trainer = new TrajectoryVaeTrainer(data, options, 3)) {
      while (trainer.progress() < 1) trainer.advance();
      assertThat(trainer.log().rows()).hasSize(450);
      float[] codes = trainer.vae().describe(others);
      assertThat(codes).hasSize(THINGS * 8);
      double own = squaredError(others, trainer.vae().foretell(others, codes));
      double another = squaredError(others, trainer.vae().foretell(others, shifted(codes, 8)));
      assertThat(own).as("%s", another).isLessThan(another / 4);
      for (int thing = 0; thing < THINGS; thing++) {
        assertThat(direction(nearest(codes, thing))).isEqualTo(direction(thing));
      }
    }
  }

  /** Each thing gets the description of the next one, which is of another kind. */
  private static float[] shifted(float[] codes, int size) {
    float[] shifted = new float[codes.length];
    for (int i = 0; i < codes.length; i++) shifted[i] = codes[(i + size) % codes.length];
    return shifted;
  }

  private static double squaredError(Trajectories data, float[] told) {
    double sum = 0;
    int width = STATES * 2;
    for (int i = 0; i < THINGS * EACH; i++) {
      for (int j = 2; j < width; j++) {
        double difference = data.values()[i * width + j] - told[i * (width - 2) + j - 2];
        sum += difference * difference;
      }
    }
    return sum / (THINGS * EACH);
  }

  private static int nearest(float[] codes, int thing) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int other = 0; other < THINGS; other++) {
      if (other == thing) continue;
      double distance = 0;
      for (int i = 0; i < 8; i++) {
        double difference = codes[other * 8 + i] - codes[thing * 8 + i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = other;
      }
    }
    return best;
  }

  @Test
  void trainingThatIsSavedHalfWayEndsWithTheSameBits() throws DamagedFileException {
    Trajectories data = carried(1);
    try (TrajectoryVaeTrainer whole = new TrajectoryVaeTrainer(data, SMALL, 3);
        TrajectoryVaeTrainer half = new TrajectoryVaeTrainer(data, SMALL, 3);
        TrajectoryVaeTrainer rest = new TrajectoryVaeTrainer(data, SMALL, 3)) {
      assertThat(whole.stepsPerEpoch()).isEqualTo(3);
      for (int i = 0; i < 9; i++) whole.advance();
      for (int i = 0; i < 4; i++) half.advance(); // in the middle of an epoch
      rest.restore(half.checkpoint());
      assertThat(rest.steps()).isEqualTo(4);
      for (int i = 0; i < 5; i++) rest.advance();
      assertThat(rest.progress()).isEqualTo(1);
      assertThat(rest.model().digest()).isEqualTo(whole.model().digest());
      assertThat(rest.log().rows()).isEqualTo(whole.log().rows());
    }
  }

  @Test
  void orderOfTrajectoriesDoesNotMatterAndThingsAreDescribedAlone() {
    Trajectories data = carried(4);
    try (TrajectoryVae vae = TrajectoryVae.create(data, SMALL, 5)) {
      float[] codes = vae.describe(data);
      int width = STATES * 2;
      float[] swapped = data.values().clone();
      System.arraycopy(data.values(), 0, swapped, width, width);
      System.arraycopy(data.values(), width, swapped, 0, width);
      float[] again = vae.describe(new Trajectories(THINGS, EACH, STATES, 2, swapped));
      for (int i = 0; i < codes.length; i++) {
        assertThat(again[i]).isCloseTo(codes[i], within(1e-5f));
      }
      float[] changed = data.values().clone();
      Arrays.fill(changed, 0, EACH * width, 1f);
      float[] others = vae.describe(new Trajectories(THINGS, EACH, STATES, 2, changed));
      assertThat(Arrays.copyOf(others, 8)).isNotEqualTo(Arrays.copyOf(codes, 8));
      assertThat(Arrays.copyOfRange(others, 8, others.length))
          .isEqualTo(Arrays.copyOfRange(codes, 8, codes.length));
    }
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() {
    Trajectories data = carried(1);
    try (TrajectoryVaeTrainer one = new TrajectoryVaeTrainer(data, SMALL, 3);
        TrajectoryVaeTrainer other =
            new TrajectoryVaeTrainer(data, new TrajectoryVaeOptions(8, 8, 4, 6, 3, 2e-3), 3);
        TrajectoryVaeTrainer larger =
            new TrajectoryVaeTrainer(data, new TrajectoryVaeOptions(9, 8, 4, 6, 3, 1e-3), 3)) {
      assertThatThrownBy(() -> other.restore(one.checkpoint()))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("trainer.options");
      assertThatThrownBy(() -> larger.vae().restore(one.model()))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("expected 5 states of 2 numbers, 9 described by, 8 recurrent");
      TensorFile file = one.model();
      file.put("prior.log_variance", Tensor.of(new float[7]));
      assertThatThrownBy(() -> one.restore(file)).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void badSizesAreRefused() {
    assertThatThrownBy(() -> new Trajectories(2, 1, 3, 2, new float[11]))
        .hasMessage("values must be 12 numbers, got 11");
    assertThatThrownBy(() -> new TrajectoryVaeOptions(8, 8, 1, 6, 3, 1e-3))
        .hasMessage("things must be at least 2, got 1");
    Trajectories single = new Trajectories(1, 1, 2, 1, new float[2]);
    assertThatThrownBy(() -> new TrajectoryVaeTrainer(single, SMALL, 1))
        .hasMessage("at least 2 things are needed, got 1");
  }
}
