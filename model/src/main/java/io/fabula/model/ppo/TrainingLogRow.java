package io.fabula.model.ppo;

import org.jspecify.annotations.Nullable;

/**
 * One row of the training log: statistics over the last 40 episodes, and over the last 40 updates
 * for losses. Rewards are raw; a statistic of nothing is null.
 *
 * @param timesteps frames seen
 * @param wallTime seconds spent training, over all sessions
 * @param numEpisodes training episodes finished
 * @param numEpisodesVal validation episodes finished
 * @param meanEpisodeValue mean over episodes of the mean predicted value (scaled-return units)
 * @param meanPolicyLoss the loss that is minimised
 * @param meanValueLoss the loss that is minimised, before its weight
 * @param meanEntropyLoss mean entropy of the policy, nats
 */
public record TrainingLogRow(
    long timesteps,
    double wallTime,
    long numEpisodes,
    long numEpisodesVal,
    @Nullable Double maxEpisodeRewards,
    @Nullable Double meanEpisodeRewards,
    @Nullable Double minEpisodeRewards,
    @Nullable Double maxEpisodeLen,
    @Nullable Double meanEpisodeLen,
    @Nullable Double minEpisodeLen,
    @Nullable Double meanEpisodeValue,
    @Nullable Double meanPolicyLoss,
    @Nullable Double meanValueLoss,
    @Nullable Double meanEntropyLoss,
    @Nullable Double valMaxEpisodeRewards,
    @Nullable Double valMeanEpisodeRewards,
    @Nullable Double valMinEpisodeRewards,
    @Nullable Double valMaxEpisodeLen,
    @Nullable Double valMeanEpisodeLen,
    @Nullable Double valMinEpisodeLen) {}
