package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EditExperimentTest {
  private static final WatchedCourse.Options COURSE = new WatchedCourse.Options(0, 2, 5);

  @Test
  void trapsMoveTheStateOfTheAgentAlongTheirAxesAndLampsAlongTheirs() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      List<EditExperiment.Response> responses =
          new EditExperiment(
                  new TrapWorld(),
                  List.of(agent),
                  new EditExperiment.Options(List.of("trap-added"), 1, 3, 100, COURSE))
              .run(LongStream.range(0, 30).toArray());

      assertThat(responses).hasSizeBetween(20, 90);
      for (EditExperiment.Response each : responses) {
        assertThat(each.step()).isGreaterThanOrEqualTo(2);
        assertThat(each.sighting().distance()).isZero();
        assertThat(each.changedByEdit()).isEqualTo(1 / 3.0);
        assertThat(each.changedByPlacebo()).isEqualTo(1 / 3.0);
        EditExperiment.Watched watched = each.agents().get(0);
        float[] untouched = watched.untouched().get(0);
        assertThat(watched.edited().get(0)[0] - untouched[0]).isEqualTo(1);
        assertThat(watched.edited().get(0)[2] - untouched[2]).isZero();
        assertThat(watched.placebo().get(0)[0] - untouched[0]).isZero();
        assertThat(watched.placebo().get(0)[2] - untouched[2]).isEqualTo(1);
      }
    }
  }

  @Test
  void comparesUntilTheWorldsPart() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      List<EditExperiment.Response> responses =
          new EditExperiment(
                  new TrapWorld(),
                  List.of(agent),
                  new EditExperiment.Options(List.of("trap-added"), 4, 3, 100, COURSE))
              .run(LongStream.range(0, 30).toArray());

      // the untouched course walks, so the edited one is trapped by the next step
      assertThat(responses).extracting(EditExperiment.Response::lags).contains(1);
      assertThat(responses)
          .allSatisfy(
              each -> {
                assertThat(each.agents().get(0).untouched()).hasSize(each.lags());
                assertThat(each.agents().get(0).placebo()).hasSize(each.lags());
              });
    }
  }

  @Test
  void otherAgentsWatchWhatTheFirstDoes() {
    CoinRun world = new CoinRun(CoinRunOptions.DEFAULT);
    try (ImpalaNetwork player = ImpalaNetwork.create(ImpalaArchitecture.mini(), 1);
        ImpalaNetwork other = ImpalaNetwork.create(ImpalaArchitecture.mini(), 2);
        SteppingAgent first = new SteppingAgent(new ImpalaAgent(player, false));
        SteppingAgent second = new SteppingAgent(new ImpalaAgent(other, false))) {
      float[] bias = player.parameters().get("fc_policy.bias");
      bias[CoinRun.RIGHT_AND_UP] = 6;
      player.parameters().set("fc_policy.bias", bias);
      EditExperiment.Options options =
          new EditExperiment.Options(
              List.of("add-saw", "add-coin"), 3, 2, 4, new WatchedCourse.Options(30, 1, 8));
      long[] levels = LongStream.range(50, 56).toArray();
      List<EditExperiment.Response> alone =
          new EditExperiment(world, List.of(first), options).run(levels);
      List<EditExperiment.Response> together =
          new EditExperiment(world, List.of(first, second), options).run(levels);

      assertThat(alone).isNotEmpty().hasSameSizeAs(together);
      List<Integer> counts = new ArrayList<>(List.of(0, 0));
      for (int i = 0; i < alone.size(); i++) {
        EditExperiment.Response own = alone.get(i);
        EditExperiment.Response both = together.get(i);
        int kind = options.edits().indexOf(own.edit().name());
        counts.set(kind, counts.get(kind) + 1);
        assertThat(both.step()).isEqualTo(own.step());
        assertThat(both.agents().get(0)).usingRecursiveComparison().isEqualTo(own.agents().get(0));
        assertThat(both.agents().get(1).edited().get(0))
            .isNotEqualTo(both.agents().get(1).untouched().get(0));
        assertThat(own.sighting().present()).isTrue();
      }
      assertThat(counts).allMatch(count -> count <= 4);
    }
  }

  @Test
  void refusesEditsThatTheWorldDoesNotKnow() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      assertThatThrownBy(
              () ->
                  new EditExperiment(
                      new TrapWorld(),
                      List.of(agent),
                      new EditExperiment.Options(List.of("ghost-added"), 1, 3, 100, COURSE)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("edit must be one of [trap-added], got ghost-added");
    }
  }
}
