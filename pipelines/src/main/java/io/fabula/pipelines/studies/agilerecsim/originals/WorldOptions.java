package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.originals.GivenOptions;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What options of the recommender world mean that are read together.
 *
 * @param given the options
 * @param settings takes keys of settings and their values
 */
record WorldOptions(GivenOptions given, BiConsumer<String, Object> settings) {
  private static final List<String> OF_GENERATED_ITEMS =
      List.of(
          "num_allItems",
          "recsim_num_categories",
          "recsim_num_subcategories",
          "recsim_ratio_for_train_items",
          "recsim_itemFeat_samplingMethod",
          "recsim_itemFeat_samplingDist",
          "recsim_if_use_subcategory",
          "recsim_if_special_items",
          "recsim_rejectionSampling_distance");

  void take() {
    takeItems();
    takeCandidates();
    takeModel();
    takeScores();
    takeConstraint();
    takeReward();
  }

  private void set(String key, Object value) {
    settings.accept(key, value);
  }

  /** The value of an option; none where it is not given. */
  private String text(String name) {
    String value = given.text(name, "none");
    return value.equalsIgnoreCase("none") ? "none" : value;
  }

  /** Refuses all values of an option but one, which is what happens anyway. */
  private void only(String name, String value, String why) {
    String found = given.text(name, value);
    if (!found.equalsIgnoreCase(value)) {
      throw new UsageProblem(
          "--%s must be %s, got %s: %s".formatted(name, value, Shown.value(found), why));
    }
  }

  private void takeItems() {
    if (OF_GENERATED_ITEMS.stream().anyMatch(given::has)) {
      set("world.items.source", "generated");
    }
    String features = text("recsim_itemFeat_samplingMethod");
    String key = "world.items.recsim_item_feat_sampling_method";
    if (!features.equals("none")) {
      set(key, features.equals("rejection_sampling") ? "gmm" : features);
    }
    switch (given.text("recsim_itemFeat_samplingDist", "GMM").toLowerCase(Locale.ROOT)) {
      case "gmm" -> {}
      case "orthogonal" -> set(key, "orthogonal");
      default ->
          throw new UsageProblem(
              "--recsim_itemFeat_samplingDist must be GMM or orthogonal, got "
                  + Shown.value(text("recsim_itemFeat_samplingDist")));
    }
    if (given.flag("recsim_if_special_items", false)) {
      String marks = "unmarked";
      if (given.flag("recsim_if_special_items_flg", false)) marks = "flagged";
      if (given.flag("recsim_if_special_items_flg_one_hot", false)) marks = "one_hot";
      set("world.items.recsim_if_special_items", marks);
    }
    only("recsim_special_item_sampling_method", "category", "each category has its special item");
  }

  private void takeCandidates() {
    String method = text("recsim_resampling_method");
    if (!method.equals("none")) {
      set("world.recsim_resampling_method", method.equals("category_based") ? "category" : method);
    }
    if (!given.flag("recsim_if_no_fix_for_done", true)) {
      set("world.recsim_if_no_fix_for_done", false);
    }
  }

  private static String snake(String model) {
    String name = model.replaceAll("ChoiceModel$", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private void takeModel() {
    String model = given.text("type_UserChoiceModel", "SlateDependentChoiceModel");
    boolean alone = !model.equals("SlateDependentChoiceModel");
    String base =
        alone
            ? model
            : given.text("recsim_base_SlateChoiceModel", "MultinomialProportionalChoiceModel");
    String key = "world.choice.recsim_base_slate_choice_model";
    if (alone) set("world.choice.slate_dependent", false);
    if (base.equals("MultinomialProportionalChoiceModel") && alone) {
      set(key, "multinomial_proportional_alone");
    } else if (base.equalsIgnoreCase("none")) {
      set(key, "multinomial_proportional"); // scores as they are, which is the same here
    } else if (alone || given.has("recsim_base_SlateChoiceModel")) {
      set(key, snake(base));
    }
  }

  private void takeScores() {
    if (given.has("recsim_no_click_mass_method")) {
      String scale = text("recsim_no_click_mass_method");
      set("world.choice.recsim_no_click_mass_method", scale.equals("none") ? "keep" : scale);
    }
    if (given.has("recsim_reward_characteristic")) {
      set("world.choice.recsim_reward_characteristic", text("recsim_reward_characteristic"));
    }
    String specificity = given.text("recsim_type_specificity", "entropy");
    switch (specificity) {
      case "entropy" -> {}
      case "cosine" -> set("world.choice.specificity_by_features", true);
      default ->
          throw new UsageProblem(
              "--recsim_type_specificity must be entropy or cosine, got "
                  + Shown.value(specificity));
    }
    only(
        "recsim_type_cpr_diversity_subcategory",
        "entropy",
        "sub-categories are counted, features are not looked at");
  }

  private void takeConstraint() {
    String label = text("recsim_user_model_type_constraint");
    if (!label.equals("none")) set("world.choice.recsim_user_model_type_constraint", label);
    String effect = text("recsim_choice_model_type_constraint");
    if (effect.equals("none")) return;
    String[] parts = effect.split("-", -1);
    set(
        "world.choice.recsim_choice_model_type_constraint",
        parts[0].equals("soft2") ? "soft_labelled_only" : parts[0]);
    if (parts.length > 1) set("world.choice.constraint_masks", parts[1].equals("mask"));
  }

  private void takeReward() {
    String metric = given.text("recsim_type_reward", "click");
    if (!metric.equals("click")) {
      boolean added = given.flag("recsim_if_add_metric_to_click", false);
      set("world.recsim_type_reward", added ? "click_plus_metric" : "metric");
      set("world.recsim_reward_metric", metric.equals("cpr_score") ? "cpr" : metric);
      return;
    }
    String base = given.text("recsim_type_base_reward", "click");
    switch (base) {
      case "click" -> {}
      case "watchtime" -> set("world.recsim_type_reward", "watch_time");
      default ->
          throw new UsageProblem(
              "--recsim_type_base_reward must be click or watchtime, got " + Shown.value(base));
    }
  }
}
