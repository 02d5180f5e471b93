package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.vectors.Closeness;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatorGradientsTest {
  private static final int STEPS = 4;
  private static final int TARGET = 2;
  private static final int BATCH = 2;

  private static ImpalaNetwork network;
  private static AgentInLoop agent;
  private static Simulator simulator;
  private static SimulatorGradients gradients;
  private static float[] bottlenecks;

  @BeforeAll
  static void compile() {
    network = Playground.agent(16, 3);
    agent = new FrozenAgent(network);
    simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
    gradients = new SimulatorGradients(simulator, agent, STEPS, BATCH);
    bottlenecks = new float[BATCH * 16];
    bottlenecks[2] = 1;
    bottlenecks[16 + 5] = -1;
    gradients.forward(bottlenecks);
  }

  @AfterAll
  static void close() {
    gradients.close();
    simulator.close();
    network.close();
  }

  @Test
  void nothingAfterTheTargetMatters() {
    CourseGradients actual = gradients.backward(new SaliencyTarget.Value(TARGET), true);
    for (int t = 0; t < STEPS; t++) {
      boolean before = t <= TARGET;
      assertThat(anyNonZero(step(actual.images(), t))).as("image %d", t).isEqualTo(before);
      assertThat(anyNonZero(step(actual.agentStates(), t))).as("agent %d", t).isEqualTo(before);
      assertThat(anyNonZero(step(actual.environmentStates(), t))).as("env %d", t).isEqualTo(before);
    }
    assertThat(anyNonZero(actual.bottlenecks())).isTrue();
  }

  @Test
  void actionsAsGivenChangeGradientsBeforeTheTargetOnly() {
    SaliencyTarget target = new SaliencyTarget.ChosenAction(TARGET);
    CourseGradients through = gradients.backward(target, true);
    CourseGradients stopped = gradients.backward(target, false);
    assertThat(step(stopped.images(), TARGET)).containsExactly(step(through.images(), TARGET));
    assertThat(step(stopped.agentStates(), 0)).isNotEqualTo(step(through.agentStates(), 0));
    assertThat(gradients.backward(target, true).agentStates())
        .as("a later pass is not disturbed by an earlier one")
        .containsExactly(through.agentStates());
    assertThat(stopped.target()).isEqualTo(through.target());
  }

  @Test
  void directionAtItsOwnStepIsTheDirection() {
    Float[] direction = new Float[32];
    Arrays.fill(direction, 0f);
    direction[3] = 1f;
    SaliencyTarget target = new SaliencyTarget.Direction(TARGET, Arrays.asList(direction));
    float[] actual = step(gradients.backward(target, true).agentStates(), TARGET);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isEqualTo(i % 32 == 3 ? 1f / BATCH : 0f);
    }
  }

  @Test
  void runsTheCoursesOfFreeRollouts() {
    SimulatedSample[] samples = gradients.forward(bottlenecks);
    try (SimulatedRollouts rollouts = new SimulatedRollouts(simulator, agent, 3, STEPS)) {
      float[] first = Arrays.copyOf(bottlenecks, 16);
      SimulatedSample free =
          rollouts
              .run(java.util.List.of(new SimulatedRollouts.RolloutStart(0, -1, 0, first)))
              .get(0);
      assertThat(samples[0].actions()).containsExactly(free.actions());
      for (int i = 0; i < free.agentStates().length; i++) {
        Closeness.near("state", samples[0].agentStates()[i], free.agentStates()[i], 1e-5);
      }
    }
  }

  @Test
  void stochasticCoursesFollowTheirDraws() {
    SimulatorSize size = simulator.size();
    float[] low = new float[(STEPS + 1) * BATCH * size.variables()];
    float[] high = low.clone();
    Arrays.fill(high, Math.nextDown(1f));
    try (SimulatorGradients drawn = new SimulatorGradients(simulator, agent, STEPS, BATCH, false)) {
      drawn.forward(bottlenecks, high);
      assertThat(Closeness.indices(drawn.stochastic(), size.classes()))
          .containsOnly(size.classes() - 1);
      SimulatedSample[] courses = drawn.forward(bottlenecks, low);
      assertThat(Closeness.indices(drawn.stochastic(), size.classes())).containsOnly(0);
      assertThat(anyNonZero(drawn.backward(new SaliencyTarget.Value(TARGET), true).bottlenecks()))
          .isTrue();
      assertThat(drawn.forward(bottlenecks, low)[1].values()).containsExactly(courses[1].values());
      assertThatThrownBy(() -> drawn.forward(bottlenecks))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("stochastic courses need uniform numbers");
      assertThatThrownBy(() -> drawn.forward(bottlenecks, new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("uniforms must be %d numbers, got 3".formatted(low.length));
    }
  }

  @Test
  void refusesAStepOutsideTheCourse() {
    assertThatThrownBy(() -> gradients.backward(new SaliencyTarget.Value(STEPS), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step must be in 0..3, got 4");
  }

  private static float[] step(float[] all, int t) {
    int width = all.length / STEPS;
    return Arrays.copyOfRange(all, t * width, (t + 1) * width);
  }

  private static boolean anyNonZero(float[] values) {
    for (float value : values) if (value != 0) return true;
    return false;
  }
}
