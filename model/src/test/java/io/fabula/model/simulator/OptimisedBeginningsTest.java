package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.impala.ImpalaNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OptimisedBeginningsTest {
  private static final int STEPS = 3;
  private static final int BATCH = 4;

  private static ImpalaNetwork network;
  private static Simulator simulator;
  private static List<float[]> beginnings;

  @BeforeAll
  static void open() {
    network = Playground.agent(16, 3);
    simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
    beginnings = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) beginnings.add(RandomBeginning.draw(8, i, 16));
  }

  @AfterAll
  static void close() {
    simulator.close();
    network.close();
  }

  private static OptimisedBeginnings of(OptimisedBeginnings.Method method, int iterations) {
    return new OptimisedBeginnings(
        simulator,
        new FrozenAgent(network),
        STEPS,
        BATCH,
        new OptimisedBeginnings.Options(method, iterations, 0.2, 0.01, 0.2, 0.01));
  }

  private static SaliencyTarget unit(int j) {
    List<Float> direction = new ArrayList<>();
    for (int i = 0; i < 32; i++) direction.add(i == j ? 1f : 0f);
    return new SaliencyTarget.Direction(1, direction);
  }

  @Test
  void ascentNeverLosesWhatItHasAndGainsOnEveryTarget() {
    try (OptimisedBeginnings search = of(OptimisedBeginnings.Method.ASCENT, 12)) {
      for (SaliencyTarget target :
          List.of(
              unit(5),
              new SaliencyTarget.MeanValue(),
              new SaliencyTarget.MeanAction(8),
              new SaliencyTarget.ValueRise())) {
        OptimisedBeginnings.Result found = search.maximise(target, beginnings, 1);
        for (int b = 0; b < BATCH; b++) {
          assertThat(found.after()[b]).isGreaterThanOrEqualTo(found.before()[b]);
          assertThat(search.value(target, found.last().get(b))).isEqualTo(found.after()[b]);
        }
        assertThat(found.means()).isSorted().hasSize(13);
        assertThat(found.means()[12]).as("%s", target).isGreaterThan(found.means()[0]);
      }
    }
  }

  @Test
  void beginningsStayOnTheSphereAndTheSameSeedGivesTheSameCourse() {
    try (OptimisedBeginnings search = of(OptimisedBeginnings.Method.PUBLISHED, 8)) {
      OptimisedBeginnings.Result one = search.maximise(unit(2), beginnings, 5);
      OptimisedBeginnings.Result again = search.maximise(unit(2), beginnings, 5);
      assertThat(again.means()).isEqualTo(one.means());
      for (SimulatedSample each : one.last()) {
        double squares = 0;
        for (float value : each.bottleneck()) squares += (double) value * value;
        assertThat(squares).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void whatLiesTogetherIsNotMovedFurther() {
    List<float[]> same = List.of(beginnings.get(0), beginnings.get(0), beginnings.get(0));
    try (OptimisedBeginnings search =
        new OptimisedBeginnings(
            simulator, new FrozenAgent(network), STEPS, 3, OptimisedBeginnings.Options.PUBLISHED)) {
      assertThat(search.maximise(unit(0), same, 1).means()).hasSize(1);
      assertThatThrownBy(() -> search.maximise(unit(0), beginnings, 1))
          .hasMessage("3 beginnings were expected, got 4");
    }
  }

  @Test
  void meanTargetsAreMeansOfTheCourse() {
    try (OptimisedBeginnings search = of(OptimisedBeginnings.Method.ASCENT, 1)) {
      SimulatedSample course =
          search.maximise(new SaliencyTarget.MeanValue(), beginnings, 1).first().get(0);
      float[] v = course.values();
      assertThat(search.value(new SaliencyTarget.MeanValue(), course))
          .isCloseTo((v[0] + v[1] + v[2]) / 3, within(1e-6));
      assertThat(search.value(new SaliencyTarget.ValueRise(), course))
          .isCloseTo((v[1] + v[2]) / 2 - v[0], within(1e-6));
      double sum = 0;
      for (int t = 0; t < STEPS; t++) sum += course.logProbabilities()[t * 15 + 6];
      assertThat(search.value(new SaliencyTarget.MeanAction(6), course))
          .isCloseTo(sum / STEPS, within(1e-6));
    }
  }

  @Test
  void pointsBetweenBeginningsLieEvenlyOnTheSphere() {
    float[][] points = RandomBeginning.between(beginnings.get(0), beginnings.get(1), 8);
    assertThat(points[0]).containsExactly(beginnings.get(0), within(1e-6f));
    assertThat(points[7]).containsExactly(beginnings.get(1), within(1e-6f));
    double first = distance(points[0], points[1]);
    for (int p = 1; p < 8; p++) {
      assertThat(distance(points[p - 1], points[p])).isCloseTo(first, within(1e-5));
    }
    float[] one = {1, 0};
    assertThatThrownBy(() -> RandomBeginning.between(one, new float[] {-1, 0}, 8))
        .hasMessageContaining("no shortest arc");
    assertThat(RandomBeginning.between(one, one, 2)[1]).containsExactly(1, 0);
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) squares += (a[i] - b[i]) * (a[i] - b[i]);
    return Math.sqrt(squares);
  }
}
