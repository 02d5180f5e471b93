package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.vectors.Closeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An agent whose memory is linear, {@code h' = A h + c}, and does not depend on what it sees: its
 * course, the Jacobian over k steps, A^k, and every swap have closed forms.
 */
class ClosedFormTest {
  private static final int HIDDEN = 4;
  private static final int ACTIONS = 15;
  private static final int STEPS = 6;
  private static final int TARGET = 4;
  private static final double[][] A = {
    {0.9, 0.2, 0, 0}, {-0.1, 0.8, 0, 0.3}, {0, 0.1, 0.7, 0}, {0.2, 0, -0.4, 0.5}
  };
  private static final double[] C = {0.3, -0.2, 0.5, 0.1};

  private static Simulator simulator;
  private static float[] beginning;

  @BeforeAll
  static void create() {
    simulator = Simulator.create(SimulatorSize.mini(16, HIDDEN, ACTIONS), 4);
    beginning = new float[16];
    beginning[3] = 1;
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static final class LinearMemory implements AgentInLoop {
    @Override
    public int frameSide() {
      return 16;
    }

    @Override
    public int hidden() {
      return HIDDEN;
    }

    @Override
    public int actions() {
      return ACTIONS;
    }

    @Override
    public Response step(Graph graph, Node frames, Node state) {
      int batch = state.shape().dim(0);
      float[] transposed = new float[HIDDEN * HIDDEN];
      float[] offsets = new float[batch * HIDDEN];
      for (int i = 0; i < HIDDEN; i++) {
        for (int j = 0; j < HIDDEN; j++) transposed[j * HIDDEN + i] = (float) A[i][j];
        for (int b = 0; b < batch; b++) offsets[b * HIDDEN + i] = (float) C[i];
      }
      Node seen = Reductions.sum(Shaping.reshape(frames, batch, 16 * 16 * 3), 1);
      Node unused =
          Linear.matmul(
              Shaping.reshape(seen, batch, 1), graph.constant(new float[HIDDEN], 1, HIDDEN));
      Node next =
          Arithmetic.addAll(
              Linear.matmul(state, graph.constant(transposed, HIDDEN, HIDDEN)),
              graph.constant(offsets, batch, HIDDEN),
              unused);
      Node logs = Linear.matmul(next, graph.constant(new float[HIDDEN * ACTIONS], HIDDEN, ACTIONS));
      return new Response(next, logs, seen);
    }

    @Override
    public Response block(Graph graph, Node frames, Node start) {
      throw new UnsupportedOperationException("steps only");
    }
  }

  private static double[] step(double[] state) {
    double[] next = C.clone();
    for (int i = 0; i < HIDDEN; i++) {
      for (int j = 0; j < HIDDEN; j++) next[i] += A[i][j] * state[j];
    }
    return next;
  }

  private static double[] state(SimulatedSample sample, int t) {
    double[] state = new double[HIDDEN];
    for (int i = 0; i < HIDDEN; i++) state[i] = sample.agentStates()[t * HIDDEN + i];
    return state;
  }

  @Test
  void theJacobianOverSomeStepsIsThePowerOfTheMatrix() {
    try (PerturbedGradients gradients =
        new PerturbedGradients(
            simulator, new LinearMemory(), STEPS, new PerturbedGradients.Options(3, 0.01, false))) {
      gradients.begin(beginning, 1);
      for (int d = 0; d < HIDDEN; d++) {
        List<Float> direction = new ArrayList<>();
        for (int i = 0; i < HIDDEN; i++) direction.add(i == d ? 1f : 0f);
        float[] actual =
            gradients
                .gradients(new SaliencyTarget.Direction(TARGET, direction), true)
                .agentStates();
        double[] expected = new double[HIDDEN];
        expected[d] = 1;
        for (int t = TARGET; t >= 0; t--) {
          for (int i = 0; i < HIDDEN; i++) {
            Closeness.near("d " + d + " t " + t, actual[t * HIDDEN + i], expected[i], 1e-5);
          }
          double[] earlier = new double[HIDDEN];
          for (int i = 0; i < HIDDEN; i++) {
            for (int j = 0; j < HIDDEN; j++) earlier[j] += expected[i] * A[i][j];
          }
          expected = earlier;
        }
      }
    }
  }

  @Test
  void aRemovedAxisStandsStillAndASwappedOneMovesAnother() {
    float[] swap = new float[HIDDEN * HIDDEN];
    swap[0] = -1; // movement along axis 0 goes nowhere
    swap[HIDDEN + 1] = -1; // movement along axis 1 ...
    swap[2 * HIDDEN + 1] = 1; // ... goes along axis 2
    try (SimulatedRollouts plain = new SimulatedRollouts(simulator, new LinearMemory(), 3, STEPS);
        SimulatedRollouts swapped =
            new SimulatedRollouts(simulator, new LinearMemory(), 3, STEPS, Optional.of(swap));
        SimulatedRollouts nothing =
            new SimulatedRollouts(
                simulator, new LinearMemory(), 3, STEPS, Optional.of(new float[HIDDEN * HIDDEN]))) {
      List<SimulatedRollouts.RolloutStart> start =
          List.of(new SimulatedRollouts.RolloutStart(0, -1, 0, beginning));
      SimulatedSample own = plain.run(start).get(0);
      SimulatedSample changed = swapped.run(start).get(0);
      assertThat(nothing.run(start).get(0).agentStates()).containsExactly(own.agentStates());
      for (int t = 1; t < STEPS; t++) {
        double[] expected = step(state(own, t - 1));
        for (int i = 0; i < HIDDEN; i++) Closeness.near("own", state(own, t)[i], expected[i], 1e-5);
        double[] before = state(changed, t - 1);
        double[] moved = step(before);
        Closeness.near("removed", state(changed, t)[0], before[0], 1e-6); // single precision
        Closeness.near("moves another", state(changed, t)[1], before[1], 1e-6);
        Closeness.near("receives", state(changed, t)[2], moved[2] + moved[1] - before[1], 1e-5);
        Closeness.near("untouched axis", state(changed, t)[3], moved[3], 1e-5);
      }
    }
  }
}
