package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a user chooses from a slate; {@link #PUBLISHED} holds the defaults.
 *
 * @param base the model that turns scores into chances
 * @param noClickIncluded whether skipping takes part in the base model; otherwise its mass is put
 *     beside the result
 * @param noClickMass score of skipping
 * @param noClickScale how the score of skipping follows the slate
 * @param noClickAlpha used by {@link NoClickScale#MIN_MAX}
 * @param userAlpha weight of the user's taste for an item
 * @param cprAlpha weight of the slate's CPR score
 * @param cprOperation how that score is made
 * @param cprPerItem whether each item has a CPR score of its own
 * @param metric a metric that changes all scores, or null for none
 * @param metricAlpha weight of that metric
 * @param metricMultiplies whether it multiplies scores by {@code 1 + weight * metric}; otherwise it
 *     is added
 * @param specificityByFeatures whether {@link SlateMetric#SPECIFICITY} looks at features instead of
 *     main categories
 * @param attention the cascade models' chance to look at the next item
 * @param scoreScaling the cascade models' weight of a score
 * @param constraint which items please beyond their scores
 */
public record ChoiceOptions(
    Base base,
    boolean noClickIncluded,
    double noClickMass,
    NoClickScale noClickScale,
    double noClickAlpha,
    double userAlpha,
    double cprAlpha,
    CprOperation cprOperation,
    boolean cprPerItem,
    @Nullable SlateMetric metric,
    double metricAlpha,
    boolean metricMultiplies,
    boolean specificityByFeatures,
    double attention,
    double scoreScaling,
    Constraint constraint) {
  /** The published experiments' settings. */
  public static final ChoiceOptions PUBLISHED =
      new ChoiceOptions(
          Base.MULTINOMIAL_PROPORTIONAL,
          true,
          NO_CLICK_MASS,
          NoClickScale.KEEP,
          NO_CLICK_ALPHA,
          USER_ALPHA,
          CPR_ALPHA,
          CprOperation.MULTIPLY,
          false,
          null,
          0,
          false,
          false,
          ATTENTION,
          SCORE_SCALING,
          Constraint.NONE);

  public ChoiceOptions {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(noClickScale, "noClickScale");
    Objects.requireNonNull(cprOperation, "cprOperation");
    Objects.requireNonNull(constraint, "constraint");
    if (!(attention >= 0 && attention <= 1)) {
      throw new IllegalArgumentException("attention must be within 0..1, got " + attention);
    }
  }

  /** The same settings with another mass of skipping. */
  public ChoiceOptions withNoClickMass(double mass) {
    return new ChoiceOptions(
        base,
        noClickIncluded,
        mass,
        noClickScale,
        noClickAlpha,
        userAlpha,
        cprAlpha,
        cprOperation,
        cprPerItem,
        metric,
        metricAlpha,
        metricMultiplies,
        specificityByFeatures,
        attention,
        scoreScaling,
        constraint);
  }

  /** What becomes of the scores before the final softmax over items and skipping. */
  public enum Base {
    /** Nothing: inside this model the published class does not normalise. */
    MULTINOMIAL_PROPORTIONAL,
    /** Divided by the sum of all scores, skipping included: the published class on its own. */
    MULTINOMIAL_PROPORTIONAL_ALONE,
    /** Nothing, or a softmax of their own if skipping is not included. */
    MULTINOMIAL_LOGIT,
    /** The user looks from the top; the chance to take an item follows the exponential. */
    EXPONENTIAL_CASCADE,
    /** The user looks from the top; the chance to take an item follows the score. */
    PROPORTIONAL_CASCADE
  }

  /** How the score of skipping follows the slate. */
  public enum NoClickScale {
    KEEP,
    /** From the least score ({@code noClickAlpha} 0) to the greatest (1). */
    MIN_MAX,
    /** Divided by the number of items. */
    SLATE_SIZE
  }

  /**
   * Items that please beyond their scores.
   *
   * @param label which items these are
   * @param effect what that does
   * @param othersMasked whether all other items are never taken
   */
  public record Constraint(Label label, Effect effect, boolean othersMasked) {
    /** No such items. */
    public static final Constraint NONE = new Constraint(Label.NOBODY, Effect.ADD, false);

    public Constraint {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(effect, "effect");
      if (label == Label.NOBODY && othersMasked) {
        throw new IllegalArgumentException("masking needs a label");
      }
    }

    /** Which items please. */
    public enum Label {
      /** The constraint is off. */
      NOBODY,
      /** Those of the main category that the user likes most. */
      USER,
      /** Those of a main category all of whose sub-categories are among the candidates. */
      CANDIDATE
    }

    /** What a label does to a score. */
    public enum Effect {
      /** Three times as attractive, the others a third. */
      SOFT,
      /** Three times as attractive. */
      SOFT_LABELLED_ONLY,
      /** 2 more. */
      ADD
    }
  }
}
