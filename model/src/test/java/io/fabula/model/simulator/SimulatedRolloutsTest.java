package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedRolloutsTest {
  private static final int STEPS = 3;

  private static ImpalaNetwork network;
  private static AgentInLoop agent;
  private static Simulator simulator;
  private static SimulatedRollouts rollouts;
  private static WindowDataset data;

  @BeforeAll
  static void compile() {
    network = Playground.agent(16, 3);
    agent = new FrozenAgent(network);
    simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
    rollouts = new SimulatedRollouts(simulator, agent, 3, STEPS);
    data = new WindowDataset(Playground.record(4, 16, 32, 5), WindowRule.corrected(5, 3));
  }

  @AfterAll
  static void close() {
    rollouts.close();
    simulator.close();
    network.close();
  }

  @Test
  void sampleDependsOnItsNumberAlone() {
    List<SimulatedRollouts.RolloutStart> many = rollouts.informed(data, 7, 0, 19);
    List<SimulatedRollouts.RolloutStart> one = rollouts.informed(data, 7, 17, 1);
    assertThat(one.get(0).bottleneck()).containsExactly(many.get(17).bottleneck());
    assertThat(one.get(0).episode()).isEqualTo(many.get(17).episode());
    SimulatedSample alone = rollouts.run(one).get(0);
    SimulatedSample among = rollouts.run(many).get(17);
    assertThat(alone.frames()).containsExactly(among.frames());
    assertThat(alone.rewards()).containsExactly(among.rewards());
    assertThat(alone.terminalProbabilities()).containsExactly(among.terminalProbabilities());
    assertThat(alone.logProbabilities()).containsExactly(among.logProbabilities());
    assertThat(alone.agentStates()).containsExactly(among.agentStates());
    assertThat(alone.environmentStates()).containsExactly(among.environmentStates());
  }

  @Test
  void samplesHaveOneRowPerStep() {
    List<SimulatedSample> samples = rollouts.run(rollouts.random(1, 0, 2));
    assertThat(samples).hasSize(2);
    SimulatedSample sample = samples.get(0);
    assertThat(sample.frames()).hasSize(STEPS * 16 * 16 * 3);
    assertThat(sample.rewards()).hasSize(STEPS);
    assertThat(sample.values()).hasSize(STEPS);
    assertThat(sample.logProbabilities()).hasSize(STEPS * 15);
    assertThat(sample.agentStates()).hasSize(STEPS * 32);
    assertThat(sample.environmentStates()).hasSize(STEPS * 64);
    for (int t = 0; t < STEPS; t++) {
      assertThat(sample.terminalProbabilities()[t]).isBetween(0f, 1f);
      for (int a = 0; a < 15; a++) {
        assertThat(sample.logProbabilities()[t * 15 + a])
            .isLessThanOrEqualTo(sample.logProbabilities()[t * 15 + sample.actions()[t]]);
      }
    }
    assertThat(samples.get(1).agentStates()).isNotEqualTo(sample.agentStates());
  }

  @Test
  void randomBeginningsHaveLengthOne() {
    for (SimulatedRollouts.RolloutStart beginning : rollouts.random(9, 5, 3)) {
      double squares = 0;
      for (float value : beginning.bottleneck()) squares += value * value;
      assertThat(squares).isBetween(1 - 1e-6, 1 + 1e-6);
      assertThat(beginning.episode()).isEqualTo(-1);
    }
    assertThat(rollouts.random(9, 6, 1).get(0).bottleneck())
        .containsExactly(rollouts.random(9, 5, 2).get(1).bottleneck());
  }
}
