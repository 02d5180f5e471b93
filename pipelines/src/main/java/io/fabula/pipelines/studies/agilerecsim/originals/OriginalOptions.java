package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.originals.GivenOptions;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.agilerecsim.originals.OptionTable.Entry;
import io.fabula.pipelines.studies.agilerecsim.originals.OptionTable.Kind;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command line of the original programs, told in settings of the study.
 *
 * @param settings {@code KEY=VALUE}
 * @param warnings one line for each option that has no effect
 * @param agent what the options mean
 * @param sample whether agents learn in the learned world
 * @param resultDirectory where results go; empty for the default
 */
public record OriginalOptions(
    List<String> settings,
    List<String> warnings,
    AgentName agent,
    boolean sample,
    String resultDirectory) {
  private static final List<String> TRUTH_VALUES =
      List.of(
          "if_e_node",
          "gcdqn_no_graph",
          "summarizer_use_only_action",
          "q_net_if_share_weight",
          "gcdqn_use_pre_summarise_mlp",
          "gcdqn_use_post_summarise_mlp",
          "if_pre_summarize_linear",
          "if_post_summarize_linear",
          "recsim_if_special_items",
          "recsim_if_special_items_flg",
          "recsim_if_special_items_flg_one_hot",
          "recsim_if_no_fix_for_done",
          "recsim_slate_reward",
          "recsim_if_add_metric_to_click");

  public OriginalOptions {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }

  /** Whether this is one of the original options. */
  public static boolean knows(String name) {
    return OptionTable.all().containsKey(name) || OptionTable.unread(name);
  }

  /**
   * Reads options.
   *
   * @param options {@code --name=value} or {@code --name value}
   * @throws UsageProblem naming the option that is unknown or has a value that it cannot have
   */
  public static OriginalOptions parse(List<String> options) {
    return new Reading(GivenOptions.of(options, OriginalOptions::knows, OptionTable.all().keySet()))
        .translate();
  }

  private static final class Reading {
    private final GivenOptions given;
    private final List<String> settings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(GivenOptions given) {
      this.given = given;
    }

    private String text(String name, String otherwise) {
      String value = given.text(name, otherwise);
      return value.equalsIgnoreCase("none") ? "none" : value;
    }

    private boolean flag(String name, boolean otherwise) {
      return given.flag(name, otherwise);
    }

    private void set(String key, Object value) {
      settings.add(key + "=" + value);
    }

    OriginalOptions translate() {
      given.forEach(this::take);
      AgentName agent = new AgentChoice(this::text, this::flag).name();
      takeWorld();
      takeChoice();
      takeReward();
      takeAgent();
      boolean sample = sample();
      set(sample ? "policies" : "agents", "[" + agent.text() + "]");
      if (sample && given.has("num_epochs")) {
        set("click_model.policy_epochs", given.text("num_epochs", ""));
      }
      return new OriginalOptions(settings, warnings, agent, sample, text("result_dir", ""));
    }

    private boolean sample() {
      String name = text("env_name", "recsim");
      return switch (name) {
        case "recsim" -> false;
        case "sample" -> true;
        default ->
            throw new UsageProblem("--env_name must be recsim or sample, got " + Shown.value(name));
      };
    }

    private void take(String name, String value) {
      Entry entry = OptionTable.all().get(name);
      if (TRUTH_VALUES.contains(name)) GivenOptions.truth(name, value); // refuses other texts
      if (entry == null || entry.kind() == Kind.IDLE) {
        warnings.add("--" + name + " has no effect");
        return;
      }
      for (String key : entry.keys()) {
        switch (entry.kind()) {
          case TEXT -> set(key, value);
          case FLAG -> set(key, GivenOptions.truth(name, value));
          case NUMBERS -> set(key, "[" + value.replace("_", ", ") + "]");
          case NAME -> set(key, value.toLowerCase(Locale.ROOT));
          case TOGETHER, IDLE -> {}
        }
      }
    }

    private void takeWorld() {
      boolean made =
          List.of(
                  "num_allItems",
                  "recsim_num_categories",
                  "recsim_num_subcategories",
                  "recsim_ratio_for_train_items",
                  "recsim_itemFeat_samplingMethod",
                  "recsim_if_use_subcategory",
                  "recsim_if_special_items",
                  "recsim_rejectionSampling_distance")
              .stream()
              .anyMatch(given::has);
      if (made) set("world.items.source", "generated");
      String method = text("recsim_resampling_method", "");
      if (!method.isEmpty()) {
        set(
            "world.recsim_resampling_method",
            method.equals("category_based") ? "category" : method);
      }
      String features = text("recsim_itemFeat_samplingMethod", "");
      if (!features.isEmpty()) {
        set(
            "world.items.recsim_item_feat_sampling_method",
            features.equals("rejection_sampling") ? "gmm" : features);
      }
      if (flag("recsim_if_special_items", false)) {
        String marks = "unmarked";
        if (flag("recsim_if_special_items_flg", false)) marks = "flagged";
        if (flag("recsim_if_special_items_flg_one_hot", false)) marks = "one_hot";
        set("world.items.recsim_if_special_items", marks);
      }
      if (!flag("recsim_if_no_fix_for_done", true)) {
        set("world.recsim_if_no_fix_for_done", false);
      }
      if (given.has("data_category_cols")) {
        String[] columns = given.text("data_category_cols", "").split("/", -1);
        set("log.main_category", columns[0]);
        if (columns.length > 1) set("log.sub_category", columns[1]);
      }
    }

    private static String snake(String model) {
      String name = model.replaceAll("ChoiceModel$", "");
      return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private void takeChoice() {
      String model = text("type_UserChoiceModel", "SlateDependentChoiceModel");
      String base = text("recsim_base_SlateChoiceModel", "MultinomialProportionalChoiceModel");
      boolean alone = !model.equals("SlateDependentChoiceModel");
      if (alone) {
        set("world.choice.slate_dependent", false);
        base = model;
      }
      String key = "world.choice.recsim_base_slate_choice_model";
      if (base.equals("MultinomialProportionalChoiceModel") && alone) {
        set(key, "multinomial_proportional_alone");
      } else if (base.equals("none")) {
        set(key, "multinomial_proportional"); // scores as they are, which is the same here
      } else if (alone || given.has("recsim_base_SlateChoiceModel")) {
        set(key, snake(base));
      }
      String scale = text("recsim_no_click_mass_method", "");
      if (!scale.isEmpty()) {
        set("world.choice.recsim_no_click_mass_method", scale.equals("none") ? "keep" : scale);
      }
      String metric = text("recsim_reward_characteristic", "");
      if (!metric.isEmpty()) set("world.choice.recsim_reward_characteristic", metric);
      if (text("recsim_type_specificity", "entropy").equals("cosine")) {
        set("world.choice.specificity_by_features", true);
      }
      String label = text("recsim_user_model_type_constraint", "none");
      if (!label.equals("none")) set("world.choice.recsim_user_model_type_constraint", label);
      String effect = text("recsim_choice_model_type_constraint", "none");
      if (!effect.equals("none")) {
        String[] parts = effect.split("-", -1);
        set(
            "world.choice.recsim_choice_model_type_constraint",
            parts[0].equals("soft2") ? "soft_labelled_only" : parts[0]);
        if (parts.length > 1) set("world.choice.constraint_masks", parts[1].equals("mask"));
      }
    }

    private void takeReward() {
      if (!flag("recsim_slate_reward", true)) {
        throw new UsageProblem(
            "--recsim_slate_reward=False is not available: every position of a slate has a reward");
      }
      String metric = text("recsim_type_reward", "click");
      boolean added = flag("recsim_if_add_metric_to_click", false);
      if (!metric.equals("click")) {
        set("world.recsim_type_reward", added ? "click_plus_metric" : "metric");
        set("world.recsim_reward_metric", metric.equals("cpr_score") ? "cpr" : metric);
      } else if (text("recsim_type_base_reward", "click").equals("watchtime")) {
        set("world.recsim_type_reward", "watch_time");
      }
    }

    private void takeAgent() {
      encoder("slate_encoder_type", "agent.slate_encoder_type");
      encoder("obs_encoder_type", "agent.obs_encoder_type");
      boolean before = flag("gcdqn_use_pre_summarise_mlp", false);
      if (flag("if_pre_summarize_linear", false)) set("agent.pre_summarise", "linear");
      else if (before) set("agent.pre_summarise", "perceptron");
      boolean after = flag("gcdqn_use_post_summarise_mlp", true);
      if (flag("if_post_summarize_linear", false)) set("agent.post_summarise", "linear");
      else if (!after) set("agent.post_summarise", "none");
    }

    private void encoder(String name, String key) {
      String value = text(name, "none");
      switch (value) {
        case "none" -> {}
        case "sequential-rnn" -> set(key, "gru");
        case "sequential-lstm" -> set(key, "lstm");
        case "sequential-deep_set", "sequential-deepSet" -> set(key, "deep_set");
        case "basic" -> set(key, "moments");
        default ->
            throw new UsageProblem(
                "--%s must be sequential-rnn, sequential-lstm, sequential-deep_set or basic, got %s"
                    .formatted(name, Shown.value(value)));
      }
    }
  }
}
