package io.fabula.model.simulator;

/**
 * How a simulator is trained. Loss terms are summed over time and averaged over the batch.
 *
 * @param contextFrames real frames that the context encoder sees, at least 2: the action before the
 *     last one starts the simulation
 * @param steps simulated steps {@code T} of a training window; the first one shows the last context
 *     frame
 * @param batch windows per step
 * @param shards parts of a batch whose gradients are added in order; part of the result's
 *     definition, and the greatest number of useful threads
 * @param learningRate of Adam, whose other settings are PyTorch's defaults
 * @param clipNorm bound of the gradient's norm over all parameters
 * @param klWeight weight of the divergence between posterior and prior
 * @param klBalance share of the divergence that trains the prior, 0..1
 * @param updateWeight weight of the length of the environment state's change, which punishes jumps
 * @param spreadWeight weight of the spread of bottleneck vectors over the sphere
 * @param auxiliaryWeight weight of the converters of the agent's first state and action
 */
public record SimulatorOptions(
    int contextFrames,
    int steps,
    int batch,
    int shards,
    double learningRate,
    double clipNorm,
    double klWeight,
    double klBalance,
    double updateWeight,
    double spreadWeight,
    double auxiliaryWeight) {

  /** Checks the ranges. */
  public SimulatorOptions {
    if (contextFrames < 2) {
      throw new IllegalArgumentException("contextFrames must be at least 2, got " + contextFrames);
    }
    atLeastOne("steps", steps);
    atLeastOne("batch", batch);
    atLeastOne("shards", shards);
    if (shards > batch) {
      throw new IllegalArgumentException(
          "shards must be at most batch = " + batch + ", got " + shards);
    }
    positive("learningRate", learningRate, Double.MIN_VALUE);
    positive("clipNorm", clipNorm, Double.MIN_VALUE);
    positive("klWeight", klWeight, 0);
    positive("updateWeight", updateWeight, 0);
    positive("spreadWeight", spreadWeight, 0);
    positive("auxiliaryWeight", auxiliaryWeight, 0);
    if (!(klBalance >= 0 && klBalance <= 1)) {
      throw new IllegalArgumentException("klBalance must be in 0..1, got " + klBalance);
    }
  }

  /** The published settings, with a batch of the size of the published study's commands. */
  public static SimulatorOptions paper() {
    return new SimulatorOptions(3, 32, 28, 4, 5e-4, 100, 12, 0.8, 0.5, 100, 1);
  }

  /**
   * Settings for a small simulator: the weights that stand against the image loss shrink with the
   * number of pixels.
   *
   * @param frameSide 16, 32 or 64
   */
  public static SimulatorOptions mini(int frameSide) {
    double share = frameSide * frameSide / (64.0 * 64.0);
    return new SimulatorOptions(
        3, 8, 16, 2, 1e-3, 100, 12 * share, 0.8, 0.5 * share, 100 * share, 1);
  }

  /** Rows of a training window: context and simulated steps share one frame. */
  public int windowLength() {
    return contextFrames + steps - 1;
  }

  /** The first window of a shard in the batch. */
  int firstWindow(int shard) {
    return shard * batch / shards;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) throw new IllegalArgumentException(name + " must be at least 1, got " + value);
  }

  private static void positive(String name, double value, double least) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and at least " + least + ", got " + value);
    }
  }
}
