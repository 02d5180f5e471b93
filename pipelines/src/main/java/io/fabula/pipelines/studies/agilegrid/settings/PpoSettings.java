package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.model.ppo.PpoOptions;
import io.fabula.model.training.Budget;
import io.fabula.model.training.Schedule;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the agents learn: proximal policy optimisation under the original's names. */
public record PpoSettings(
    @Meaning("worlds that are played side by side") int numProcesses,
    @Meaning("steps of each world in an update") int numSteps,
    @Meaning("steps of the whole training; whole updates of them are made") long numEnvSteps,
    @Meaning("steps over which the learning rate falls to a tenth") long lrEnvSteps,
    @Meaning("learning rate of Adam at the beginning") double lr,
    @Meaning("whether the learning rate falls") boolean useLinearLrDecay,
    @Meaning("Adam's epsilon") double eps,
    @Meaning("weight of the entropy bonus") double entropyCoef,
    @Meaning("weight of the value loss") double valueLossCoef,
    @Meaning("bound of the gradient's norm") double maxGradNorm,
    @Meaning("discount of later rewards") double gamma,
    @Meaning("decay of the advantage estimate") double gaeLambda,
    @Meaning("half-width of the trust region of ratio and value") double clipParam,
    @Meaning("passes over the steps of an update") int ppoEpoch,
    @Meaning("mini-batches in a pass") int numMiniBatch,
    @Meaning(
            "parts that a batch is always cut into, and so the most threads that train one agent;"
                + " num_processes and mini-batches must divide by it")
        int shards)
    implements Serializable {
  private static final double LAST_RATE = 0.1;
  private static final double DEVIATION_EPSILON = 1e-5;

  public PpoSettings {
    Range.atLeast("num_processes", numProcesses, 1);
    Range.atLeast("num_steps", numSteps, 1);
    Range.atLeast("num_env_steps", (double) numEnvSteps, (double) numProcesses * numSteps);
    Range.atLeast("lr_env_steps", (double) lrEnvSteps, (double) numProcesses * numSteps);
    Range.above("lr", lr, 0);
    Range.above("eps", eps, 0);
    Range.atLeast("entropy_coef", entropyCoef, 0);
    Range.atLeast("value_loss_coef", valueLossCoef, 0);
    Range.above("max_grad_norm", maxGradNorm, 0);
    Range.within("gamma", gamma, 0, 1);
    Range.within("gae_lambda", gaeLambda, 0, 1);
    Range.above("clip_param", clipParam, 0);
    Range.atLeast("ppo_epoch", ppoEpoch, 1);
    Range.within("num_mini_batch", numMiniBatch, 1, (double) numProcesses * numSteps);
    Range.atLeast("shards", shards, 1);
    Range.atLeast("num_processes", numProcesses, shards);
  }

  /**
   * Checks that batches can be cut as is asked for.
   *
   * @throws IllegalArgumentException if they cannot
   */
  public void requireDivisible() {
    if (numProcesses % shards != 0) {
      throw new IllegalArgumentException(
          "training.num_processes must be a multiple of training.shards, %d, got %d"
              .formatted(shards, numProcesses));
    }
    int members = steps() / numMiniBatch;
    if (members % shards != 0) {
      throw new IllegalArgumentException(
          "training.num_mini_batch=%d makes mini-batches of %d steps, which do not divide by"
                  .formatted(numMiniBatch, members)
              + " training.shards, "
              + shards);
    }
  }

  private int steps() {
    return numProcesses * numSteps;
  }

  /** Updates of the whole training. */
  public int updates() {
    return Math.toIntExact(numEnvSteps / steps());
  }

  /** The whole training. */
  public Budget budget() {
    return new Budget.Updates(updates());
  }

  /** The learning rate falls in a straight line that the training may end before. */
  Schedule learningRate() {
    if (!useLinearLrDecay) return Schedule.constant(lr);
    double horizon = Math.floorDiv(lrEnvSteps, steps());
    return new Schedule.Linear(lr, LAST_RATE * lr, horizon / updates());
  }

  /**
   * The settings of a training.
   *
   * @param normalised whether observations are standardised and rewards scaled
   */
  public PpoOptions options(boolean normalised) {
    return new PpoOptions(
        new PpoOptions.Block(numSteps, numProcesses),
        new PpoOptions.Passes(ppoEpoch, numMiniBatch, steps() / numMiniBatch),
        new PpoOptions.Estimation(gamma, gaeLambda, normalised, DEVIATION_EPSILON),
        new PpoOptions.Losses(clipParam, valueLossCoef, Schedule.constant(entropyCoef)),
        new PpoOptions.Optimisation(learningRate(), maxGradNorm, eps),
        false,
        PpoOptions.Validation.NONE,
        shards,
        normalised ? PpoOptions.Observations.STANDARDISED : PpoOptions.Observations.RAW);
  }
}
