package io.fabula.model.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.platform.PlatformPlayer;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.agents.RecordedStep;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One player and one recorder for worlds of every kind. */
class AllWorldsTest {
  private static final int BATCH = 4;
  private static final int STEPS = 25;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "platform",
        "twostage-walk",
        "twostage-flat",
        "subgrid",
        "doorkey-6",
        "diglava-mini",
        "recsim",
        "create-push-state",
        "create-push-mini-state"
      })
  void recordsAnEpisodeThatItsSeedsAloneDecide(String name) {
    Supplier<Environment> worlds = () -> Worlds.named(name).orElseThrow().make();
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(worlds.get().spec(), 8), 3)) {
      for (Policy policy :
          new Policy[] {
            NetworkPolicy.sampled(network), NetworkPolicy.mostLikely(network), PlayerPolicy.random()
          }) {
        Map<Long, RecordedEpisode> together = record(policy, worlds, 0, 6);
        assertThat(together).hasSize(6);
        assertSame(record(policy, worlds, 4, 1).get(4L), together.get(4L));
        assertSame(record(policy, worlds, 2, 3).get(3L), together.get(3L));
        for (RecordedEpisode each : together.values()) replay(worlds.get(), each);
      }
    }
  }

  @Test
  void playsPlatformByRulesAndByANetwork() {
    AgentEvaluation evaluation = new AgentEvaluation(Platform::new, 0, 60, 1, 2);
    double[] rules = evaluation.returns(new PlayerPolicy(seed -> world -> rules(world)));
    double[] random = evaluation.returns(PlayerPolicy.random());
    assertThat(mean(rules)).as("returns 0..1; the rules know the world").isGreaterThan(0.9);
    assertThat(mean(random)).isLessThan(0.5);
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(new Platform().spec(), 16), 3)) {
      double[] one = evaluation.returns(NetworkPolicy.sampled(network));
      assertThat(
              new AgentEvaluation(Platform::new, 0, 60, 1, 1)
                  .returns(NetworkPolicy.sampled(network)))
          .isEqualTo(one);
      assertThat(mean(one)).isGreaterThan(0);
    }
  }

  private static Action rules(Environment world) {
    return new PlatformPlayer().act((Platform) world);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Steps a fresh world by what was recorded and expects to see what was recorded. */
  private static void replay(Environment world, RecordedEpisode episode) {
    world.reset(episode.levelSeed());
    ObservationBatch seen = new ObservationBatch(world.spec().observations(), 1);
    for (RecordedStep step : episode.steps()) {
      seen.put(0, world);
      assertThat(step.available()).isEqualTo(world.availableActions());
      if (seen.byteValued()) assertThat(step.bytes()).isEqualTo(seen.bytes());
      else assertThat(step.floats()).isEqualTo(seen.floats());
      if (step.distribution().length > 0) assertThat(step.logProbability()).isNotZero();
      world.step(step.action());
      assertThat(step.reward()).isEqualTo(world.reward());
    }
    seen.put(0, world);
    if (seen.byteValued()) assertThat(episode.finalBytes()).isEqualTo(seen.bytes());
    else assertThat(episode.finalFloats()).isEqualTo(seen.floats());
    assertThat(episode.success()).isEqualTo(world.completed());
  }

  private static Map<Long, RecordedEpisode> record(
      Policy policy, Supplier<Environment> worlds, long first, int count) {
    Map<Long, RecordedEpisode> episodes = new TreeMap<>();
    EpisodeRecorder.Options options = EpisodeRecorder.Options.all().withMaximumSteps(STEPS);
    try (EpisodeRecorder recorder = new EpisodeRecorder(policy, worlds, BATCH, options, 5)) {
      recorder.record(first, count, episode -> episodes.put(episode.id(), episode));
    }
    return episodes;
  }

  private static void assertSame(RecordedEpisode actual, RecordedEpisode expected) {
    assertThat(actual.levelSeed()).isEqualTo(expected.levelSeed());
    assertThat(actual.steps()).hasSameSizeAs(expected.steps());
    for (int t = 0; t < actual.steps().size(); t++) {
      RecordedStep a = actual.steps().get(t);
      RecordedStep e = expected.steps().get(t);
      assertThat(a.action()).isEqualTo(e.action());
      assertThat(a.value()).isEqualTo(e.value());
      assertThat(a.logProbability()).isEqualTo(e.logProbability());
      assertThat(a.distribution()).isEqualTo(e.distribution());
      assertThat(a.bytes()).isEqualTo(e.bytes());
      assertThat(a.floats()).isEqualTo(e.floats());
    }
  }
}
