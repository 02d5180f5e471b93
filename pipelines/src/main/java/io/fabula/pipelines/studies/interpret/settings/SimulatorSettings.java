package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.simulator.SimulatorOptions;
import io.fabula.model.simulator.SimulatorSize;
import io.fabula.model.training.Budget;
import io.fabula.model.windows.WindowRule;
import io.fabula.pipelines.analyses.SimulatorTraining;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;

/**
 * The simulator and how it is trained. Loss weights are those of 64x64 frames; where the agent sees
 * smaller ones they shrink with the number of pixels.
 */
public record SimulatorSettings(
    @Meaning("widths of its networks") Size size,
    @Meaning("last recorded episodes that are kept for measuring") int holdoutEpisodes,
    @Meaning("minutes of wall clock to train; 0 to train for train_steps") double minutes,
    @Meaning("steps to train for where minutes is 0") int trainSteps,
    @Meaning("real frames that the context encoder sees") int contextFrames,
    @Meaning("simulated steps of a training window") int steps,
    @Meaning("windows in a training step") int batch,
    @Meaning("parts of a batch whose gradients are added in order") int shards,
    @Meaning("learning rate of Adam") double learningRate,
    @Meaning("bound of the gradient's norm") double clipNorm,
    @Meaning("weight of the divergence between posterior and prior") double klWeight,
    @Meaning("share of the divergence that trains the prior") double klBalance,
    @Meaning("weight of the length of the state's change") double updateWeight,
    @Meaning("weight of the spread of bottleneck vectors") double spreadWeight,
    @Meaning("weight of the converters of the agent's first state and action")
        double auxiliaryWeight)
    implements SimulatorTraining {
  private static final double PAPER_PIXELS = 64 * 64;

  /** Widths of the simulator's networks. */
  public enum Size {
    /** A few hundred thousand parameters, for 16x16 to 64x64 frames. */
    MINI,
    /** The published 28.7 million, for 64x64 frames. */
    PAPER
  }

  public SimulatorSettings {
    Range.atLeast("holdout_episodes", holdoutEpisodes, 1);
    Range.atLeast("minutes", minutes, 0);
    Range.atLeast("train_steps", trainSteps, 0);
    if (minutes == 0 && trainSteps == 0) {
      throw new IllegalArgumentException("minutes or train_steps must be above 0, both are 0");
    }
    Range.atLeast("context_frames", contextFrames, 2);
    Range.atLeast("steps", steps, 1);
    Range.atLeast("batch", batch, 1);
    Range.within("shards", shards, 1, batch);
    Range.above("learning_rate", learningRate, 0);
    Range.above("clip_norm", clipNorm, 0);
    Range.atLeast("kl_weight", klWeight, 0);
    Range.within("kl_balance", klBalance, 0, 1);
    Range.atLeast("update_weight", updateWeight, 0);
    Range.atLeast("spread_weight", spreadWeight, 0);
    Range.atLeast("auxiliary_weight", auxiliaryWeight, 0);
  }

  public SimulatorSize widths(int frameSide, int agentHidden, int actions) {
    return switch (size) {
      case MINI -> SimulatorSize.mini(frameSide, agentHidden, actions);
      case PAPER -> SimulatorSize.paper(agentHidden, actions);
    };
  }

  @Override
  public SimulatorOptions settings(int frameSide) {
    double share = frameSide * frameSide / PAPER_PIXELS;
    return new SimulatorOptions(
        contextFrames,
        steps,
        batch,
        shards,
        learningRate,
        clipNorm,
        klWeight * share,
        klBalance,
        updateWeight * share,
        spreadWeight * share,
        auxiliaryWeight);
  }

  public Budget budget() {
    return minutes > 0 ? new Budget.Minutes(minutes) : new Budget.Steps(trainSteps);
  }

  public WindowRule rule() {
    return WindowRule.corrected(contextFrames + steps - 1, contextFrames);
  }
}
