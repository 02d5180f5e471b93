package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An agent of which it is known what it sees, what for, and along which direction. */
class BlindPlayTest {
  private static final long[] LEVELS = LongStream.range(0, 60).toArray();

  private static List<TwinEpisode> play(String feature, long[] levels, BlindTwin... twins) {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      return new BlindPlay(new TrapWorld(), agent, new BlindPlay.Options(feature, 0, 5))
          .play(levels, List.of(twins));
    }
  }

  private static double[] returns(List<TwinEpisode> episodes, int twin) {
    return episodes.stream()
        .filter(each -> each.twin() == twin)
        .mapToDouble(TwinEpisode::undiscounted)
        .toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double each : values) sum += each;
    return sum;
  }

  private static BlindTwin axes(int... axes) {
    double[][] directions = new double[axes.length][LinearAgent.STATE];
    for (int i = 0; i < axes.length; i++) directions[i][axes[i]] = 1;
    return BlindTwin.along("axes", directions, directions);
  }

  @Test
  void agentThatDoesNotSeeTrapsStepsIntoThem() {
    List<TwinEpisode> episodes = play("trap", LEVELS, BlindTwin.seeing(), BlindTwin.blind());

    TrapWorld world = new TrapWorld();
    int withTraps = 0;
    for (long level : LEVELS) {
      world.reset(level);
      if (world.has("trap")) withTraps++;
    }
    assertThat(withTraps).isBetween(30, 59);
    assertThat(sum(returns(episodes, 0))).isGreaterThan(10 * 55);
    assertThat(sum(returns(episodes, 1))).isLessThan(10 * (LEVELS.length - withTraps) + 5);
    assertThat(episodes.get(1).totalVariation()).isBetween(0.0, 1.0);
  }

  @Test
  void onlyTheDirectionThatIsReadCarriesWhatTrapsAreWorth() {
    List<TwinEpisode> episodes =
        play(
            "trap",
            LEVELS,
            BlindTwin.seeing(),
            BlindTwin.blind(),
            axes(0),
            axes(1),
            axes(2),
            axes(0, 1, 2, 3, 4, 5));

    assertThat(returns(episodes, 2)).isEqualTo(returns(episodes, 1));
    assertThat(returns(episodes, 3)).isEqualTo(returns(episodes, 0));
    assertThat(returns(episodes, 4)).isEqualTo(returns(episodes, 0));
    assertThat(returns(episodes, 5)).isEqualTo(returns(episodes, 1));
  }

  @Test
  void directionsHalfwayCarryHalf() {
    double h = Math.sqrt(0.5);
    double[][] between = {{h, h, 0, 0, 0, 0}};
    double[][] against = {{h, -h, 0, 0, 0, 0}};
    List<TwinEpisode> episodes =
        play(
            "trap",
            LEVELS,
            BlindTwin.along("between", between, between),
            BlindTwin.along("against", against, against),
            BlindTwin.blind());

    // traps move both axes alike: the sum of them carries all, the difference nothing
    assertThat(returns(episodes, 0)).isEqualTo(returns(episodes, 2));
    assertThat(sum(returns(episodes, 1))).isGreaterThan(10 * 55);
  }

  @Test
  void blindnessToWhatDoesNotMatterChangesNoLevel() {
    List<TwinEpisode> episodes = play("lamp", LEVELS, BlindTwin.seeing(), BlindTwin.blind());

    for (int i = 0; i < LEVELS.length; i++) {
      TwinEpisode seeing = episodes.get(2 * i);
      TwinEpisode blind = episodes.get(2 * i + 1);
      assertThat(blind.undiscounted()).isEqualTo(seeing.undiscounted());
      assertThat(blind.length()).isEqualTo(seeing.length());
      assertThat(blind.cause()).isEqualTo(seeing.cause());
      assertThat(blind.totalVariation()).isZero();
    }
  }

  @Test
  void levelsDoNotDependOnWhatIsPlayedBesideThem() {
    List<TwinEpisode> together = play("trap", LEVELS, BlindTwin.seeing(), BlindTwin.blind());
    List<TwinEpisode> apart = new ArrayList<>();
    for (long level : LEVELS) {
      apart.addAll(play("trap", new long[] {level}, BlindTwin.seeing(), BlindTwin.blind()));
    }

    assertThat(apart).isEqualTo(together);
  }

  @Test
  void stateThatIsFedBackIsRemembered() {
    List<TwinEpisode> episodes =
        play(
            "trap",
            LEVELS,
            BlindTwin.blind(),
            new BlindTwin("blind memory", StatePatch.everything(), true));

    assertThat(returns(episodes, 1)).isEqualTo(returns(episodes, 0));
    assertThat(episodes.stream().filter(each -> each.twin() == 1))
        .allMatch(each -> each.totalVariation() <= 1);
  }

  @Test
  void levelsAreCutOffAtTheLimitOfTheExperiment() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      BlindPlay play = new BlindPlay(new TrapWorld(), agent, new BlindPlay.Options("trap", 3, 5));

      assertThat(play.play(LEVELS, List.of(BlindTwin.seeing())))
          .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(3))
          .filteredOn(each -> each.cause().equals("cut-off"))
          .hasSizeGreaterThan(50);
    }
  }

  @Test
  void findsLevelsThatHaveAFeature() {
    TrapWorld world = new TrapWorld();

    long[] levels = BlindPlay.levelsWith(world, "trap", 100, 20);

    assertThat(levels).hasSize(20).isSorted().doesNotHaveDuplicates();
    for (long level : levels) {
      world.reset(level);
      assertThat(world.has("trap")).isTrue();
    }
  }

  @Test
  void refusesAFeatureThatTheWorldDoesNotHave() {
    assertThatThrownBy(() -> play("ghost", LEVELS, BlindTwin.seeing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("feature must be one of [trap, lamp], got ghost");
  }
}
