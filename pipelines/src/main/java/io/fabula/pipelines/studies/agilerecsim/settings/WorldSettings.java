package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.envs.recsim.CandidateRule;
import io.fabula.envs.recsim.RecSimOptions;
import io.fabula.envs.recsim.RecSimOptions.Reward;
import io.fabula.envs.recsim.RecSimOptions.Streams;
import io.fabula.envs.recsim.RecSimOptions.View;
import io.fabula.envs.recsim.SlateMetric;
import io.fabula.envs.recsim.Split;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The recommender world. */
public record WorldSettings(
    @Meaning(
            "published (as the published results were made) or clean: no step limit is ignored and"
                + " a user's end ends all positions of its last slate")
        Fidelity fidelity,
    @Meaning("seed of items, users and candidates; the published experiments have one for all")
        long envSeed,
    @Meaning(
            "shared (all users follow the same random numbers, as published) or independent"
                + " (sound statistics)")
        Streams recsimStream,
    @Meaning("the items") ItemSettings items,
    @Meaning("how users choose") ChoiceSettings choice,
    @Meaning("users at a time") int batchStepSize,
    @Meaning("items in a slate") int slateSize,
    @Meaning("items on offer") int numCandidates,
    @Meaning(
            "how these are drawn: skewed, random, category, multi_common_category,"
                + " noisy_multi_common_category or half_special")
        Resampling recsimResamplingMethod,
    @Meaning("share of the common category in skewed sets") double recsimSkewRatio,
    @Meaning("common categories of multi_common_category") int recsimResampleNumCategories,
    @Meaning("items of other categories in noisy_multi_common_category") int recsimNumNoisyItems,
    @Meaning("special items in half_special") int numCandidatesSp,
    @Meaning("ordinary items of each special one's category in half_special")
        int numCandidatesCorrectNormal,
    @Meaning("whether held-back items are others than training items") boolean recsimIfNewActionEnv,
    @Meaning(
            "steps after which an episode ends; published fidelity ignores it unless"
                + " recsim_if_no_fix_for_done is false")
        int maxEpisodeSteps,
    @Meaning("whether published fidelity ignores max_episode_steps") boolean recsimIfNoFixForDone,
    @Meaning("minutes that a user has") double recsimTimeBudget,
    @Meaning("minutes that a skip costs") double recsimSkipPenalty,
    @Meaning("whether the user's interests are seen; else its last clicks") boolean recsimIfMdp,
    @Meaning("what a step earns: click, watch_time, metric or click_plus_metric")
        Reward recsimTypeReward,
    @Meaning("the metric of that: intrasession_diversity, shannon_entropy, specificity or cpr")
        SlateMetric recsimRewardMetric,
    @Meaning(
            "which positions of a slate are rewarded: all, last or whole (all, and a user's end"
                + " ends them all)")
        RewardedPositions recsimSlateRewardType)
    implements Serializable {
  /** How close to the published program. */
  public enum Fidelity {
    PUBLISHED,
    CLEAN
  }

  /** How candidates are drawn. */
  public enum Resampling {
    SKEWED,
    RANDOM,
    CATEGORY,
    MULTI_COMMON_CATEGORY,
    NOISY_MULTI_COMMON_CATEGORY,
    HALF_SPECIAL
  }

  /** Which positions of a slate are rewarded. */
  public enum RewardedPositions {
    ALL,
    LAST,
    /** A slate has one reward, and one end. */
    WHOLE
  }

  public WorldSettings {
    Range.atLeast("batch_step_size", batchStepSize, 1);
    Range.atLeast("slate_size", slateSize, 3);
    Range.atLeast("num_candidates", numCandidates, slateSize);
    Range.above("recsim_skew_ratio", recsimSkewRatio, 0);
    Range.within("recsim_skew_ratio", recsimSkewRatio, 0, 1);
    Range.atLeast("recsim_resample_num_categories", recsimResampleNumCategories, 1);
    Range.atLeast("recsim_num_noisy_items", recsimNumNoisyItems, 0);
    Range.atLeast("num_candidates_sp", numCandidatesSp, 1);
    Range.atLeast("num_candidates_correct_normal", numCandidatesCorrectNormal, 1);
    Range.atLeast("max_episode_steps", maxEpisodeSteps, 0);
    Range.above("recsim_time_budget", recsimTimeBudget, 0);
    Range.above("recsim_skip_penalty", recsimSkipPenalty, 0);
  }

  /** The same, where items come from a file with the hash of what it holds now. */
  public WorldSettings pinned() {
    return new WorldSettings(
        fidelity,
        envSeed,
        recsimStream,
        items.pinned(),
        choice,
        batchStepSize,
        slateSize,
        numCandidates,
        recsimResamplingMethod,
        recsimSkewRatio,
        recsimResampleNumCategories,
        recsimNumNoisyItems,
        numCandidatesSp,
        numCandidatesCorrectNormal,
        recsimIfNewActionEnv,
        maxEpisodeSteps,
        recsimIfNoFixForDone,
        recsimTimeBudget,
        recsimSkipPenalty,
        recsimIfMdp,
        recsimTypeReward,
        recsimRewardMetric,
        recsimSlateRewardType);
  }

  /** Whether defects that change numbers are left out. */
  public boolean clean() {
    return fidelity == Fidelity.CLEAN;
  }

  /** Whether only a slate's last position is rewarded. */
  public boolean rewardsLast() {
    return recsimSlateRewardType == RewardedPositions.LAST;
  }

  /** Whether a user's end ends all positions of its last slate, not the last alone. */
  public boolean endsTogether() {
    return clean() || recsimSlateRewardType == RewardedPositions.WHOLE;
  }

  private CandidateRule rule() {
    return switch (recsimResamplingMethod) {
      case SKEWED -> new CandidateRule.Skewed(recsimSkewRatio);
      case RANDOM -> new CandidateRule.Random();
      case CATEGORY -> new CandidateRule.EvenCategories();
      case MULTI_COMMON_CATEGORY ->
          new CandidateRule.CommonCategories(recsimResampleNumCategories, 0);
      case NOISY_MULTI_COMMON_CATEGORY ->
          new CandidateRule.CommonCategories(recsimResampleNumCategories, recsimNumNoisyItems);
      case HALF_SPECIAL ->
          new CandidateRule.WithSpecials(numCandidatesSp, numCandidatesCorrectNormal);
    };
  }

  /** The world's options for training items or held-back ones. */
  public RecSimOptions options(Split split) {
    return new RecSimOptions(
        recsimIfNewActionEnv ? split : Split.ALL,
        slateSize,
        numCandidates,
        rule(),
        choice.options(items.recsimIfUseSubcategory()),
        recsimTimeBudget,
        recsimSkipPenalty,
        clean() || !recsimIfNoFixForDone ? maxEpisodeSteps : 0,
        recsimIfMdp ? View.INTERESTS : View.HISTORY,
        recsimTypeReward,
        recsimRewardMetric,
        recsimStream);
  }
}
