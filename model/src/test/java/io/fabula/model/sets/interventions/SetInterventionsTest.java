package io.fabula.model.sets.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.agile.SetAgentOptions;
import io.fabula.model.agile.SetArchitecture;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.sets.interventions.SetChange.Add;
import io.fabula.model.sets.interventions.SetChange.Remove;
import io.fabula.model.sets.interventions.SetChange.Swap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of a set, and what they change. */
class SetInterventionsTest {
  private static final ActionSet SET = new ActionSet(new int[] {4, 7, 9}, new float[] {1, 2, 3});
  private static final ActionSet ONE = new ActionSet(new int[] {5}, new float[] {8});

  @Test
  void changesKeepTheOrderAndTheRepresentationsOfTheOthers() {
    assertThat(new Remove(1).in(SET))
        .isEqualTo(new ActionSet(new int[] {4, 9}, new float[] {1, 3}));
    assertThat(new Remove(1).places(3)).containsExactly(0, -1, 1);
    assertThat(new Add(ONE).in(SET))
        .isEqualTo(new ActionSet(new int[] {4, 7, 9, 5}, new float[] {1, 2, 3, 8}));
    assertThat(new Add(ONE).places(3)).containsExactly(0, 1, 2);
    assertThat(new Swap(0, ONE).in(SET))
        .isEqualTo(new ActionSet(new int[] {5, 7, 9}, new float[] {8, 2, 3}));
    assertThat(new Swap(0, ONE).places(3)).containsExactly(-1, 1, 2);
  }

  @Test
  void changesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Remove(3).in(SET)).hasMessage("place must be within 0..2, got 3");
    assertThatThrownBy(() -> new Remove(0).in(ONE)).hasMessage("the only member cannot be removed");
    assertThatThrownBy(() -> new Add(ONE).in(ONE)).hasMessageContaining("5 is in the set");
    assertThatThrownBy(() -> new Swap(0, SET).in(ONE)).hasMessageContaining("one member can come");
  }

  @Test
  void anEffectIsWhatChangesBeyondTheProbabilityThatIsSharedAnew() {
    SetJudge judge =
        sets ->
            List.of(
                new SetJudgement(new double[] {0.5, 0.3, 0.2}, 1),
                new SetJudgement(new double[] {0.625, 0.375}, 1), // as if nothing else mattered
                new SetJudgement(new double[] {0.25, 0.75}, 3));
    List<SetEffect> effects = SetEffect.measure(judge, SET, List.of(new Remove(2), new Remove(2)));
    assertThat(effects.get(0).probability()[0]).isCloseTo(0.125, within(1e-12));
    assertThat(effects.get(0).share()[0]).isCloseTo(0, within(1e-12));
    assertThat(effects.get(0).share()[2]).isNaN();
    assertThat(effects.get(0).value()).isZero();
    assertThat(effects.get(1).share()[1]).isCloseTo(0.375, within(1e-12));
    assertThat(effects.get(1).value()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void onlyAgentsThatSeeTheSetChangeTheirMindAboutTheOthers(SetAgent kind) {
    DigLava world = new DigLava();
    world.reset(new int[] {0, 1, 2, 3, 8, 11, 9}, 2, 5, 0);
    SetArchitecture architecture =
        SetArchitecture.of(
            world.spec(), kind, SetAgentOptions.published(32, SetAgentOptions.Activation.TANH));
    try (SetNetwork network = SetNetwork.create(architecture.withPlaces(8), 4)) {
      for (String name : network.parameters().names()) {
        float[] values = network.parameters().get(name);
        for (int i = 0; i < values.length; i++) values[i] *= 1.5f; // untrained ones hardly differ
        network.parameters().set(name, values);
      }
      try (NetworkJudge judge = new NetworkJudge(network, world, 3)) {
        judge.see(world);
        DigLava other = new DigLava();
        other.reset(new int[] {12}, 2, 5, 0);
        ActionSet pink = other.availableActions();
        List<SetEffect> effects =
            SetEffect.measure(
                judge,
                world.availableActions(),
                List.of(new Remove(5), new Add(pink), new Swap(5, pink)));
        for (SetEffect effect : effects) {
          double largest = 0;
          for (int i = 0; i < 5; i++) largest = Math.max(largest, Math.abs(effect.share()[i]));
          if (kind.seesSet()) {
            assertThat(largest).as("%s", effect.change()).isGreaterThan(1e-6);
            assertThat(effect.value()).isNotZero();
          } else {
            assertThat(largest).isLessThan(1e-7); // single precision of probabilities
            assertThat(effect.value()).isZero();
          }
        }
      }
    }
  }

  @Test
  void whatIsStillEarnedHangsOnTheSetThatIsOffered() {
    DigLava world = new DigLava();
    world.reset(new int[] {0, 1, 2, 3, 8, 9, 10}, 3, 5, 0); // in the orange lava
    byte[] snapshot = world.snapshot();
    try (ReturnsUnderSets<DigLava> continued =
        new ReturnsUnderSets<>(
            PlayerPolicy.random(), DigLava::new, (each, set) -> each.setAvailable(set.ids()), 64)) {
      double[] doomed = continued.from(snapshot, world.availableActions(), 1);
      world.setAvailable(11);
      double[] again = continued.from(snapshot, new ActionSet(new int[] {9}, new float[11]), 1);
      double[] digging = continued.from(snapshot, world.availableActions(), 1);
      for (double each : doomed) assertThat(each).isZero();
      for (double each : again) assertThat(each).isZero();
      // the only skill digs at once, which is paid, and never moves
      for (double each : digging) assertThat(each).isCloseTo(0.01, within(1e-9));
    }
  }
}
