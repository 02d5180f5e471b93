package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;

/** Wall-clock seconds of a training, added up over its sessions. It runs from its making. */
public final class TrainingClock {
  /** The name under which checkpoints keep it. */
  public static final String SECONDS = "trainer.seconds";

  private static final double NANOS = 1e9;

  private final long startedNanos = System.nanoTime();
  private double secondsBefore;

  /** Seconds so far, over all sessions. */
  public double seconds() {
    return secondsBefore + (System.nanoTime() - startedNanos) / NANOS;
  }

  /** Adds the seconds so far to a checkpoint. */
  public void save(TensorFile file) {
    file.put(SECONDS, Tensor.of(new double[] {seconds()}));
  }

  /** Takes the seconds of earlier sessions from a checkpoint; those of this one go on. */
  public void restore(TensorFile file) throws DamagedFileException {
    secondsBefore = file.doubles(SECONDS, 1)[0];
  }
}
