package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.model.slates.SlateLearning;
import io.fabula.model.slates.SlateOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How agents learn. */
public record TrainingSettings(
    @Meaning("epochs of a training: an episode of all users, then updates") int numEpochs,
    @Meaning("gradient steps after each episode") int numUpdates,
    @Meaning("share of the epochs over which the chance of random slates falls") double decayRatio,
    @Meaning("chance of a random slate at the beginning") double epsilonStart,
    @Meaning("and after it has fallen") double epsilonEnd,
    @Meaning("and in the evaluations of a training") double evalEpsilon,
    @Meaning("whether slates are drawn by the softmax of values in training") boolean boltzmann,
    @Meaning("transitions that are kept; the oldest goes first") int bufferSize,
    @Meaning("transitions of random slates before the first epoch, at most a tenth of those kept")
        int minimumFillReplayBuffer,
    @Meaning("transitions of an update") int batchSize,
    @Meaning("epochs from one move of the target network to the next") int syncFreq,
    @Meaning("part of the way that it moves then; 0 for a copy") double softUpdateTau,
    @Meaning("whether targets have encoders and item codes of their own")
        boolean ifUseMainTargetForOthers,
    @Meaning("learning rate of Adam") double qNetLr,
    @Meaning("whether the learning rate falls from epoch to epoch") boolean ifUseLrScheduler,
    @Meaning("factor of the learning rate from epoch to epoch then") double lrSchedulerAlpha,
    @Meaning("discount of later slates") double gamma,
    @Meaning("whether nothing is discounted between positions of a slate")
        boolean useIntraSlateGamma,
    @Meaning("bound of the gradient's norm of each module; 0 for none") double gradClip,
    @Meaning("epochs from one evaluation to the next") int evalFreq,
    @Meaning("greedy episodes of each evaluation, on training items and on held-back ones")
        int numEvalEpisodes)
    implements Serializable {
  public TrainingSettings {
    Range.atLeast("num_epochs", numEpochs, 1);
    Range.atLeast("num_updates", numUpdates, 0);
    Range.above("decay_ratio", decayRatio, 0);
    Range.within("decay_ratio", decayRatio, 0, 1);
    Range.within("epsilon_start", epsilonStart, 0, 1);
    Range.within("epsilon_end", epsilonEnd, 0, 1);
    Range.within("eval_epsilon", evalEpsilon, 0, 1);
    Range.atLeast("buffer_size", bufferSize, 1);
    Range.atLeast("minimum_fill_replay_buffer", minimumFillReplayBuffer, 0);
    Range.atLeast("batch_size", batchSize, 1);
    Range.atLeast("sync_freq", syncFreq, 1);
    Range.within("soft_update_tau", softUpdateTau, 0, 1);
    Range.above("q_net_lr", qNetLr, 0);
    Range.above("lr_scheduler_alpha", lrSchedulerAlpha, 0);
    Range.within("lr_scheduler_alpha", lrSchedulerAlpha, 0, 1);
    Range.within("gamma", gamma, 0, 1);
    Range.atLeast("grad_clip", gradClip, 0);
    Range.atLeast("eval_freq", evalFreq, 1);
    Range.atLeast("num_eval_episodes", numEvalEpisodes, 1);
  }

  /**
   * A training.
   *
   * @param lastReward whether only a slate's last position is rewarded
   * @param clean whether a user's end ends all positions of its last slate
   */
  public SlateOptions options(boolean lastReward, boolean clean) {
    return new SlateOptions(
        numEpochs,
        numUpdates,
        new SlateLearning(
            batchSize,
            gamma,
            useIntraSlateGamma ? 1 : gamma,
            qNetLr,
            ifUseLrScheduler ? lrSchedulerAlpha : 1,
            gradClip,
            syncFreq,
            softUpdateTau == 0 ? 1 : softUpdateTau,
            ifUseMainTargetForOthers),
        epsilonStart,
        epsilonEnd,
        decayRatio,
        boltzmann,
        bufferSize,
        minimumFillReplayBuffer,
        lastReward,
        clean,
        new SlateOptions.Evaluation(evalFreq, numEvalEpisodes, evalEpsilon));
  }
}
