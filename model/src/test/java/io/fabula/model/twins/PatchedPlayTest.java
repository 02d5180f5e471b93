package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.agents.DecidedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An agent of which it is known along which direction it remembers a trap. */
class PatchedPlayTest {
  private static final long[] LEVELS = LongStream.range(0, 60).toArray();

  /** What an agent remembers where the next cell holds a trap and nothing else, or nothing. */
  private static float[] memory(boolean trap) {
    return new float[] {trap ? 1 : 0, trap ? 1 : 0, 0, 1, 0, 0};
  }

  private static final double[][] READ = {{1, 0, 0, 0, 0, 0}};
  private static final double[][] UNREAD = {{0, 1, 0, 0, 0, 0}};

  private static List<List<PatchedPlay.Outcome>> play(SteppingAgent agent) {
    TrapWorld world = new TrapWorld();
    List<PatchedPlay.Start> starts = new ArrayList<>();
    for (WatchedCourse course :
        WatchedCourse.play(world, List.of(agent), LEVELS, new WatchedCourse.Options(0, 1, 7))) {
      for (int step : course.picked()) {
        world.restore(course.snapshot(step));
        if (!world.sight("trap").present()) continue;
        float[] own = course.after(0, step);
        starts.add(
            new PatchedPlay.Start(
                course.level(),
                step,
                course.snapshot(step),
                List.of(
                    own,
                    StatePatch.along(READ, READ).apply(own, memory(false)),
                    StatePatch.along(READ, READ).apply(own, memory(true)),
                    StatePatch.along(UNREAD, UNREAD).apply(own, memory(false)))));
      }
    }
    return new PatchedPlay(world, agent, 50, 3).play(starts);
  }

  @Test
  void aMemoryOfNoTrapWalksIntoItAndOneOfAnotherTrapDoesNot() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      List<List<PatchedPlay.Outcome>> outcomes = play(agent);

      assertThat(outcomes).hasSizeGreaterThan(40);
      for (List<PatchedPlay.Outcome> twins : outcomes) {
        assertThat(twins.get(1).cause()).as("no trap remembered").isEqualTo("trap");
        assertThat(twins.get(1).length()).isEqualTo(1);
        assertThat(twins.get(2).decision().totalVariation(twins.get(0).decision()))
            .isLessThan(0.01);
        assertThat(twins.get(3).cause()).as("not read").isEqualTo(twins.get(0).cause());
        assertThat(twins.get(3).length()).isEqualTo(twins.get(0).length());
        assertThat(twins.get(3).undiscounted()).isEqualTo(twins.get(0).undiscounted());
      }
      assertThat(outcomes.stream().filter(twins -> twins.get(0).cause().equals("goal")).count())
          .isGreaterThan(outcomes.size() * 9L / 10);
    }
  }

  @Test
  void steeringByTheDirectionThatIsReadJumpsEverywhere() {
    double[] jump = {2, 0, 0, 0, 0, 0};
    double[] walk = {-2, 0, 0, 0, 0, 0};
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      List<TwinEpisode> episodes =
          new BlindPlay(new TrapWorld(), agent, new BlindPlay.Options("lamp", 0, 5))
              .play(
                  LEVELS,
                  List.of(
                      BlindTwin.seeing(),
                      new BlindTwin("jumping", StatePatch.adding(jump), false),
                      new BlindTwin("walking", StatePatch.adding(walk), false)));
      assertThat(episodes.stream().filter(each -> each.twin() == 1))
          .allMatch(each -> each.cause().equals("goal"));
      assertThat(episodes.stream().filter(each -> each.twin() == 2))
          .anyMatch(each -> each.cause().equals("trap"));
    }
  }

  @Test
  void aStretchedNetworkIsMoreDecidedAboutTheSameThings() {
    float[] centre = {-0.5f, -0.5f};
    try (SteppingAgent body = new SteppingAgent(new LinearAgent());
        SteppingAgent stretched =
            new SteppingAgent(new DecidedNetwork(new LinearAgent(), centre, 0.1))) {
      List<float[]> states = List.of(memory(true), memory(false));
      List<SteppingAgent.Decision> own = body.decide(states);
      List<SteppingAgent.Decision> other = stretched.decide(states);
      for (int i = 0; i < 2; i++) {
        double before = own.get(i).logProbabilities()[1] - own.get(i).logProbabilities()[0];
        double after = other.get(i).logProbabilities()[1] - other.get(i).logProbabilities()[0];
        assertThat(after).isCloseTo(0.1 * before, within(1e-4));
        assertThat(other.get(i).value()).isEqualTo(own.get(i).value());
      }
      assertThatThrownBy(() -> new DecidedNetwork(new LinearAgent(), centre, 0))
          .hasMessage("stretch must be above 0, got 0.0");
      assertThatThrownBy(() -> new DecidedNetwork(new LinearAgent(), new float[3], 1))
          .hasMessageContaining("body must choose among 3 actions");
    }
  }
}
