package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/** Draws the rows and the noise of steps into one batch that is used again and again. */
final class BatchDraw {
  private final StateSpace space;
  private final int rows;
  private final boolean independent;
  private final SelectionStep.Batch batch;

  /**
   * @param independent whether a decoder's noise is drawn apart from the encoder's
   */
  BatchDraw(SelectionArchitecture architecture, StateSpace space, int rows, boolean independent) {
    this.space = space;
    this.rows = rows;
    this.independent = independent;
    float[] draws = new float[rows * architecture.latents()];
    batch =
        new SelectionStep.Batch(
            new float[rows * architecture.observation()],
            new float[rows * architecture.actions()],
            new float[rows],
            draws,
            independent ? draws.clone() : draws);
  }

  /** The next batch, valid until the following one. */
  SelectionStep.Batch next(SelectionData data, RandomStream random) {
    int width = space.observationSize();
    Arrays.fill(batch.actions(), 0);
    for (int i = 0; i < rows; i++) {
      int row = random.nextInt(data.rows());
      space.observe(data.states()[row], batch.observations(), i * width);
      batch.actions()[i * space.actions() + data.actions()[row]] = 1;
      batch.targets()[i] = (float) data.targets()[row];
    }
    gaussian(batch.encoderDraws(), random);
    if (independent) gaussian(batch.decoderDraws(), random);
    return batch;
  }

  private static void gaussian(float[] draws, RandomStream random) {
    for (int i = 0; i < draws.length; i++) draws[i] = (float) random.nextGaussian();
  }
}
