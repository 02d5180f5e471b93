package io.fabula.pipelines.studies.agilerecsim.originals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of each original option. */
final class OptionTable {
  /** How a value is taken. */
  enum Kind {
    /** As it is. */
    TEXT,
    /** A truth value. */
    FLAG,
    /** Numbers with underscores between. */
    NUMBERS,
    /** In lower case, without underscores before capitals. */
    NAME,
    /** Read together with others; keys tell what it can decide. */
    TOGETHER,
    /** It has no effect. */
    IDLE
  }

  /**
   * One option.
   *
   * @param keys of the settings that take its value; none of an idle one
   */
  record Entry(Kind kind, List<String> keys) {}

  private static final String SAME =
      """
TEXT random_seed=seed
TEXT seed=seed
TEXT num_epochs=training.num_epochs,click_model.policy_epochs,click_model.num_epochs,click_model.embedding_steps
TEXT num_updates=training.num_updates
TEXT decay_ratio=training.decay_ratio
TEXT epsilon_start=training.epsilon_start
TEXT epsilon_end=training.epsilon_end
TEXT eval_epsilon=training.eval_epsilon
FLAG boltzmann=training.boltzmann
TEXT buffer_size=training.buffer_size
TEXT minimum_fill_replay_buffer=training.minimum_fill_replay_buffer
TEXT batch_size=training.batch_size,click_model.batch_size,click_model.embedding_batch
TEXT sync_freq=training.sync_freq
TEXT soft_update_tau=training.soft_update_tau
FLAG if_use_main_target_for_others=training.if_use_main_target_for_others
TEXT q_net_lr=training.q_net_lr
FLAG if_use_lr_scheduler=training.if_use_lr_scheduler
TEXT lr_scheduler_alpha=training.lr_scheduler_alpha
TEXT gamma=training.gamma
FLAG use_intra_slate_gamma=training.use_intra_slate_gamma
TEXT grad_clip=training.grad_clip
TEXT eval_freq=training.eval_freq
TEXT num_eval_episodes=training.num_eval_episodes
NUMBERS q_net_dim_hidden=agent.q_net_dim_hidden
TEXT graph_dim_hidden=agent.graph_dim_hidden
TEXT graph_gat_num_heads=agent.graph_gat_num_heads
NAME graph_aggregation_type=agent.graph_aggregation_type
FLAG gcdqn_use_mask=agent.gcdqn_use_mask
FLAG gcdqn_use_slate_soFar=agent.gcdqn_use_slate_so_far
FLAG gcdqn_skip_connection=agent.gcdqn_skip_connection
FLAG gcdqn_empty_graph=agent.gcdqn_empty_graph
FLAG gcdqn_twin_GAT=agent.gcdqn_twin_gat
FLAG gcdqn_no_summary=agent.gcdqn_no_summary
FLAG gcdqn_no_slate_for_node=agent.gcdqn_no_slate_for_node
TEXT gcdqn_dim_out=agent.gcdqn_dim_out
FLAG gnn_residual_connection=agent.gnn_residual_connection
TEXT gnn_alpha_teleport=agent.gnn_alpha_teleport
NAME fidelity=world.fidelity
TEXT env_seed=world.env_seed
NAME recsim_stream=world.recsim_stream
TEXT slate_size=world.slate_size
TEXT batch_step_size=world.batch_step_size
TEXT max_episode_steps=world.max_episode_steps,click_model.max_episode_steps
TEXT num_candidates=world.num_candidates
TEXT num_candidates_sp=world.num_candidates_sp
TEXT num_candidates_correct_normal=world.num_candidates_correct_normal
TEXT recsim_time_budget=world.recsim_time_budget
TEXT recsim_skip_penalty=world.recsim_skip_penalty
FLAG recsim_if_mdp=world.recsim_if_mdp
TEXT recsim_skew_ratio=world.recsim_skew_ratio
TEXT recsim_resample_num_categories=world.recsim_resample_num_categories
TEXT recsim_num_noisy_items=world.recsim_num_noisy_items
FLAG recsim_if_new_action_env=world.recsim_if_new_action_env
TEXT recsim_rejectionSampling_distance=world.items.recsim_rejection_sampling_distance
TEXT recsim_itemDist_train_low=world.items.recsim_item_dist_train_low
TEXT recsim_itemDist_train_high=world.items.recsim_item_dist_train_high
TEXT recsim_itemDist_test_low=world.items.recsim_item_dist_test_low
TEXT recsim_itemDist_test_high=world.items.recsim_item_dist_test_high
TEXT recsim_ratio_for_train_items=world.items.recsim_ratio_for_train_items
TEXT num_allItems=world.items.num_all_items
TEXT recsim_num_categories=world.items.recsim_num_categories
TEXT recsim_num_subcategories=world.items.recsim_num_subcategories,log.subcategories
FLAG recsim_if_use_subcategory=world.items.recsim_if_use_subcategory
TEXT no_click_mass=world.choice.no_click_mass
TEXT recsim_no_click_mass_alpha=world.choice.recsim_no_click_mass_alpha
TEXT recsim_choice_model_user_alpha=world.choice.recsim_choice_model_user_alpha
TEXT recsim_choice_model_cpr_alpha=world.choice.recsim_choice_model_cpr_alpha
TEXT recsim_choice_model_metric_alpha=world.choice.recsim_choice_model_metric_alpha
NAME recsim_choice_model_how_to_apply_metric=world.choice.recsim_choice_model_how_to_apply_metric
NAME recsim_cpr_op=world.choice.recsim_cpr_op
FLAG recsim_if_noClickMass_include=world.choice.recsim_if_no_click_mass_include
FLAG recsim_user_model_metric_if_vector=world.choice.recsim_user_model_metric_if_vector
TEXT data_dir=log.data_dir
TEXT data_click_bonus=click_model.data_click_bonus
TEXT rm_lr=click_model.rm_lr
TEXT num_users=log.num_users
""";

