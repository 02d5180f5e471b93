package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.envs.recsim.ChoiceOptions;
import io.fabula.envs.recsim.ChoiceOptions.Base;
import io.fabula.envs.recsim.ChoiceOptions.Constraint;
import io.fabula.envs.recsim.ChoiceOptions.NoClickScale;
import io.fabula.envs.recsim.CprOperation;
import io.fabula.envs.recsim.SlateMetric;
import io.fabula.pipelines.config.Meaning;
import java.io.Serializable;

/** How users of the recommender world choose from a slate. */
public record ChoiceSettings(
    @Meaning("whether the slate as a whole counts; else only each item on its own")
        boolean slateDependent,
    @Meaning(
            "what becomes of scores: multinomial_proportional, multinomial_proportional_alone,"
                + " multinomial_logit, exponential_cascade or proportional_cascade")
        Base recsimBaseSlateChoiceModel,
    @Meaning("score of skipping") double noClickMass,
    @Meaning("how it follows the slate: keep, min_max or slate_size")
        NoClickScale recsimNoClickMassMethod,
    @Meaning("with min_max where between least and greatest score it lies")
        double recsimNoClickMassAlpha,
    @Meaning("whether skipping takes part in the base model") boolean recsimIfNoClickMassInclude,
    @Meaning("weight of the user's taste for an item") double recsimChoiceModelUserAlpha,
    @Meaning("weight of the CPR score") double recsimChoiceModelCprAlpha,
    @Meaning("weight of the slate's metric") double recsimChoiceModelMetricAlpha,
    @Meaning(
            "the metric: none, intrasession_diversity, shannon_entropy, specificity or cpr; it"
                + " counts only with a weight other than 0")
        Metric recsimRewardCharacteristic,
    @Meaning("how it is applied: add or multiply") Applied recsimChoiceModelHowToApplyMetric,
    @Meaning("how CPR is made: multiply, add or subtract") CprOperation recsimCprOp,
    @Meaning("whether each item has a CPR score of its own") boolean recsimUserModelMetricIfVector,
    @Meaning("whether specificity looks at features, not at main categories")
        boolean specificityByFeatures,
    @Meaning("which items please beyond their scores: nobody, user or candidate")
        Constraint.Label recsimUserModelTypeConstraint,
    @Meaning("and how: soft, soft_labelled_only or add")
        Constraint.Effect recsimChoiceModelTypeConstraint,
    @Meaning("whether all other items are never taken") boolean constraintMasks)
    implements Serializable {
  /** A metric of slates, or none. */
  public enum Metric {
    NONE,
    INTRASESSION_DIVERSITY,
    SHANNON_ENTROPY,
    SPECIFICITY,
    CPR;

    SlateMetric metric() {
      return SlateMetric.valueOf(name());
    }
  }

  /** How a metric changes scores. */
  public enum Applied {
    ADD,
    MULTIPLY
  }

  /** The options of the world. */
  ChoiceOptions options(boolean subcategories) {
    boolean whole = slateDependent && subcategories;
    return new ChoiceOptions(
        recsimBaseSlateChoiceModel,
        recsimIfNoClickMassInclude,
        noClickMass,
        recsimNoClickMassMethod,
        recsimNoClickMassAlpha,
        recsimChoiceModelUserAlpha,
        whole ? recsimChoiceModelCprAlpha : 0,
        recsimCprOp,
        recsimUserModelMetricIfVector,
        slateDependent && recsimRewardCharacteristic != Metric.NONE
            ? recsimRewardCharacteristic.metric()
            : null,
        recsimChoiceModelMetricAlpha,
        recsimChoiceModelHowToApplyMetric == Applied.MULTIPLY,
        specificityByFeatures,
        ChoiceOptions.PUBLISHED.attention(),
        ChoiceOptions.PUBLISHED.scoreScaling(),
        new Constraint(
            recsimUserModelTypeConstraint, recsimChoiceModelTypeConstraint, constraintMasks));
  }
}
