package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.agile.SetAgentOptions;
import io.fabula.model.agile.SetArchitecture;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.training.Budget;
import io.fabula.model.training.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What agents learn where an action is worth something only if its partner is available. */
class SetAgentLearningTest {
  private static final int WORLDS = 32;
  private static final int UPDATES = 60;
  private static final PpoOptions OPTIONS =
      new PpoOptions(
          new PpoOptions.Block(10, WORLDS),
          new PpoOptions.Passes(4, 4, 80),
          PpoOptions.Estimation.scaled(0, 0.95),
          new PpoOptions.Losses(0.2, 0.5, Schedule.constant(0.01)),
          new PpoOptions.Optimisation(Schedule.linear(1e-2, 1e-3), 0.5, 1e-5),
          false,
          PpoOptions.Validation.NONE,
          1);

  @ParameterizedTest
  @EnumSource(
      value = SetAgent.class,
      names = {
        "UTILITY",
        "MASK_OUTPUT",
        "MASK_INPUT_OUTPUT",
        "SUMMARY_DEEP_SET",
        "AGILE_GCN" // those with attention take far longer than a test may
      })
  void onlyAgentsThatSeeTheSetEarnMoreThanTheSafeAction(SetAgent kind) {
    List<Environment> worlds = new ArrayList<>();
    for (int i = 0; i < WORLDS; i++) worlds.add(new PartnerWorld());
    SetNetwork network =
        SetNetwork.create(
            SetArchitecture.of(
                worlds.get(0).spec(),
                kind,
                SetAgentOptions.published(32, SetAgentOptions.Activation.TANH)),
            1);
    try (PpoTrainer trainer =
        new PpoTrainer(
            network,
            OPTIONS,
            new Budget.Updates(UPDATES),
            1,
            1,
            VectorEnvironment.of(worlds, 1, 1),
            null)) {
      while (trainer.updates() < UPDATES) trainer.advance();
      double[] returns =
          new AgentEvaluation(PartnerWorld::new, 1_000_000, 200, 5, 1)
              .returns(NetworkPolicy.mostLikely(trainer.network()));
      double mean = Arrays.stream(returns).average().orElse(0);
      // 200 episodes of five draws: a standard error of 0.03
      if (kind.seesSet()) {
        assertThat(mean).isGreaterThan(PartnerWorld.SEEING - 0.2);
      } else {
        assertThat(mean).isBetween(PartnerWorld.BLIND - 0.2, PartnerWorld.BLIND + 0.2);
      }
    }
  }
}
