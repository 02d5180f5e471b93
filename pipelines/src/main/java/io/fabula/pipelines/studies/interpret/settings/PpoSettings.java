package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.ppo.PpoOptions;
import io.fabula.model.training.Schedule;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The settings of recurrent PPO as keys; see {@link PpoOptions}. */
public record PpoSettings(
    @Meaning("steps of each world in an update") int steps,
    @Meaning("worlds that are played side by side") int worlds,
    @Meaning("passes over an update's block of steps") int epochs,
    @Meaning("optimiser steps in an epoch") int minibatchesPerEpoch,
    @Meaning("most frames in one minibatch; more are summed over several") int minibatchSize,
    @Meaning("discount of later rewards, 0 to 1") double gamma,
    @Meaning("decay of generalised advantage estimation, 0 to 1") double lambda,
    @Meaning("learning rate of Adam at the beginning of the training") double learningRate,
    @Meaning("learning rate at its end; it falls linearly") double learningRateEnd,
    @Meaning("weight of the entropy bonus at the beginning") double entropy,
    @Meaning("weight of the entropy bonus at the end") double entropyEnd,
    @Meaning("weight of the loss of the value") double valueWeight,
    @Meaning("half-width of the trust region of ratio and value") double clip,
    @Meaning("bound of the gradient's norm") double gradientNorm,
    @Meaning("epsilon of Adam") double adamEpsilon,
    @Meaning("whether to repeat the published code's treatment of hidden states at episode ends")
        boolean legacyRecurrence,
    @Meaning("whether episodes start from a learned hidden state, not from zeros")
        boolean trainableInitialState,
    @Meaning("worlds, drawn from all levels, in which the agent is only measured; 0 for none")
        int validationWorlds,
    @Meaning("updates from one round in the validation worlds to the next") int validationEvery,
    @Meaning("parts of a minibatch whose gradients are added in order; the bits depend on it")
        int shards)
    implements Serializable {
  public PpoSettings {
    Range.atLeast("steps", steps, 1);
    Range.atLeast("worlds", worlds, 1);
    Range.atLeast("epochs", epochs, 1);
    Range.atLeast("minibatches_per_epoch", minibatchesPerEpoch, 1);
    Range.atLeast("minibatch_size", minibatchSize, 1);
    Range.within("gamma", gamma, 0, 1);
    Range.within("lambda", lambda, 0, 1);
    Range.atLeast("learning_rate", learningRate, 0);
    Range.atLeast("learning_rate_end", learningRateEnd, 0);
    Range.atLeast("entropy", entropy, 0);
    Range.atLeast("entropy_end", entropyEnd, 0);
    Range.atLeast("value_weight", valueWeight, 0);
    Range.above("clip", clip, 0);
    Range.above("gradient_norm", gradientNorm, 0);
    Range.above("adam_epsilon", adamEpsilon, 0);
    Range.atLeast("validation_worlds", validationWorlds, 0);
    Range.atLeast("validation_every", validationEvery, 1);
    Range.atLeast("shards", shards, 1);
  }

  public PpoOptions options() {
    return new PpoOptions(
        new PpoOptions.Block(steps, worlds),
        new PpoOptions.Passes(epochs, minibatchesPerEpoch, minibatchSize),
        PpoOptions.Estimation.scaled(gamma, lambda),
        new PpoOptions.Losses(clip, valueWeight, Schedule.linear(entropy, entropyEnd)),
        new PpoOptions.Optimisation(
            Schedule.linear(learningRate, learningRateEnd), gradientNorm, adamEpsilon),
        legacyRecurrence,
        new PpoOptions.Validation(validationWorlds, validationEvery),
        shards);
  }
}
