package io.fabula.model.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.model.impala.ActionNoise;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpisodePlayerTest {
  private static final CoinRunOptions EASY =
      CoinRunOptions.DEFAULT.withDistribution(Distribution.EASY).withBackgrounds(false);
  private static final ImpalaArchitecture AGENT =
      new ImpalaArchitecture(64, 4, 1, List.of(4), 8, 8, true, 15);
  private static final int BATCH = 8;

  private static final EpisodeRecorder.Options RECORDING =
      EpisodeRecorder.Options.all().withRewardScale(new RewardScale(4)::scaled);

  private static ImpalaNetwork network;

  private static ImpalaNetwork network() {
    return network;
  }

  @TempDir Path directory;

  @BeforeAll
  static void makeAgent() {
    network = ImpalaNetwork.create(AGENT, 4);
    float[] head = network.parameters().get("fc_policy.weight");
    for (int i = 0; i < head.length; i++) head[i] *= 100;
    network.parameters().set("fc_policy.weight", head);
  }

  @AfterAll
  static void closeAgent() {
    network.close();
  }

  @Test
  void recordsAnEpisodeIndependentOfItsCompany() {
    Map<Long, RecordedEpisode> together = record(0, 12);
    assertThat(together).hasSize(12);
    for (long id : new long[] {0, 5, 11}) {
      assertSame(record(id, 1).get(id), together.get(id));
    }
    assertSame(record(3, 4).get(5L), together.get(5L));
  }

  @Test
  void recordsWhatWasSeenWhatWasDoneAndWhatThatEarned() {
    boolean sawSuccess = false;
    for (RecordedEpisode episode : record(0, 12).values()) {
      List<RecordedStep> steps = episode.steps();
      assertThat(steps.get(0).extras().get(0)).containsOnly(0f);
      CoinRun world = new CoinRun(EASY);
      world.reset(episode.levelSeed());
      byte[] frame = new byte[64 * 64 * 3];
      for (RecordedStep step : steps) {
        assertThat(world.done()).isFalse();
        world.observe(frame, 0);
        assertThat(Arrays.equals(step.bytes(), frame)).isTrue();
        assertThat(step.available()).isEqualTo(ActionSet.all(15));
        double total = 0;
        for (float each : step.distribution()) total += Math.exp(each);
        assertThat(total).isCloseTo(1, within(1e-5));
        int t = step.t();
        if (t > 0) assertThat(step.extras().get(0)).isEqualTo(steps.get(t - 1).extras().get(1));
        world.step(step.action());
        assertThat(step.reward()).isEqualTo(world.reward());
      }
      world.observe(frame, 0);
      assertThat(Arrays.equals(episode.finalBytes(), frame)).isTrue();
      assertThat(episode.finalFloats()).isEmpty();
      assertThat(world.terminated()).isEqualTo(!episode.truncated());
      RecordedStep last = steps.get(steps.size() - 1);
      assertThat(episode.finalExtras().get(0)).isEqualTo(last.extras().get(1));
      assertThat(episode.finalExtras().get(1)).isEmpty();
      assertThat(episode.success()).isEqualTo(world.completed());
      if (episode.success()) {
        sawSuccess = true;
        assertThat(episode.returnRaw()).isEqualTo(10);
        assertThat((double) last.rewardScaled()).isCloseTo(10 / Math.sqrt(4), within(1e-6));
      }
    }
    assertThat(sawSuccess).as("an episode with the coin among those recorded").isTrue();
  }

  @Test
  void recordsTheLevelThatIsReallyPlayed() {
    CoinRunOptions one = CoinRunOptions.DEFAULT.withDistribution(Distribution.EXPLORATION);
    CoinRun world = new CoinRun(one);
    world.reset(5);
    List<RecordedEpisode> episodes = new ArrayList<>();
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(
            noisy(), () -> new CoinRun(one), BATCH, RECORDING.withMaximumSteps(3), 1)) {
      recorder.record(0, 3, episodes::add);
    }
    assertThat(episodes).hasSize(3);
    assertThat(episodes).allMatch(each -> each.levelSeed() == world.levelSeed());
  }

  @Test
  void flattensProbabilitiesUnderNoise() {
    for (RecordedStep step : record(0, 1).get(0L).steps()) {
      for (int a = 10; a < 15; a++)
        assertThat(step.distribution()[a]).isEqualTo(step.distribution()[9]);
      assertThat(step.distribution()[7] - step.distribution()[9]).isCloseTo(3.1f, within(1e-5f));
    }
  }

  @Test
  void cutsEpisodesOffWithTheFrameAfterTheLastStep() {
    List<RecordedEpisode> episodes = new ArrayList<>();
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(
            noisy(), () -> new CoinRun(EASY), BATCH, RECORDING.withMaximumSteps(3), 1)) {
      recorder.record(0, 5, episodes::add);
    }
    assertThat(episodes).hasSize(5);
    for (RecordedEpisode episode : episodes) {
      assertThat(episode.steps()).hasSize(3);
      assertThat(episode.truncated()).isTrue();
      CoinRun world = new CoinRun(EASY);
      world.reset(episode.levelSeed());
      for (RecordedStep step : episode.steps()) world.step(step.action());
      byte[] after = new byte[64 * 64 * 3];
      world.observe(after, 0);
      assertThat(Arrays.equals(episode.finalBytes(), after)).isTrue();
    }
  }

  @Test
  void evaluatesLevelsIndependentOfThreadsAndOfEachOther() {
    EpisodePlayer.Options most = EpisodePlayer.Options.wholeEpisodes().withMaximumSteps(300);
    double[] one = evaluation(0, 40, 1).returns(noisy(), most);
    assertThat(Arrays.stream(one).sum()).isPositive();
    assertThat(evaluation(0, 40, 2).returns(noisy(), most)).isEqualTo(one);
    assertThat(evaluation(8, 6, 1).returns(noisy(), most))
        .isEqualTo(Arrays.copyOfRange(one, 8, 14));
    Policy modal = new NetworkPolicy(new NoisyNetwork(agent(), new ActionNoise()), true);
    assertThat(evaluation(0, 40, 2).returns(modal, most)).isNotEqualTo(one);
  }

  @Test
  void scoresTheScriptedPoliciesAsTheOriginalDoes() {
    double[] jumping =
        evaluation(0, 400, 2).returns(PlayerPolicy.constant(Action.of(CoinRun.RIGHT_AND_UP)));
    assertThat(Arrays.stream(jumping).average().orElseThrow())
        .as("6.75 over 4000 levels; four standard errors over 400")
        .isCloseTo(6.75, within(0.94));
    double[] standing =
        evaluation(0, 5, 1).returns(PlayerPolicy.constant(Action.of(CoinRun.NO_OPERATION)));
    assertThat(standing).containsOnly(0);
    double[] random = evaluation(0, 200, 2).returns(PlayerPolicy.random());
    assertThat(Arrays.stream(random).average().orElseThrow())
        .as("2.74 over 4000 levels; four standard errors over 200")
        .isCloseTo(2.74, within(1.26));
  }

  @Test
  void keepsAnAgentInAFile() throws IOException {
    Path path = directory.resolve("agent.safetensors");
    network.save().write(path);
    try (ImpalaNetwork loaded = ImpalaNetwork.load(TensorFile.read(path))) {
      assertThat(loaded.architecture()).isEqualTo(AGENT);
      for (ParameterShape each : AGENT.parameters()) {
        assertThat(loaded.parameters().get(each.name()))
            .isEqualTo(network.parameters().get(each.name()));
      }
    }
    TensorFile without = new TensorFile();
    assertThatThrownBy(() -> ImpalaNetwork.load(without)).hasMessageContaining("is missing");
  }

  @Test
  void refusesAWorldThatDoesNotFit() {
    try (ImpalaNetwork other =
        ImpalaNetwork.create(new ImpalaArchitecture(32, 2, 1, List.of(4), 8, 8, true, 15), 1)) {
      assertThatThrownBy(
              () ->
                  new EpisodePlayer(
                      NetworkPolicy.sampled(new ImpalaAgent(other, false)),
                      () -> new CoinRun(EASY),
                      2,
                      EpisodePlayer.Options.wholeEpisodes()))
          .hasMessageContaining("32x32");
    }
  }

  private static ImpalaAgent agent() {
    return new ImpalaAgent(network, false);
  }

  private static Policy noisy() {
    return NetworkPolicy.sampled(new NoisyNetwork(agent(), new ActionNoise()));
  }

  private static AgentEvaluation evaluation(int first, int levels, int threads) {
    return new AgentEvaluation(() -> new CoinRun(EASY), first, levels, 3, threads);
  }

  private static Map<Long, RecordedEpisode> record(long first, int count) {
    Map<Long, RecordedEpisode> episodes = new HashMap<>();
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(noisy(), () -> new CoinRun(EASY), BATCH, RECORDING, 1)) {
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
      assertThat(a.extras().get(0)).isEqualTo(e.extras().get(0));
      assertThat(a.extras().get(1)).isEqualTo(e.extras().get(1));
    }
  }
}
