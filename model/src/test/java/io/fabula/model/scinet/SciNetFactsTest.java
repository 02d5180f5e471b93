package io.fabula.model.scinet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.subgrid.Plane;
import io.fabula.envs.subgrid.PlaneCell;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.vectors.VectorFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts about sizes and about the data for selection. */
class SciNetFactsTest {
  /** Published per objective: share of zero targets, mean target. */
  private static final double[] ZERO_SHARES = {0.51289, 0.50623, 0.50991};

  private static final double[] MEANS = {2.35841, 2.40482, 2.95884};
  private static final double[] PERFECT_MEANS = {4.88598, 4.88598, 6.08055};
  private static final int PUBLISHED_ROWS = 200_000;

  private static SubGridWorld world(int objective) {
    return new SubGridWorld(SubGridOptions.published(objective));
  }

  private static FirstDecisions decisions(int objective, PreferenceTable agent) {
    return new FirstDecisions(world(objective), agent, 0.5, GlowTargets.PUBLISHED, 10);
  }

  private static int count(Map<String, Shape> shapes) {
    return shapes.values().stream().mapToInt(Shape::size).sum();
  }

  @Test
  void publishedNetworksHaveTheirNumbersOfParameters() {
    PreferenceArchitecture policy =
        new PreferenceArchitecture(36, 6, PreferenceArchitecture.PUBLISHED);
    assertThat(policy.trained()).isEqualTo(65_376);
    assertThat(policy.frozen()).isEqualTo(33);
    SelectionArchitecture selection = SelectionArchitecture.published(36, 6);
    Map<String, Shape> shared = selection.shared();
    int encoder =
        shared.entrySet().stream()
            .filter(each -> each.getKey().startsWith("encoder"))
            .mapToInt(each -> each.getValue().size())
            .sum();
    assertThat(encoder).isEqualTo(31_848);
    assertThat(count(shared) - encoder).isEqualTo(48_388);
    assertThat(count(selection.decoderParameters())).isEqualTo(69_185);
    assertThat(count(selection.noise())).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void dataOfPublishedAgentsHavePublishedShares(int objective) {
    JsonNode table =
        VectorFile.read("subgridworld/ref_agents_h.json").path("agents").path("env" + objective);
    PreferenceTable agent =
        PreferenceTable.of(StateSpace.of(world(objective)), VectorFile.floats(table));
    SelectionData data = decisions(objective, agent).make(PUBLISHED_ROWS, 1);
    assertThat(data.rows()).isEqualTo(PUBLISHED_ROWS);
    assertThat(data.skipped()).isZero();
    double zeros = ZERO_SHARES[objective - 1];
    assertThat(data.zeroShare()).isCloseTo(zeros, within(0.01 * zeros));
    double mean = MEANS[objective - 1];
    assertThat(data.mean()).isCloseTo(mean, within(0.01 * mean));
    assertThat(Arrays.stream(data.targets()).max().orElseThrow()).isEqualTo(10.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void agentsThatKnowTheWayEarnInEveryEpisode(int objective) {
    SelectionData data =
        decisions(objective, PreferenceTable.oracle(world(objective))).make(40_000, 2);
    // a step off the plane by chance can end beyond the glow: a few episodes in ten thousand
    assertThat(data.zeroShare()).isBetween(0.5, 0.501);
    double perfect = PERFECT_MEANS[objective - 1];
    // softmax play loses a little against the shortest way
    assertThat(data.mean() / 0.5).isBetween(0.9 * perfect, perfect * 1.01);
    for (int i = 0; i + 1 < data.rows(); i++) {
      if (data.targets()[i] == 0) continue;
      assertThat(data.targets()[i + 1]).isZero();
      assertThat(data.states()[i]).isEqualTo(data.states()[i + 1]);
      assertThat(data.actions()[i]).isNotEqualTo(data.actions()[i + 1]);
      i++;
    }
  }

  @Test
  void oraclePrefersWhatLeadsNearer() {
    SubGridWorld world = world(1);
    StateSpace space = StateSpace.of(world);
    PreferenceTable oracle = PreferenceTable.oracle(world);
    // the reward line is x = 6, y = 11: from (4, 11, z) two steps along x
    int state = space.state(4, 11, 3);
    assertThat(oracle.get(state, 0)).isCloseTo(90f, within(1e-4f));
    for (int action = 1; action < 6; action++) {
      assertThat((double) oracle.get(state, action))
          .isCloseTo(100 * StrictMath.pow(0.9, 5), within(1e-4));
    }
  }

  @Test
  void skipsRowsOfStatesWhereAllActionsAreAlike() {
    SubGridWorld world =
        new SubGridWorld(SubGridOptions.open(List.of(3, 3, 3), Plane.XY, new PlaneCell(1, 1), 50));
    PreferenceTable alike = PreferenceTable.of(StateSpace.of(world), new float[27 * 6]);
    SelectionData data =
        new FirstDecisions(world, alike, 0.5, GlowTargets.PUBLISHED, 10).make(500, 3);
    assertThat(data.rows()).isEqualTo(500);
    assertThat(data.skipped()).isEqualTo(data.episodes());
    assertThat(data.zeroShare()).isZero();
  }

  @Test
  void refusesTablesOfAnotherShape() {
    StateSpace space = StateSpace.of(world(1));
    assertThatThrownBy(() -> PreferenceTable.of(space, new float[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1728 states and 6 actions needs 10368 preferences, got 12");
    float[] broken = new float[10_368];
    broken[9] = Float.NaN;
    assertThatThrownBy(() -> PreferenceTable.of(space, broken))
        .hasMessageContaining("state 1, action 3 is NaN");
  }
}
