package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Embeddings of a log's items, the model of its clicks, and the agents that learn in it. */
public record ClickModelSettings(
    @Meaning("steps of the embeddings' autoencoders") int embeddingSteps,
    @Meaning("items of each step, at most those of the offline log") int embeddingBatch,
    @Meaning("passes over the log") int numEpochs,
    @Meaning("rows of a step") int batchSize,
    @Meaning("learning rate of Adam") double rmLr,
    @Meaning(
            "steps in which the rate falls along half a cosine, as published num_epochs; 0 for all"
                + " steps of the training")
        int ratePeriod,
    @Meaning("reward of a click for agents") double dataClickBonus,
    @Meaning("steps of an agent's episode") int maxEpisodeSteps,
    @Meaning("epochs of an agent's training") int policyEpochs,
    @Meaning("users and sets by which estimates from a log of all agents are made")
        int offPolicyDecisions)
    implements Serializable {
  public ClickModelSettings {
    Range.atLeast("embedding_steps", embeddingSteps, 1);
    Range.atLeast("embedding_batch", embeddingBatch, 2);
    Range.atLeast("num_epochs", numEpochs, 1);
    Range.atLeast("batch_size", batchSize, 1);
    Range.above("rm_lr", rmLr, 0);
    Range.atLeast("rate_period", ratePeriod, 0);
    Range.atLeast("max_episode_steps", maxEpisodeSteps, 1);
    Range.atLeast("policy_epochs", policyEpochs, 1);
    Range.atLeast("off_policy_decisions", offPolicyDecisions, 1);
  }
}
