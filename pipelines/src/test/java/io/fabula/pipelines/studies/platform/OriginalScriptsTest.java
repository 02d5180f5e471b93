package io.fabula.pipelines.studies.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the project that the study follows, by their names and with their keys. */
class OriginalScriptsTest {
  /** Every key of the project's training, with a value. */
  private static final List<String> EVERY_KEY =
      List.of(
          "agent=mpq_agent",
          "agent._target_=rl.agents.MPQAgent",
          "agent.state_dim=9",
          "agent.action_dim=3",
          "agent.gamma=0.8",
          "agent.memory_size=500",
          "agent.memory_batch_size=8",
          "agent.seed=4",
          "agent.tau_q=1e-2",
          "agent.tau_param_actor=0.002",
          "agent.learning_rate_q=0.01",
          "++agent.learning_rate_param_actor=1e-4",
          "agent.epsilon_min=0.02",
          "agent.epsilon_max=0.9",
          "agent.decay_epsilon_episodes=20",
          "agent.update_steps_burn_in=20",
          "agent.update_frequency_steps=2",
          "agent.use_cuda=true",
          "agent.param_actor.state_dim=${agent.state_dim}",
          "agent.param_actor.action_parameter_sizes=[1, 1, 1]",
          "agent.param_actor.hidden_layer_sizes=[8]",
          "agent.q_network.state_dim=9",
          "agent.q_network.action_dim=3",
          "agent.q_network.action_parameter_sizes=[1,1,1]",
          "agent.q_network.hidden_layer_sizes=[8,4]",
          "n_episodes=12",
          "render_episodes_frequency=100",
          "eval_episodes_frequency=6",
          "use_wrapper=true",
          "experiment_name='Default Training Experiment'",
          "run_name=null");

  @TempDir Path directory;

  private Console script(String name, Stream<String> more) {
    return Console.run(
        Studies.builtIn(),
        Stream.concat(Stream.of(name, "--store=" + directory, "--profile=tiny"), more)
            .toArray(String[]::new));
  }

  private Console script(String name, String... more) {
    return script(name, Stream.of(more));
  }

  @Test
  void everyKeyHasItsCounterpart() {
    Console shown =
        script("train_mpq_agent", Stream.concat(EVERY_KEY.stream(), Stream.of("--print-config")));
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("seed: 4", "gamma: 0.8", "tau_q: 0.01", "update_steps_burn_in: 21")
        .contains("n_episodes: 12", "exploration: \"uniform\"");
    assertThat(shown.err())
        .contains("agent.use_cuda has no effect: no graphics processor is used")
        .contains("run_name has no effect");
  }

  @Test
  void trainingHandsItsIdToInference() {
    Console trained =
        script("train_mpq_agent.py", Stream.concat(EVERY_KEY.stream(), Stream.of("--quiet")));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    String id = trained.line("Mlflow run id: ");
    assertThat(id).startsWith("platform-tiny-");
    Console explained = script("inference_mpq_agent", "training_run_id=" + id);
    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.line("Mlflow run id: ")).isEqualTo(id);
    assertThat(explained.out()).containsPattern("train-agents +\\w+ +up to date");
    assertThat(Path.of(explained.line("report "))).exists();
  }

  @Test
  void whatCannotBeHadIsSaidInOneLine() {
    refuses("unknown key agent.gama, did you mean agent.gamma", "train_mpq_agent", "agent.gama=1");
    refuses("use_wrapper=false is not supported", "train_mpq_agent", "use_wrapper=false");
    refuses(
        "agent.state_dim must be 9 in the world platform, got 5",
        "mpg_agent_pipeline",
        "agent.state_dim=5");
    refuses(
        "agent.learning_rate_q must be a number, got abc",
        "mpg_agent_pipeline",
        "agent.learning_rate_q=abc");
    refuses("training_run_id is missing", "inference_mpg_agent");
    refuses("training_run_id is missing", "inference_mpg_agent", "training_run_id=???");
    refuses("there is no run no-such", "inference_mpg_agent", "training_run_id=no-such");
  }

  private void refuses(String line, String script, String... more) {
    Console console = script(script, more);
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err().lines()).singleElement().asString().contains(line);
  }
}
