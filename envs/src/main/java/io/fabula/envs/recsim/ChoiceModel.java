package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import io.fabula.envs.recsim.ChoiceOptions.Base;
import io.fabula.envs.recsim.ChoiceOptions.Constraint;
import io.fabula.envs.recsim.ChoiceOptions.NoClickScale;

/**
 * The chances that a user takes each item of a slate or skips (Ie et al. 2019, section 4; Jain et
 * al. 2022 for the part of the slate as a whole).
 *
 * <p>An instance belongs to one thread; arrays that it returns are overwritten by the next call.
 */
final class ChoiceModel {
  private final ChoiceOptions options;
  private final int slateSize;
  private final double[] scores;
  private final double[] probabilities;
  private double noClickScore;

  ChoiceModel(ChoiceOptions options, int slateSize) {
    this.options = options;
    this.slateSize = slateSize;
    scores = new double[slateSize];
    probabilities = new double[slateSize + 1];
  }

  /**
   * Chances of each item in slate order, then of skipping, {@code [slateSize + 1]}.
   *
   * @param affinities inner products of taste and features, {@code [slateSize]}
   * @param cpr CPR score for each item
   * @param metric value of the metric of the options, ignored if there is none
   * @param labelled which items the constraint names; ignored without one
   */
  double[] probabilities(double[] affinities, double[] cpr, double metric, boolean[] labelled) {
    for (int i = 0; i < slateSize; i++) {
      double score = options.userAlpha() * affinities[i];
      if (options.metric() != null) {
        double weighted = metric * options.metricAlpha();
        score = options.metricMultiplies() ? score * (1 + weighted) : score + weighted;
      }
      score += options.cprAlpha() * cpr[i];
      scores[i] = constrained(score, labelled[i]);
    }
    applyBase();
    double beside = options.noClickIncluded() ? scaledNoClick() : options.noClickMass();
    softmax(beside, labelled);
    return probabilities;
  }

  /** The items' scores after the base model. */
  double[] scores() {
    return scores;
  }

  /** The score of skipping after the base model, before it follows the slate. */
  double noClickScore() {
    return noClickScore;
  }

  /**
   * The choice that a uniform number makes: the first index whose cumulative chance exceeds it.
   *
   * @return a position of the slate, or {@link RecSimConstants#NO_ITEM} for a skip
   */
  int choose(double uniform) {
    double sum = 0;
    for (int i = 0; i < slateSize; i++) {
      sum += probabilities[i];
      if (sum > uniform) return i;
    }
    return NO_ITEM;
  }

  private double constrained(double score, boolean labelled) {
    Constraint constraint = options.constraint();
    if (constraint.label() == Constraint.Label.NOBODY) return score;
    return switch (constraint.effect()) {
      // a negative score becomes less negative, so "more attractive" is a division
      case SOFT -> labelled == score > 0 ? score * CONSTRAINT_FACTOR : score / CONSTRAINT_FACTOR;
      case SOFT_LABELLED_ONLY -> {
        if (!labelled) yield score;
        yield score > 0 ? score * CONSTRAINT_FACTOR : score / CONSTRAINT_FACTOR;
      }
      case ADD -> labelled ? score + CONSTRAINT_BONUS : score;
    };
  }

  private void applyBase() {
    noClickScore = options.noClickMass();
    switch (options.base()) {
      case MULTINOMIAL_PROPORTIONAL -> {}
      case MULTINOMIAL_PROPORTIONAL_ALONE -> share();
      case MULTINOMIAL_LOGIT -> {
        if (!options.noClickIncluded()) normalise();
      }
      case EXPONENTIAL_CASCADE, PROPORTIONAL_CASCADE -> cascade();
    }
  }

  private void share() {
    double sum = noClickScore;
    for (double score : scores) sum += score;
    for (int i = 0; i < slateSize; i++) scores[i] /= sum;
    noClickScore /= sum;
  }

  private void normalise() {
    double sum = 0;
    for (int i = 0; i < slateSize; i++) {
      scores[i] = StrictMath.exp(scores[i]);
      sum += scores[i];
    }
    for (int i = 0; i < slateSize; i++) scores[i] /= sum;
  }

  private void cascade() {
    double left = noClickScore;
    double reached = 1;
    for (int i = 0; i < slateSize; i++) {
      double score = scores[i];
      if (options.base() == Base.EXPONENTIAL_CASCADE) score = StrictMath.exp(score);
      double taken = options.scoreScaling() * score;
      if (options.noClickIncluded()) {
        scores[i] = left * options.attention() * taken;
        left *= 1 - options.attention() * taken;
      } else {
        scores[i] = reached * taken;
        reached *= options.attention();
      }
    }
    noClickScore = left;
  }

  private double scaledNoClick() {
    if (options.noClickScale() == NoClickScale.KEEP) return noClickScore;
    if (options.noClickScale() == NoClickScale.SLATE_SIZE) return noClickScore / slateSize;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      least = Math.min(least, score);
      greatest = Math.max(greatest, score);
    }
    return least + options.noClickAlpha() * (greatest - least);
  }

  private void softmax(double beside, boolean[] labelled) {
    boolean masked = options.constraint().othersMasked();
    double greatest = beside;
    for (double score : scores) greatest = Math.max(greatest, score);
    double sum = 0;
    for (int i = 0; i <= slateSize; i++) {
      boolean never = masked && i < slateSize && !labelled[i];
      double score = i < slateSize ? scores[i] : beside;
      probabilities[i] = never ? 0 : StrictMath.exp(score - greatest);
      sum += probabilities[i];
    }
    for (int i = 0; i <= slateSize; i++) probabilities[i] /= sum;
  }
}
