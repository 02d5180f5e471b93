package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The best of the evaluations that a training makes along its way, by the mean return. */
public final class BestEvaluation {
  /** The log's columns of an evaluation: mean and standard deviation of its returns. */
  public static final List<String> COLUMNS = List.of("evaluation_return", "evaluation_deviation");

  private double mean = Double.NEGATIVE_INFINITY;
  private long at = -1;

  /**
   * Notes an evaluation in the log's row.
   *
   * @param returns one per episode, at least one
   * @param when how far the training was, in its own unit
   * @return whether it is better than all before
   */
  public boolean note(double[] returns, long when, TrainingLog.Row row) {
    double average = 0;
    for (double each : returns) average += each / returns.length;
    double squares = 0;
    for (double each : returns) squares += (each - average) * (each - average);
    row.set(COLUMNS.get(0), average).set(COLUMNS.get(1), Math.sqrt(squares / returns.length));
    if (!(average > mean)) return false;
    mean = average;
    at = when;
    return true;
  }

  /** Mean return of the best evaluation so far; negative infinity before the first. */
  public double mean() {
    return mean;
  }

  /** How far the training was at the best evaluation, the first of several; -1 before the first. */
  public long at() {
    return at;
  }

  /** Adds this to a checkpoint. */
  public void save(TensorFile file) {
    file.put("trainer.best", Tensor.of(new double[] {mean}));
    file.put("trainer.best_at", Tensor.of(new long[] {at}));
  }

  /** Takes this from a checkpoint. */
  public void restore(TensorFile file) throws DamagedFileException {
    mean = file.doubles("trainer.best", 1)[0];
    at = file.longs("trainer.best_at", 1)[0];
  }
}
