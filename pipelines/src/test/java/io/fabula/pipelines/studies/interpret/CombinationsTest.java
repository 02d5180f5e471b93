package io.fabula.pipelines.studies.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.interpret.settings.AgentSettings;
import io.fabula.pipelines.studies.interpret.stages.ReferenceAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that cannot go together are refused at once, with the key and where it was set. */
class CombinationsTest {
  private static void resolve(String overrides) {
    ResolvedStudy.of(new InterpretStudy(), "tiny", Optional.empty(), List.of(overrides.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent.channels=[]                 | agent.channels must be numbers from 1",
        "agent.channels=[8,-16]            | agent.channels must be numbers from 1",
        "agent.ppo.learning_rate=1e400     | agent.ppo.learning_rate must",
        "agent.ppo.gradient_norm=1e400     | agent.ppo.gradient_norm must",
        "agent.ppo.minibatch_size=1 agent.ppo.shards=2 | agent.ppo.",
        "agent.minutes=1e400               | agent.minutes must",
        "simulator.learning_rate=1e400     | simulator.learning_rate must",
        "world.distribution=exploration world.num_levels=5 | world.num_levels must be 0",
        "world.num_levels=4 evaluation.first_level=0 | evaluation.first_level must leave out",
        "world.num_levels=4 world.start_level=8 evaluation.first_level=1 | evaluation.first_level",
        "world.start_level=2147483647 world.num_levels=2 | world.num_levels must end at",
        "agent.hidden=2                    | reduction.ics must be at most agent.hidden",
        "reduction.ics=33                  | reduction.ics must be at most agent.hidden",
        "recording.episodes=1              | recording.episodes must be above",
        "recording.episodes=2              | recording.episodes must be above",
        "recording.max_steps=2 simulator.holdout_episodes=1 | recording.max_steps must give",
        "simulator.size=paper              | simulator.size must be mini",
        "agent.from=reference agent.pool=1 simulator.size=paper | got paper with agent.from",
        "behaviours.differences=[]         | behaviours.differences must be",
        "behaviours.differences=[8]        | behaviours.differences must be below",
        "behaviours.samples=1 behaviours.clusters=32 | behaviours.clusters must be at most",
        "behaviours.embedding=tsne behaviours.samples=6 | behaviours.samples must give more than",
        "simulation.steps=3                | behaviours.differences must be below",
        "correlations.max_difference=9 correlations.shown_differences=[8] | correlations.shown",
        "analyses.jacobian.grad_timestep=5 | analyses.jacobian.grad_timestep must be at most",
        "analyses.target_func.timesteps=[8] | analyses.target_func.timesteps must be below",
        "analyses.target_func.timesteps=[1,2] | analyses.target_func.timesteps must be one",
        "analyses.target_func.targets=[ghost] | analyses.target_func.targets must be of",
        "analyses.interpolation.random_ends=false analyses.interpolation.pairs=25 | at most half",
        "stories.features=[ghost]          | stories.features: feature must be one of",
        "stories.edits=[ghost]             | stories.edits: edit must be one of"
      })
  void isRefusedWithItsKeyAndLayer(String overrides, String message) {
    assertThatThrownBy(() -> resolve(overrides.strip()))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void theReferenceAgentSeesWhatTheSettingsSay(@TempDir Path folder) throws IOException {
    try (ImpalaNetwork network = ImpalaNetwork.load(ReferenceAgent.read(folder))) {
      assertThat(network.architecture().pool()).isEqualTo(AgentSettings.REFERENCE_POOL);
    }
  }

  @Test
  void namesTheLayerThatSetTheKey() {
    assertThatThrownBy(() -> resolve("reduction.ics=33"))
        .hasMessageStartingWith("command line: reduction.ics must be at most agent.hidden");
    assertThatThrownBy(() -> resolve("agent.hidden=2"))
        .hasMessageStartingWith("profile tiny")
        .hasMessageContaining("reduction.ics must be at most agent.hidden, which is 2, got 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "world.distribution=exploration",
        "world.num_levels=4 world.start_level=7 evaluation.first_level=11",
        "world.num_levels=4 world.start_level=8 evaluation.first_level=0",
        "world.start_level=2147483647 world.num_levels=1 evaluation.first_level=5",
        "agent.from=reference agent.hidden=2 agent.embedding=2",
        "agent.pool=1 simulator.size=paper",
        "recording.max_steps=0",
        "behaviours.embedding=tsne behaviours.samples=7"
      })
  void whatGoesTogetherIsAccepted(String overrides) {
    assertThatCode(() -> resolve(overrides)).doesNotThrowAnyException();
  }

  private static List<String> stages(String profile, String... overrides) {
    InterpretStudy study = new InterpretStudy();
    return study
        .stages(ResolvedStudy.of(study, profile, Optional.empty(), List.of(overrides)).settings())
        .stream()
        .map(Stage::name)
        .toList();
  }

  @Test
  void miniTellsTheStoriesOfTheReferenceAgentBesideThoseOfItsOwn() {
    assertThat(stages("mini"))
        .contains("causal-stories", "causal-stories-reference", "film-stories-reference")
        .contains("untrained-agent-reference-5", "reduce-hidden-states-reference-untrained-5")
        .doesNotContain("train-simulator-reference", "train-simulator-untrained-1")
        .doesNotHaveDuplicates();
    assertThat(stages("mini", "agent.from=reference"))
        .contains("causal-stories")
        .noneMatch(name -> name.contains("-reference"));
    assertThat(stages("tiny", "stories.path_levels=0"))
        .contains("causal-stories")
        .doesNotContain("choose-paths", "confirm-paths");
  }
}
