package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.originals.GivenOptions;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options that have an effect only where another one has a certain value. */
final class Effects {
  /** An option, the values of another of which it needs one, and that one's default. */
  private static final String TABLE =
      """
recsim_skew_ratio: recsim_resampling_method=skewed (skewed)
recsim_resample_num_categories: recsim_resampling_method=multi_common_category|noisy_multi_common_category (skewed)
recsim_num_noisy_items: recsim_resampling_method=noisy_multi_common_category (skewed)
num_candidates_sp: recsim_resampling_method=half_special (skewed)
num_candidates_correct_normal: recsim_resampling_method=half_special (skewed)
recsim_no_click_mass_alpha: recsim_no_click_mass_method=min_max (none)
recsim_no_click_mass_method: recsim_if_noClickMass_include=true (true)
recsim_choice_model_metric_alpha: recsim_reward_characteristic=intrasession_diversity|shannon_entropy|specificity|cpr (none)
recsim_choice_model_how_to_apply_metric: recsim_reward_characteristic=intrasession_diversity|shannon_entropy|specificity|cpr (none)
recsim_choice_model_cpr_alpha: recsim_if_use_subcategory=true (true)
recsim_base_SlateChoiceModel: type_UserChoiceModel=SlateDependentChoiceModel (SlateDependentChoiceModel)
recsim_user_model_type_constraint: recsim_choice_model_type_constraint=soft|soft2|add|soft-mask|soft2-mask|add-mask (none)
recsim_choice_model_type_constraint: recsim_user_model_type_constraint=user|candidate (none)
recsim_itemDist_train_low: recsim_itemFeat_samplingMethod=normal (rejection_sampling)
recsim_itemDist_train_high: recsim_itemFeat_samplingMethod=normal (rejection_sampling)
recsim_itemDist_test_low: recsim_itemFeat_samplingMethod=normal (rejection_sampling)
recsim_itemDist_test_high: recsim_itemFeat_samplingMethod=normal (rejection_sampling)
recsim_if_special_items_flg: recsim_if_special_items=true (false)
recsim_if_special_items_flg_one_hot: recsim_if_special_items=true (false)
recsim_special_item_sampling_method: recsim_if_special_items=true (false)
recsim_slate_reward_type: recsim_slate_reward=true (true)
recsim_type_base_reward: recsim_type_reward=click (click)
recsim_if_add_metric_to_click: recsim_type_reward=intrasession_diversity|shannon_entropy|specificity|cpr|cpr_score (click)
lr_scheduler_alpha: if_use_lr_scheduler=true (false)
""";

  private record Needed(String option, String other, List<String> values, String otherwise) {
    boolean met(GivenOptions given) {
      boolean truth = values.get(0).equals("true");
      String value =
          truth
              ? String.valueOf(given.flag(other, otherwise.equals("true")))
              : given.text(other, otherwise);
      return values.stream().anyMatch(value::equalsIgnoreCase);
    }

    String text() {
      return "--%s has no effect without --%s=%s"
          .formatted(option, other, String.join(" or ", values));
    }
  }

  private static final List<String> OF_MADE_LOGS = List.of("num_users", "num_items", "log_rows");
  private static final List<String> OF_SLATES =
      List.of("slate_encoder_type", "gcdqn_use_slate_soFar");
  private static final List<String> OF_SETS =
      List.of(
          "graph_dim_hidden",
          "graph_gat_num_heads",
          "graph_aggregation_type",
          "gcdqn_use_mask",
          "gcdqn_skip_connection",
          "gcdqn_empty_graph",
          "gcdqn_twin_GAT",
          "gcdqn_no_summary",
          "gcdqn_no_slate_for_node",
          "gcdqn_dim_out",
          "gnn_residual_connection",
          "gnn_alpha_teleport");
  private static final List<String> OF_VALUES =
      List.of("num_epochs", "num_updates", "q_net_lr", "gamma", "q_net_dim_hidden");

  private static final Map<String, Needed> ALL = new LinkedHashMap<>();

  static {
    for (String line : TABLE.lines().toList()) {
      String[] parts = line.split("[:=() ]+", -1);
      List<String> values = Arrays.asList(parts[2].split("\\|", -1));
      ALL.put(parts[0], new Needed(parts[0], parts[1], values, parts[3]));
    }
  }

  private Effects() {}

  /** The names of all options of which another is asked, and of those that ask. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    ALL.values().forEach(each -> names.addAll(List.of(each.option(), each.other())));
    return names;
  }

  /** Says why an option has no effect beside the others that are given; nothing if it has one. */
  static Optional<String> missing(
      String option, GivenOptions given, AgentName agent, boolean sample) {
    if (unread(option, agent)) {
      return Optional.of("--%s has no effect on agent %s".formatted(option, agent.text()));
    }
    if (!sample && option.equals("max_episode_steps") && endless(given)) {
      return Optional.of(
          "--max_episode_steps has no effect without --recsim_if_no_fix_for_done=False or"
              + " --fidelity=clean");
    }
    if (!sample && option.equals("obs_encoder_type") && given.flag("recsim_if_mdp", true)) {
      return Optional.of("--obs_encoder_type has no effect without --recsim_if_mdp=False");
    }
    if (option.equals("recsim_reward_characteristic")
        && !given.has("recsim_choice_model_metric_alpha")
        && !given.text(option, "none").equalsIgnoreCase("none")) {
      return Optional.of(
          "--recsim_reward_characteristic has no effect without"
              + " --recsim_choice_model_metric_alpha, which is 0");
    }
    if (OF_MADE_LOGS.contains(option) && given.has("data_dir")) {
      return Optional.of("--" + option + " has no effect with --data_dir");
    }
    Needed needed = ALL.get(option);
    return needed == null || needed.met(given) ? Optional.empty() : Optional.of(needed.text());
  }

  private static boolean endless(GivenOptions given) {
    return given.flag("recsim_if_no_fix_for_done", true)
        && !given.text("fidelity", "published").equalsIgnoreCase("clean");
  }

  private static boolean unread(String option, AgentName agent) {
    if (agent == AgentName.RANDOM) return OF_VALUES.contains(option) || OF_SETS.contains(option);
    if (!agent.seesSets() && OF_SETS.contains(option)) return true;
    return agent == AgentName.DQN && OF_SLATES.contains(option);
  }
}
