package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayedPushesTest {
  private static final int STEPS = 2;

  /** The moment before the third step of each level on which the agent gets there. */
  private static List<ReplayedPushes.Start> starts(SteppingAgent agent) {
    List<ReplayedPushes.Start> starts = new ArrayList<>();
    TrapWorld world = new TrapWorld();
    for (WatchedCourse course :
        WatchedCourse.play(
            world,
            List.of(agent),
            IntStream.range(0, 20).asLongStream().toArray(),
            new WatchedCourse.Options(0, 3, 7))) {
      if (course.length() <= STEPS) continue;
      starts.add(
          new ReplayedPushes.Start(
              course.level(),
              IntStream.range(0, STEPS).map(course::action).toArray(),
              course.before(0, STEPS),
              course.after(0, STEPS)));
    }
    return starts;
  }

  private static List<ReplayedPushes.Response> push(int pushedAfter, double... direction) {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      return new ReplayedPushes(
              new TrapWorld(),
              agent,
              new double[][] {direction, {0, 0, 0, 0, 0, 1}},
              new ReplayedPushes.Options(pushedAfter, 0.5, List.of(0, 1, 3)))
          .run(starts(agent));
    }
  }

  @Test
  void aPushFadesAsTheAgentForgetsHoweverLateItComes() {
    for (int pushedAfter : new int[] {0, 2}) {
      List<ReplayedPushes.Response> responses = push(pushedAfter, 0, 0, 0, 0, 1, 0);

      assertThat(responses).hasSizeGreaterThan(60);
      assertThat(responses).extracting(ReplayedPushes.Response::lag).contains(0, 1, 3);
      for (ReplayedPushes.Response each : responses) {
        for (int axis : new int[] {4, 5}) {
          double change = each.plus().state()[axis] - each.minus().state()[axis];
          double expected = axis == 4 + each.direction() ? StrictMath.pow(0.25, each.lag()) : 0;
          assertThat(change).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void goesOnFromTheMomentWithTheMostProbableActions() {
    for (ReplayedPushes.Response each : push(2, 0, 0, 0, 0, 1, 0)) {
      if (each.lag() != 0) continue;
      try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
        ReplayedPushes.Start start = starts(agent).get(each.start());
        TrapWorld world = new TrapWorld();
        world.reset(start.level());
        for (int action : start.actions()) world.step(Action.of(action));
        float[] state = start.after();
        for (int i = 0; i < 2; i++) {
          boolean jumps = agent.decide(List.of(state)).get(0).probability(List.of(1)) > 0.5;
          world.step(Action.of(jumps ? 1 : 0));
          state = agent.remember(agent.embed(List.of(agent.view(world))), List.of(state)).get(0);
        }
        assertThat(each.plus().state()[0]).isEqualTo(state[0]);
        assertThat(each.plus().state()[3]).isEqualTo(state[3]);
      }
    }
  }

  @Test
  void refusesAMomentThatWasNotRecordedThere() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      ReplayedPushes.Start start = starts(agent).get(0);
      float[] other = start.after().clone();
      other[3] += 0.1f;
      ReplayedPushes pushes =
          new ReplayedPushes(
              new TrapWorld(),
              agent,
              new double[0][],
              new ReplayedPushes.Options(0, 1, List.of(0)));

      assertThatThrownBy(
              () ->
                  pushes.run(
                      List.of(
                          start,
                          new ReplayedPushes.Start(
                              start.level(), start.actions(), start.before(), other))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("moment 1 is not reached as it was recorded: unit 3 is ");
      assertThatThrownBy(
              () ->
                  pushes.run(
                      List.of(
                          new ReplayedPushes.Start(
                              start.level(), new int[20], start.before(), start.after()))))
          .hasMessage("moment 0 is not reached as it was recorded: the episode ends before it");
    }
  }
}
