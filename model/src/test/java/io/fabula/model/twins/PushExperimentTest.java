package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PushExperimentTest {
  private static final long[] LEVELS = LongStream.range(0, 40).toArray();

  private static List<PushExperiment.Response> push(double... direction) {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      return new PushExperiment(
              new TrapWorld(),
              List.of(agent),
              List.<double[][]>of(new double[][] {direction}),
              new PushExperiment.Options(
                  2, List.of(0, 1, 2, 4), 2, 60, new WatchedCourse.Options(0, 3, 7)))
          .run(LEVELS);
    }
  }

  @Test
  void aPushFadesAsTheAgentForgets() {
    List<PushExperiment.Response> responses = push(0, 0, 0, 0, 1, 0);

    assertThat(responses).hasSizeGreaterThan(60);
    assertThat(responses).extracting(PushExperiment.Response::lag).contains(0, 1, 2, 4);
    for (PushExperiment.Response each : responses) {
      float change = each.plus().state()[4] - each.minus().state()[4];
      assertThat(change / 4).isCloseTo((float) Math.pow(0.25, each.lag()), within(1e-6f));
      // nothing is read along this axis, so the twins act alike
      assertThat(each.plus().decision().totalVariation(each.untouched().decision())).isZero();
    }
  }

  @Test
  void aPushAlongWhatIsReadChangesWhatIsDone() {
    List<PushExperiment.Response> responses = push(1, 0, 0, 0, 0, 0);

    assertThat(responses)
        .filteredOn(each -> each.lag() == 0)
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.plus().decision().probability(List.of(TrapWorld.JUMP)))
                  .isGreaterThan(0.9);
              assertThat(each.minus().decision().probability(List.of(TrapWorld.JUMP)))
                  .isLessThan(0.1);
            });
  }

  @Test
  void aPushOfNothingChangesNothing() {
    assertThat(push(0, 0, 0, 0, 0, 0))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.plus().state()).isEqualTo(each.untouched().state());
              assertThat(each.minus().state()).isEqualTo(each.untouched().state());
              assertThat(each.plus().decision().logProbabilities())
                  .isEqualTo(each.untouched().decision().logProbabilities());
            });
  }
}
