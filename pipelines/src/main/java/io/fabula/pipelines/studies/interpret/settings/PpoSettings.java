package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.ppo.PpoOptions;
import io.fabula.model.training.Schedule;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The settings of recurrent PPO as keys; see {@link PpoOptions}. */
public record PpoSettings(
    int steps,
    int worlds,
    int epochs,
    int minibatchesPerEpoch,
    int minibatchSize,
    double gamma,
    double lambda,
    double learningRate,
    double learningRateEnd,
    double entropy,
    double entropyEnd,
    double valueWeight,
    double clip,
    double gradientNorm,
    double adamEpsilon,
    boolean legacyRecurrence,
    boolean trainableInitialState,
    int validationWorlds,
    int validationEvery,
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
        new PpoOptions.Recurrence(legacyRecurrence, trainableInitialState),
        new PpoOptions.Validation(validationWorlds, validationEvery),
        shards);
  }
}