  private static final String TOGETHER =
      """
agents: agent_type agent_standardRL_type if_e_node action_summarizer graph_type gcdqn_no_graph
agents: summarizer_use_only_action q_net_if_share_weight
agent.slate_encoder_type: slate_encoder_type
agent.obs_encoder_type: obs_encoder_type
agent.pre_summarise: gcdqn_use_pre_summarise_mlp if_pre_summarize_linear
agent.post_summarise: gcdqn_use_post_summarise_mlp if_post_summarize_linear
worlds: env_name
world.recsim_resampling_method: recsim_resampling_method
world.choice: type_UserChoiceModel recsim_base_SlateChoiceModel recsim_no_click_mass_method
world.choice: recsim_reward_characteristic recsim_type_specificity
world.choice: recsim_type_cpr_diversity_subcategory
world.choice: recsim_user_model_type_constraint recsim_choice_model_type_constraint
world.recsim_type_reward: recsim_type_reward recsim_type_base_reward recsim_if_add_metric_to_click
world.items: recsim_itemFeat_samplingMethod recsim_itemFeat_samplingDist
world.items: recsim_if_special_items recsim_if_special_items_flg
world.items: recsim_if_special_items_flg_one_hot recsim_special_item_sampling_method
world.recsim_if_no_fix_for_done: recsim_if_no_fix_for_done
world.recsim_slate_reward_type: recsim_slate_reward recsim_slate_reward_type
log.main_category: data_category_cols
log.offline_items: num_items
log.offline_rows: log_rows
seed: result_dir
""";

  private static final String IDLE =
      """
      logging prefix device if_qualitative_result if_visualise_debug if_visualise_agent if_debug
      graph_norm_type graph_gat_arch graph_num_hops gcdqn_simple_skip_connection gcdqn_singleGAT
      gcdqn_stack_next_q gcdqn_attention_bonus gcdqn_bug_fixed_target_gat
      gcdqn_twin_GAT_soft_update lstm_summarizer_num_layers node_type_dim use_agg_node gat_dropout
      gat_scale_attention gnn_layer_norm if_single_optimiser if_one_shot_instantiation
      if_sequentialQNet obs_encoder_dim_hidden slate_encoder_dim_hidden act_encoder_type
      act_encoder_dim_out q_net_type_act_fn if_position_wise_target gcdqn_random_target
      state_act_layer_norm num_fillIns agent_weight_path if_item_retrieval
      num_intermediate_candidates num_allUsers recsim_choice_model_slate_alpha
      recsim_visualise_console recsim_special_bonus_coeff
      type_slateAggFn recsim_type_itemFeatures recsim_if_simple_obs_format item_embedding_type
      item_embedding_path user_embedding_type user_embedding_path save_dir data_if_use_log
      rm_dim_hidden rm_norm_type rm_dim_out rm_weight_path rm_weight_save_dir
      rm_deep_embedding_path rm_wide_embedding_path rm_reward_model_type rm_offline_or_online
      rm_if_use_Rmodel rm_if_train_simulator
      """;

  private static final Map<String, Entry> ALL = new LinkedHashMap<>();

  static {
    for (String line : SAME.lines().toList()) {
      String[] words = line.split("[ =]", 3);
      ALL.put(words[1], new Entry(Kind.valueOf(words[0]), List.of(words[2].split(",", -1))));
    }
    for (String line : TOGETHER.lines().toList()) {
      String[] words = line.split(":? ", -1);
      for (String name : List.of(words).subList(1, words.length)) {
        ALL.put(name, new Entry(Kind.TOGETHER, List.of(words[0])));
      }
    }
    for (String name : IDLE.strip().split("\\s+", -1)) {
      ALL.put(name, new Entry(Kind.IDLE, List.of()));
    }
  }

  private OptionTable() {}

  /** All options by their names, without dashes. */
  static Map<String, Entry> all() {
    return ALL;
  }

  /** Whether an option belongs to a group that the original parses and never reads. */
  static boolean unread(String name) {
    boolean group = name.startsWith("pp_") || name.startsWith("sl_") || name.startsWith("gnn_");
    return group && !ALL.containsKey(name);
  }
}
