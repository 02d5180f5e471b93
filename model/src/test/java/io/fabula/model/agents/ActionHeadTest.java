package io.fabula.model.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionHeadTest {
  private static final ActionSpace.Parameterised PLATFORM =
      (ActionSpace.Parameterised) new Platform().spec().actions();
  private static final ActionSpace.VariableSet PLACES =
      new ActionSpace.VariableSet(
          20, 6, 3, List.of(new Parameter("x", -1, 1), new Parameter("y", 2, 5)));

  private static final ActionSpace.VariableSet SPOTS =
      new ActionSpace.VariableSet(
          20, 6, 3, List.of(Parameter.choice("spot", 4), new Parameter("size", 3, 5, true)));

  static Stream<ActionHead> heads() {
    return Stream.of(
        new CategoricalHead(5),
        ParameterisedHead.of(PLATFORM, ParameterDensity.BETA),
        ParameterisedHead.of(PLATFORM, ParameterDensity.GAUSSIAN),
        ParameterisedHead.of(PLACES, ParameterDensity.BETA),
        ParameterisedHead.of(PLACES, ParameterDensity.GAUSSIAN),
        ParameterisedHead.of(SPOTS, ParameterDensity.BETA),
        new SlateHead(6, 3));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void derivesLogProbabilityAndEntropy(ActionHead head) {
    RandomStream random = new RandomStream(8);
    Choices choices = new Choices(head, 1);
    for (int trial = 0; trial < 20; trial++) {
      float[] raw = raw(head, random);
      float[] distribution = normalised(head, raw);
      head.sample(distribution, 0, random, choices, 0);
      double byLogProbability = 2 * random.nextDouble() - 1;
      double byEntropy = 2 * random.nextDouble() - 1;
      head.gradient(distribution, 0, choices, 0, byLogProbability, byEntropy);
      for (int i = 0; i < raw.length; i++) {
        double up = loss(head, raw, i, 1e-2f, choices, byLogProbability, byEntropy);
        double down = loss(head, raw, i, -1e-2f, choices, byLogProbability, byEntropy);
        // floats of size 10 differ by 1e-6, over a step of 2e-2; curvature adds 1e-4 of the size
        assertThat((double) distribution[i])
            .as("output %d of %s", i, head)
            .isCloseTo((up - down) / 2e-2, within(2e-3 * (1 + Math.abs(distribution[i]))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void neverChoosesWhatIsExcluded(ActionHead head) {
    RandomStream random = new RandomStream(9);
    Choices choices = new Choices(head, 1);
    int last = positions(head) - 1;
    for (int trial = 0; trial < 200; trial++) {
      float[] raw = raw(head, random);
      raw[0] = ActionHead.EXCLUDED;
      raw[last] = ActionHead.EXCLUDED;
      float[] distribution = normalised(head, raw);
      for (boolean modal : new boolean[] {false, true}) {
        if (modal) head.mode(distribution, 0, choices, 0);
        else head.sample(distribution, 0, random, choices, 0);
        for (int i = 0; i < head.positions(); i++) {
          assertThat(choices.position(0, i)).isNotEqualTo(0).isNotEqualTo(last);
        }
        assertThat(head.logProbability(distribution, 0, choices, 0)).isFinite();
        assertThat(head.entropy(distribution, 0, choices, 0)).isFinite();
      }
      head.gradient(distribution, 0, choices, 0, 1, 1);
      assertThat(distribution[0]).isZero();
      assertThat(distribution[last]).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void drawsAsOftenAsItsProbabilitiesSay(ActionHead head) {
    float[] distribution = normalised(head, raw(head, new RandomStream(10)));
    RandomStream random = new RandomStream(11);
    Choices choices = new Choices(head, 1);
    int[] first = new int[positions(head)];
    int draws = 20_000;
    double entropy = 0;
    double surprise = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      head.sample(distribution, 0, random, choices, 0);
      first[choices.position(0, 0)]++;
      double nats = -head.logProbability(distribution, 0, choices, 0);
      surprise += nats;
      squares += nats * nats;
      entropy += head.entropy(distribution, 0, choices, 0);
    }
    for (int j = 0; j < first.length; j++) {
      double p = Math.exp(distribution[j]);
      // four standard errors of a share
      assertThat((double) first[j] / draws)
          .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws) + 1e-6));
    }
    double mean = surprise / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    // the entropy is the mean surprise; four standard errors
    assertThat(entropy / draws).isCloseTo(mean, within(4 * error + 1e-3));
  }

  @Test
  void givesActionsWithinTheSpace() {
    RandomStream random = new RandomStream(12);
    ActionSet available = new ActionSet(new int[] {7, 3, 19, 0, 4, 11}, new float[0]);
    for (ParameterDensity density : List.of(ParameterDensity.BETA, ParameterDensity.GAUSSIAN)) {
      for (ActionSpace space : List.of(PLATFORM, PLACES, SPOTS)) {
        boolean places = space instanceof ActionSpace.VariableSet;
        ActionHead head =
            space instanceof ActionSpace.VariableSet set
                ? ParameterisedHead.of(set, density)
                : ParameterisedHead.of(PLATFORM, density);
        Choices choices = new Choices(head, 1);
        for (int i = 0; i < 300; i++) {
          float[] distribution = normalised(head, raw(head, random));
          if (i % 2 == 0) head.sample(distribution, 0, random, choices, 0);
          else head.mode(distribution, 0, choices, 0);
          ActionSet now = places ? available : ActionSet.all(space.count());
          Action action = head.action(choices, 0, now);
          space.check(action);
          assertThat(now.contains(((Action.Parameterised) action).index())).isTrue();
        }
      }
    }
    SlateHead slates = new SlateHead(6, 3);
    Choices choices = new Choices(slates, 1);
    slates.sample(normalised(slates, raw(slates, random)), 0, random, choices, 0);
    new ActionSpace.Slate(20, 3, 6, 4).check(slates.action(choices, 0, available));
  }

  @Test
  void givesEachWholeNumberItsOwnProbability() {
    ParameterisedHead head = ParameterisedHead.of(SPOTS, ParameterDensity.BETA);
    assertThat(head.outputs()).isEqualTo(6 + 4 + 3);
    float[] distribution = normalised(head, raw(head, new RandomStream(13)));
    Choices choices = new Choices(head, 1);
    double sum = 0;
    double likeliest = 0;
    for (int action = 0; action < 6; action++) {
      for (int spot = 0; spot < 4; spot++) {
        for (int size = 0; size < 3; size++) {
          choices.setPosition(0, 0, action);
          choices.setParameter(0, 0, spot);
          choices.setParameter(0, 1, size);
          double probability = Math.exp(head.logProbability(distribution, 0, choices, 0));
          likeliest = Math.max(likeliest, probability);
          sum += probability;
        }
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
    head.mode(distribution, 0, choices, 0);
    assertThat(Math.exp(head.logProbability(distribution, 0, choices, 0))).isEqualTo(likeliest);
    choices.setParameter(0, 0, 3);
    choices.setParameter(0, 1, 2);
    Action action = head.action(choices, 0, ActionSet.all(6));
    // the second counts from its range's minimum
    assertThat(((Action.Parameterised) action).parameters()).containsExactly(3, 5);
    head.even(distribution, 0);
    assertThat(head.entropy(distribution, 0, choices, 0))
        .isCloseTo(Math.log(6 * 4 * 3), within(1e-6));
    assertThatThrownBy(() -> ParameterisedHead.of(SPOTS, ParameterDensity.CATEGORICAL))
        .hasMessageContaining("by themselves");
  }

  @Test
  void refusesOtherSpaces() {
    assertThatThrownBy(() -> new CategoricalHead(3).requireFits(new Platform().spec()))
        .hasMessageContaining("among 3 actions")
        .hasMessageContaining("platform");
    ParameterisedHead.of(PLATFORM, ParameterDensity.BETA).requireFits(new Platform().spec());
  }

  private static int positions(ActionHead head) {
    if (head instanceof CategoricalHead one) return one.count();
    return head instanceof SlateHead slate
        ? slate.candidates()
        : ((ParameterisedHead) head).count();
  }

  private static float[] raw(ActionHead head, RandomStream random) {
    float[] raw = new float[head.outputs()];
    for (int i = 0; i < raw.length; i++) raw[i] = (float) random.nextGaussian();
    return raw;
  }

  private static float[] normalised(ActionHead head, float[] raw) {
    float[] copy = raw.clone();
    head.normalise(copy, 0);
    return copy;
  }

  private static double loss(
      ActionHead head,
      float[] raw,
      int i,
      float shift,
      Choices choices,
      double byLogProbability,
      double byEntropy) {
    float[] moved = Arrays.copyOf(raw, raw.length);
    moved[i] += shift;
    head.normalise(moved, 0);
    return byLogProbability * head.logProbability(moved, 0, choices, 0)
        + byEntropy * head.entropy(moved, 0, choices, 0);
  }
}
