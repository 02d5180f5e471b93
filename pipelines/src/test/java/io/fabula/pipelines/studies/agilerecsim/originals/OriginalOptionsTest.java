package io.fabula.pipelines.studies.agilerecsim.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.config.Settings;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilerecsim.AgileRecsimStudy;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.sums.Console;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalOptionsTest {
  private static OriginalOptions parse(String line) {
    return OriginalOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  private static AgileRecsimSettings settings(String line) {
    return ResolvedStudy.of(
            new AgileRecsimStudy(), "mini", Optional.empty(), parse(line).settings())
        .settings();
  }

  @ParameterizedTest
  @CsvSource({
    "'',UTILITY",
    "'--if_e_node=True --action_summarizer=gnn --graph_type=gat2 --gcdqn_no_graph=False'"
        + ",AGILE",
    "'--if_e_node=False --action_summarizer=None --graph_type=None --gcdqn_no_graph=True',UTILITY",
    "'--gcdqn_no_graph=True --agent_standardRL_type=1',MASK_OUTPUT",
    "'--gcdqn_no_graph=True --agent_standardRL_type=2',MASK_INPUT_OUTPUT",
    "'--agent_standardRL_type=mask_output',MASK_OUTPUT",
    "'--agent_standardRL_type=mask_input_output',MASK_INPUT_OUTPUT",
    "'--agent_type=dqn',DQN",
    "'--agent_type=random',RANDOM",
    "'--agent_type=cdqn',UTILITY",
    "'--agent_type=cdqn --q_net_if_share_weight=no',SEPARATE",
    "'--if_e_node=False --action_summarizer=gnn --graph_type=gat2 --gcdqn_no_graph=f',SUMMARY_GAT",
    "'--action_summarizer=lstm --gcdqn_no_graph=0 --gcdqn_use_post_summarise_mlp=n',SUMMARY_LSTM",
    "'--action_summarizer=deep_set --gcdqn_no_graph=False',SUMMARY_DEEP_SET",
    "'--action_summarizer=deepSet --gcdqn_no_graph=False',SUMMARY_DEEP_SET",
    "'--if_e_node=Y --action_summarizer=gnn --graph_type=gcn --gcdqn_no_graph=False',AGILE_GCN",
    "'--if_e_node=t --action_summarizer=gnn --graph_type=gat2 --gcdqn_no_graph=False"
        + " --summarizer_use_only_action=1',AGILE_ONLY_ACTION"
  })
  void tellsTheAgentThatOptionsMean(String line, AgentName agent) {
    assertThat(parse(line).agent()).isEqualTo(agent);
    assertThat(settings(line).agents()).containsExactly(agent);
  }

  @Test
  void everyOptionWithASettingOfItsNameSetsIt() {
    List<String> keys = Settings.keys(AgileRecsimSettings.class);
    OptionTable.all().forEach((name, entry) -> assertThat(keys).as(name).containsAll(entry.keys()));
    AgileRecsimSettings given =
        settings(
            "--num_epochs=7 --q_net_dim_hidden=32_16 --recsim_num_categories=5 --slate_size=4"
                + " --num_candidates 12 --recsim_if_mdp=No --random_seed=3 --epsilon_end=0.2"
                + " --recsim_resampling_method=category_based --obs_encoder_type=sequential-rnn");
    assertThat(given.training().numEpochs()).isEqualTo(7);
    assertThat(given.agent().qNetDimHidden()).containsExactly(32, 16);
    assertThat(given.world().items().recsimNumCategories()).isEqualTo(5);
    assertThat(given.world().items().source()).isEqualTo("generated");
    assertThat(given.world().numCandidates()).isEqualTo(12);
    assertThat(given.world().recsimIfMdp()).isFalse();
    assertThat(given.seed()).isEqualTo(3);
  }

  @Test
  void readsOptionsThatAreReadTogether() {
    AgileRecsimSettings given =
        settings(
            "--type_UserChoiceModel=SlateDependentChoiceModel"
                + " --recsim_base_SlateChoiceModel=ExponentialCascadeChoiceModel"
                + " --recsim_user_model_type_constraint=candidate"
                + " --recsim_choice_model_type_constraint=soft2-mask"
                + " --recsim_type_reward=shannon_entropy --recsim_if_add_metric_to_click=True"
                + " --recsim_no_click_mass_method=min_max --recsim_if_no_fix_for_done=False");
    assertThat(given.world().choice().recsimBaseSlateChoiceModel().name())
        .isEqualTo("EXPONENTIAL_CASCADE");
    assertThat(given.world().choice().recsimChoiceModelTypeConstraint().name())
        .isEqualTo("SOFT_LABELLED_ONLY");
    assertThat(given.world().choice().constraintMasks()).isTrue();
    assertThat(given.world().recsimTypeReward().name()).isEqualTo("CLICK_PLUS_METRIC");
    assertThat(given.world().recsimIfNoFixForDone()).isFalse();
    assertThat(settings("--type_UserChoiceModel=MultinomialLogitChoiceModel").world().choice())
        .satisfies(
            choice -> {
              assertThat(choice.slateDependent()).isFalse();
              assertThat(choice.recsimBaseSlateChoiceModel().name()).isEqualTo("MULTINOMIAL_LOGIT");
            });
  }

  @Test
  void namesOptionsWithoutEffect() {
    assertThat(parse("--if_position_wise_target=True --pp_lr=3 --device=cuda").warnings())
        .containsExactly(
            "--if_position_wise_target has no effect",
            "--pp_lr has no effect",
            "--device has no effect");
  }

  @ParameterizedTest
  @CsvSource({
    "--if_e_node=perhaps,'--if_e_node must be yes, true, t, y, 1 or no, false, f, n, 0'",
    "--num_epoch=3,unknown option --num_epoch",
    "--agent_type=ddqn,'--agent_type must be random, dqn, cdqn or gcdqn, got ddqn'",
    "--env_name=ml-100k,--env_name must be recsim or sample",
    "--num_epochs,needs a value",
    "--recsim_slate_reward=False,is not available"
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
            "agile-recsim",
            "train_policy",
            "--agent_type=cdqn",
            "--if_debug=True",
            "--print-config");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).startsWith("agent utility\n").contains("agents:\n- \"utility\"\n");
    assertThat(console.err()).isEqualTo("fabula: --if_debug has no effect\n");
    Console unknown = Console.run(Studies.builtIn(), "agile-recsim", "train");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("fabula: unknown program train; there are train_policy");
  }
}
