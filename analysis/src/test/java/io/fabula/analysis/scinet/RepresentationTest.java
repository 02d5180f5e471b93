package io.fabula.analysis.scinet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.subgrid.Plane;
import io.fabula.envs.subgrid.PlaneCell;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionArchitecture;
import io.fabula.model.scinet.StateSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Reading sets and meanings out of latents and noise that are made by hand. */
class RepresentationTest {
  private static final StateSpace SPACE =
      StateSpace.of(
          new SubGridWorld(
              SubGridOptions.open(List.of(4, 5, 6), Plane.XY, new PlaneCell(1, 1), 50)));

  /** Latents: x bent back, y + x / 4, z squared, nothing, and z again. */
  private static MainEffects effects() {
    float[] values = new float[SPACE.count() * 5];
    for (int state = 0; state < SPACE.count(); state++) {
      int[] place = SPACE.coordinates(state);
      values[state * 5] = place[0] == 3 ? -2 : place[0];
      values[state * 5 + 1] = place[1] + place[0] / 4f;
      values[state * 5 + 2] = place[2] * place[2];
      values[state * 5 + 4] = place[2];
    }
    return MainEffects.of(LatentTable.of(SPACE, 5, values));
  }

  @Test
  void sharesAreThoseOfTheVariance() {
    MainEffects effects = effects();
    assertThat(effects.share(0, 0)).isCloseTo(1, within(1e-6));
    assertThat(effects.share(0, 1)).isCloseTo(0, within(1e-6));
    // variance 2 of y, and of x / 4: 5/4 / 16
    double x = 5.0 / 64;
    assertThat(effects.share(1, 1)).isCloseTo(2 / (2 + x), within(1e-6));
    assertThat(effects.share(1, 0)).isCloseTo(x / (2 + x), within(1e-6));
    assertThat(effects.label(1)).isEqualTo(1);
    assertThat(effects.share(2, 2)).isCloseTo(1, within(1e-6));
    assertThat(effects.share(3, 0)).isZero();
    assertThat(effects.label(3)).isEqualTo(-1);
  }

  @Test
  void untrainedEncodersMixCoordinates() {
    SelectionArchitecture architecture =
        new SelectionArchitecture(
            SPACE.observationSize(), 6, 4, List.of(32, 16), List.of(16), List.of(16));
    UntrainedEncoders untrained = UntrainedEncoders.of(architecture, SPACE, 12, 3);
    assertThat(untrained.encoders()).isEqualTo(12);
    assertThat(untrained.named()).as("12 encoders of 4 latents").isZero();
    assertThat(untrained.most()).isBetween(0.4, 0.95);
    assertThat(untrained.strongest()).hasSize(12).doesNotHaveDuplicates();
    // a latent that says one coordinate is what none of them has; a common one is nothing special
    assertThat(untrained.probabilityOf(0.999)).isLessThan(0.01);
    assertThat(
            untrained.probabilityOf(Arrays.stream(untrained.strongest()).average().orElseThrow()))
        .isCloseTo(0.5, within(1e-6));
    assertThat(UntrainedEncoders.of(architecture, SPACE, 12, 3).strongest())
        .isEqualTo(untrained.strongest());
    assertThatThrownBy(() -> UntrainedEncoders.of(architecture, SPACE, 1, 3))
        .hasMessageContaining("encoders must be at least 2, got 1");
  }

  private static Representation representation() {
    return new Representation(
        new float[] {-3, -2.5f, -3, 4, -0.9f},
        List.of(
            new float[] {-2, -2, 8, -9, 2},
            new float[] {0.4f, -2, -2, 1, 3},
            new float[] {-2, 1, -0.2f, 1, 1}),
        effects());
  }

  @Test
  void setsAreReadWhereTheEncoderIsQuiet() {
    Representation read = representation();
    assertThat(read.active()).containsExactly(0, 1, 2, 4);
    assertThat(read.kept(0)).as("latent 3 is not in use").containsExactly(0, 1);
    assertThat(read.kept(1)).containsExactly(1, 2);
    assertThat(read.coordinates(2)).containsExactly(0, 2);
    assertThat(read.duplicates()).as("of less noise first").containsExactly(4);
    assertThat(read.undecided(2, 2)).isTrue();
    assertThat(read.undecided(1, 0)).isTrue();
    assertThat(read.undecided(0, 3)).as("not in use").isFalse();
  }

  @Test
  void capacitiesAreThoseOfAGaussianChannel() {
    assertThat(Representation.capacity(0)).isCloseTo(0.5, within(1e-12));
    assertThat(Representation.capacity(1)).isCloseTo(0.09, within(0.005));
    assertThat(Representation.capacity(-1)).isCloseTo(1.5, within(0.05));
    assertThat(Representation.capacity(-2.3)).isCloseTo(3.3, within(0.05));
    assertThat(Representation.capacity(-3.63)).isCloseTo(5.2, within(0.05));
  }

  private static Representation.Evidence evidence(double loss, boolean needsDropped) {
    List<Set<Integer>> expected = List.of(Set.of(0, 1), Set.of(1, 2), Set.of(0, 2));
    return new Representation.Evidence() {
      @Override
      public SortedSet<Integer> expected(int agent) {
        return new TreeSet<>(expected.get(agent));
      }

      @Override
      public double autoencoderLoss() {
        return loss;
      }

      @Override
      public boolean needs(int agent, int latent) {
        return needsDropped || representation().keeps(agent, latent);
      }
    };
  }

  @Test
  void conditionsAreJudgedOneByOne() {
    List<Representation.Condition> good = representation().conditions(evidence(0.001, false));
    assertThat(good)
        .extracting(Representation.Condition::met)
        .as("agent 3 keeps z at -0.2 alone, which is no margin")
        .containsExactly(true, true, true, true, false, true);
    assertThat(good.get(4).evidence()).contains("agent 3 keeps coordinate 2 barely");
    List<Representation.Condition> bad = representation().conditions(evidence(0.02, true));
    assertThat(bad.get(3).met()).isFalse();
    assertThat(bad.get(5).met()).isFalse();
    assertThat(bad.get(5).evidence()).contains("agent 1 needs dropped latent 2");
  }

  @Test
  void whoKeepsNothingMeetsNoCondition() {
    float[] quiet = {-3, -3, -3, -3, -3};
    float[] loud = {3, 3, 3, 3, 3};
    Representation nothing = new Representation(quiet, List.of(loud, loud, loud), effects());
    List<Representation.Condition> conditions = nothing.conditions(evidence(0.001, false));
    assertThat(conditions.get(1).met()).isFalse();
    assertThat(conditions.get(4).evidence()).contains("agent 1 keeps no coordinate");
    assertThat(conditions.get(5).met()).isFalse();
  }
}
