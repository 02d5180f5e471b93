package io.fabula.pipelines.studies.agilerecsim.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.recsim.ItemCatalogue;
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
    return OriginalOptions.parse(
        OriginalProgram.TRAIN_POLICY, line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  private static AgileRecsimSettings settings(String line) {
    return settings(parse(line));
  }

  private static AgileRecsimSettings settings(OriginalOptions options) {
    return ResolvedStudy.of(new AgileRecsimStudy(), "mini", Optional.empty(), options.settings())
        .settings();
  }

  private static OriginalOptions parse(OriginalProgram program, String line) {
    return OriginalOptions.parse(program, List.of(line.split(" ")));
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
    OptionTable.all()
        .forEach(
            (name, entry) ->
                assertThat(entry.keys())
                    .as(name)
                    .allMatch(
                        key ->
                            keys.contains(key)
                                || keys.stream().anyMatch(each -> each.startsWith(key + "."))));
    assertThat(OptionTable.all().keySet()).containsAll(Effects.names());
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
    assertThat(
            parse("--if_position_wise_target=True --pp_lr=3 --gnn_device=cpu --device=cuda")
                .warnings())
        .containsExactly(
            "--if_position_wise_target has no effect",
            "--pp_lr has no effect",
            "--gnn_device has no effect",
            "--device has no effect");
  }

  @ParameterizedTest
  @CsvSource({
    "--max_episode_steps=9,--recsim_if_no_fix_for_done=False or --fidelity=clean",
    "--recsim_skew_ratio=0.5 --recsim_resampling_method=random,"
        + "--recsim_resampling_method=skewed",
    "--recsim_num_noisy_items=3,--recsim_resampling_method=noisy_multi_common_category",
    "--num_candidates_sp=2,--recsim_resampling_method=half_special",
    "--recsim_no_click_mass_alpha=0.2,--recsim_no_click_mass_method=min_max",
    "--recsim_reward_characteristic=specificity,--recsim_choice_model_metric_alpha",
    "--recsim_itemDist_train_low=-0.5,--recsim_itemFeat_samplingMethod=normal",
    "--recsim_if_special_items_flg=True,--recsim_if_special_items=true",
    "--recsim_user_model_type_constraint=user,--recsim_choice_model_type_constraint=",
    "--recsim_if_add_metric_to_click=yes,--recsim_type_reward=",
    "--recsim_slate_reward=False --recsim_slate_reward_type=last,--recsim_slate_reward=true",
    "--obs_encoder_type=sequential-rnn,--recsim_if_mdp=False",
    "--graph_gat_num_heads=2,agent utility",
    "--agent_type=dqn --slate_encoder_type=sequential-lstm,agent dqn",
    "--agent_type=random --q_net_lr=0.1,agent random",
    "--data_click_bonus=2,env_name=recsim",
    "--env_name=sample --recsim_time_budget=100,env_name=sample",
    "--env_name=sample --recsim_type_reward=specificity,env_name=sample",
    "--env_name=sample --data_dir=log --num_users=9,--data_dir"
  })
  void namesOptionsThatHaveNoEffectBesideTheOthers(String line, String without) {
    assertThat(parse(line).warnings()).singleElement().asString().contains(without);
  }

  @Test
  void saysNothingOfOptionsThatHaveAnEffect() {
    assertThat(
            parse("--max_episode_steps=9 --fidelity=clean --recsim_resampling_method=random")
                .warnings())
        .isEmpty();
    assertThat(
            parse(
                    "--env_name=sample --num_users=9 --max_episode_steps=4"
                        + " --obs_encoder_type=sequential-lstm --num_epochs=3 --recsim_skew_ratio=1")
                .warnings())
        .isEmpty();
    assertThat(
            parse(
                    "--if_e_node=1 --action_summarizer=gnn --graph_type=gat2 --gcdqn_no_graph=0"
                        + " --graph_gat_num_heads=2 --recsim_if_mdp=no --obs_encoder_type=basic")
                .warnings())
        .isEmpty();
  }

  @Test
  void epochsAndBatchesAreThoseOfTheProgram() {
    AgileRecsimSettings otherwise = settings("");
    String line = "--num_epochs=7 --batch_size=4";
    AgileRecsimSettings policy = settings(line + " --env_name=sample");
    assertThat(policy.clickModel().policyEpochs()).isEqualTo(7);
    assertThat(policy.training().batchSize()).isEqualTo(4);
    assertThat(policy.clickModel().numEpochs()).isEqualTo(otherwise.clickModel().numEpochs());
    assertThat(policy.clickModel().batchSize()).isEqualTo(otherwise.clickModel().batchSize());
    AgileRecsimSettings embedding = settings(parse(OriginalProgram.TRAIN_EMBEDDING, line));
    assertThat(embedding.clickModel().embeddingSteps()).isEqualTo(7);
    assertThat(embedding.clickModel().embeddingBatch()).isEqualTo(4);
    assertThat(embedding.training()).isEqualTo(otherwise.training());
    AgileRecsimSettings reward = settings(parse(OriginalProgram.TRAIN_REWARD_MODEL, line));
    assertThat(reward.clickModel().numEpochs()).isEqualTo(7);
    assertThat(reward.clickModel().batchSize()).isEqualTo(4);
    assertThat(reward.clickModel().embeddingBatch())
        .isEqualTo(otherwise.clickModel().embeddingBatch());
    assertThat(parse(OriginalProgram.TRAIN_REWARD_MODEL, "--recsim_time_budget=3").warnings())
        .containsExactly("--recsim_time_budget has no effect on train_rewardModel");
  }

  @Test
  void takesSizesOfTheLogToMake() {
    AgileRecsimSettings given =
        settings(
            parse(
                OriginalProgram.GENERATE_LOG,
                "--seed=5 --num_items=40/25 --log_rows=300/200 --num_users=70 --slate_size=3"));
    assertThat(given.seed()).isEqualTo(5);
    assertThat(given.log().offlineItems()).isEqualTo(40);
    assertThat(given.log().onlineItems()).isEqualTo(25);
    assertThat(given.log().offlineRows()).isEqualTo(300);
    assertThat(given.log().onlineRows()).isEqualTo(200);
    assertThat(given.log().numUsers()).isEqualTo(70);
    assertThat(given.world().slateSize()).isEqualTo(3);
  }

  @Test
  void readsWhatSlatesEarnAndWhereItemsLie() {
    AgileRecsimSettings given =
        settings(
            "--recsim_slate_reward=False --recsim_itemFeat_samplingDist=orthogonal"
                + " --recsim_if_use_subcategory=False --recsim_type_specificity=cosine"
                + " --recsim_type_cpr_diversity_subcategory=entropy");
    assertThat(given.world().endsTogether()).isTrue();
    assertThat(given.world().rewardsLast()).isFalse();
    assertThat(given.world().choice().specificityByFeatures()).isTrue();
    ItemCatalogue items = given.world().items().catalogue(1);
    assertThat(items.centroid(1, 0, 0)).isZero();
    assertThat(items.centroid(1, 0, 1)).isEqualTo(1);
    assertThat(settings("--recsim_slate_reward_type=last").world().rewardsLast()).isTrue();
    assertThat(settings("").world().endsTogether()).isFalse();
    assertThatThrownBy(() -> settings("--recsim_itemFeat_samplingDist=orthogonal"))
        .hasMessageContaining("orthogonal needs recsim_if_use_subcategory false");
  }

  @ParameterizedTest
  @CsvSource({
    "--if_e_node=perhaps,'--if_e_node must be yes, true, t, y, 1 or no, false, f, n, 0'",
    "--num_epoch=3,unknown option --num_epoch",
    "--agent_type=ddqn,'--agent_type must be random, dqn, cdqn or gcdqn, got ddqn'",
    "--env_name=ml-100k,--env_name must be recsim or sample",
    "--num_epochs,needs a value",
    "--recsim_type_cpr_diversity_subcategory=cosine,must be entropy",
    "--recsim_itemFeat_samplingDist=uniform,must be GMM or orthogonal",
    "--recsim_special_item_sampling_method=item,must be category",
    "--recsim_type_base_reward=minutes,must be click or watchtime",
    "--num_items=81,'must be items of the offline and of the online log, such as 48/33, got 81'"
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
