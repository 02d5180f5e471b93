package io.fabula.pipelines.studies.agilegrid.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.config.Settings;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilecreate.AgileCreateStudy;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilegrid.AgileGridStudy;
import io.fabula.pipelines.studies.agilegrid.originals.PolicyOptionTable.Kind;
import io.fabula.pipelines.studies.agilegrid.originals.PolicyOptions.World;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.sums.Console;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyOptionsTest {
  private static final String GRID = "--env_name=MiniGrid-DualLavaEnv-v0 --prefix=a ";
  private static final String PUSH = "--env_name=CreateLevelPush-v0 --prefix=a ";

  private static PolicyOptions parse(String line) {
    return PolicyOptions.parse(List.of(line.split(" ")));
  }

  private static AgileGridSettings grid(String line) {
    return ResolvedStudy.of(
            new AgileGridStudy(),
            "paper",
            Optional.empty(),
            parse(GRID + "--method_name=relational " + line).settings())
        .settings();
  }

  private static AgileCreateSettings create(String line) {
    return ResolvedStudy.of(
            new AgileCreateStudy(), "paper", Optional.empty(), parse(line).settings())
        .settings();
  }

  @ParameterizedTest
  @CsvSource({
    "--method_name=relational,AGILE",
    "--method_name=relational --gnn_gat_model=gat2,AGILE",
    "--method_name=relational --gnn_gat_model=gcn2,AGILE_GCN",
    "--method_name=relational --summarizer_use_only_action=True,AGILE_ONLY_ACTION",
    "--method_name=baseline,UTILITY",
    "--method_name=input_mask,MASK_INPUT_OUTPUT",
    "--method_name=mask,MASK_OUTPUT",
    "--method_name=summary --action_summarizer=gnn,SUMMARY_GAT",
    "--method_name=summary --action_summarizer lstm,SUMMARY_LSTM",
    "--method_name summary --action_summarizer deep_set,SUMMARY_DEEP_SET"
  })
  void tellsTheAgentThatOptionsMean(String line, SetAgent agent) {
    assertThat(parse(GRID + line).agent()).isEqualTo(agent);
    assertThat(parse(PUSH + line).agent()).isEqualTo(agent);
  }

  @Test
  void everyOptionThatSetsAKeySetsOneThatExists() {
    List<String> gridKeys = Settings.keys(AgileGridSettings.class);
    List<String> createKeys = Settings.keys(AgileCreateSettings.class);
    PolicyOptionTable.all()
        .forEach(
            (name, entry) -> {
              if (entry.kind() != Kind.TEXT && entry.kind() != Kind.FLAG) return;
              if (entry.world() != World.CREATE) {
                assertThat(gridKeys).as(name).contains(entry.key());
              }
              if (entry.world() != World.GRID) {
                assertThat(createKeys).as(name).contains(entry.key());
              }
            });
  }

  @Test
  void theOriginalsDefaultsAreThePublishedSettings() {
    AgileGridSettings published = grid("");
    AgileGridSettings written =
        grid(
            "--num_processes=64 --num_steps=512 --num_env_steps=10000000 --lr_env_steps=40000000"
                + " --entropy_coef=0.05 --lr=1e-3 --gamma=0.99 --gae_lambda=0.95 --clip_param=0.1"
                + " --ppo_epoch=4 --num_mini_batch=4 --value_loss_coef=0.5 --max_grad_norm=0.5"
                + " --eps=1e-5 --seed=31 --use_linear_lr_decay=True --state_encoder_hidden_size=64"
                + " --dist_hidden_dim=64 --gat_num_attention_heads=1 --gnn_residual_connection=True"
                + " --gnn_alpha_teleport=1.0 --lstm_summarizer_num_layers=2"
                + " --separate_critic_state=False --concat_relational_action_features=False"
                + " --input_mask_mlp=False --deterministic_policy=False --graph_norm_type=None"
                + " --dist_linear_action=True --use_state_mlp=1 --max_grid_steps=50");
    assertThat(written).isEqualTo(published);
    assertThat(published.seeds()).isEqualTo(1);
    assertThat(published.training().updates()).isEqualTo(305);
  }

  @Test
  void readsOptionsThatAreReadTogether() {
    assertThat(grid("--num_eval=5").evaluation().episodes()).isEqualTo(20);
    assertThat(grid("--num_eval=5 --eval_num_processes=3").evaluation().episodes()).isEqualTo(15);
    AgileCreateSettings push =
        create(
            PUSH
                + "--method_name=baseline --num_processes=48 --num_eval=2 --test_split=True"
                + " --action_set_size=20 --cont_entropy_coef=0.2 --use_random_embeddings=True"
                + " --large_steps=40 --create_target_reward=1");
    assertThat(push.world().level()).isEqualTo("push");
    assertThat(push.evaluation().episodes()).isEqualTo(96);
    assertThat(push.evaluation().splits()).hasToString("[TRAIN, TEST]");
    assertThat(push.world().actionSetSize()).isEqualTo(20);
    assertThat(push.world().useRandomEmbeddings()).isTrue();
    assertThat(push.contEntropyCoef()).isEqualTo(0.2);
    assertThat(
            create("--env_name=CreateLevelSeesaw-v0 --prefix=a --method_name=relational")
                .world()
                .level())
        .isEqualTo("seesaw");
  }

  @Test
  void maskedAgentsAreJudgedWithTheirToolsAloneUnlessAskedOtherwise() {
    String mask = PUSH + "--method_name=mask";
    assertThat(create(mask).evaluation().splits()).hasToString("[TRAIN]");
    assertThat(parse(mask).warnings())
        .containsExactly(
            "mask_output has no outputs for tools that it never saw: it is judged with training"
                + " tools");
    assertThat(parse(GRID + "--method_name=mask").warnings()).isEmpty();
    assertThatThrownBy(() -> create(mask + " --test_split=True"))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("those of tools that it never saw are not trained");
  }

  @Test
  void namesOptionsWithoutEffect() {
    assertThat(
            parse(GRID + "--method_name=mask --resume=True --cont_entropy_coef=0.1 --vid_fps=5")
                .warnings())
        .containsExactly(
            "--resume has no effect: the same command goes on where it stopped",
            "--cont_entropy_coef has no effect on agile-grid",
            "--vid_fps has no effect: videos have a rate of their own");
  }

  @ParameterizedTest
  @CsvSource({
    "--env_name=CreateLevelPush-v0 --method_name=mask,--prefix is missing",
    "--env_name=CreateLevelPush-v0 --prefix= --method_name=mask,--prefix must not be empty",
    "--prefix=a --method_name=mask,--env_name is missing",
    "--env_name=CreateLevelPush-v0 --prefix=a,--method_name is missing",
    "--env_name=CreateLevelPsh-v0 --prefix=a --method_name=mask,CreateLevelPush-v0",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=agile,'relational, summary, baseline'",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=summary,gnn",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=relational --gnn_gat_model=gat,gcn2",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=mask --dist_hidden_dim=32,be equal",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=mask --large_steps=20,only be 40 here",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=mask --num_eval=few,'number of at least"
        + " 1, got few'",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=mask --input_mask_mlp=maybe,got maybe",
    "--env_name=CreateLevelPush-v0 --prefix=a --method_name=mask --num_procesess=2,num_processes"
  })
  void refusesWhatCannotBe(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void printsTheAgentAndTheSettings() {
    Console console =
        Console.run(
            Studies.builtIn(),
            "agile-policy",
            "--env_name",
            "MiniGrid-DualLavaEnv-v0",
            "--prefix=first",
            "--method_name=relational",
            "--lr=0.002",
            "--no_cuda=True",
            "--profile=tiny",
            "--print-config");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .startsWith("agent agile\n")
        .contains("agent: \"agile\"\n")
        .contains("  lr: 0.002\n");
    assertThat(console.err()).isEqualTo("fabula: --no_cuda has no effect: there is none\n");
    Console unknown = Console.run(Studies.builtIn(), "agile-policy", "--learning_rate=1");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("fabula: unknown option --learning_rate");
  }
}
