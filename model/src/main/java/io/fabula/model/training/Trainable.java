package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/**
 * Something that is trained in pieces and whose state can be saved whole between two of them:
 * advancing 2 n times gives the same bits as advancing n times, saving, restoring and advancing n
 * times. {@link TrainingRun} carries it to the end of its budget.
 */
public interface Trainable {
  /**
   * One update. Not interrupted half-way: an interrupt is left for the caller to see.
   *
   * @throws DivergedException if a loss, gradient, weight or sample is not finite; what is trained
   *     is then of no use
   */
  void advance();

  /** Progress from 0 to 1; at least 1 when the budget is spent. */
  double progress();

  /** Wall-clock seconds spent so far, over all sessions. */
  double seconds();

  /** Steps made so far, in the unit of {@link Budget.Steps}: frames seen, or training steps. */
  long steps();

  /** What has been trained so far, as the file that others read. */
  TensorFile model();

  /** The complete state. */
  TensorFile checkpoint();

  /**
   * Continues from a {@link #checkpoint()} of the same training.
   *
   * @throws DamagedFileException if the file is not such a checkpoint; this is then of no use
   */
  void restore(TensorFile file) throws DamagedFileException;
}
