package io.fabula.model.simulator;

import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Runs a trainer to the end of its budget in a directory, with a checkpoint from which a killed or
 * interrupted run continues.
 */
public final class SimulatorTrainingRun {
  /** The file from which training continues. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private static final double SECONDS_BETWEEN_CHECKPOINTS = 60;

  private final SimulatorTrainer trainer;
  private final SimulatorBudget budget;
  private final Path checkpoint;

  /**
   * A run of a trainer that was just made.
   *
   * @param directory an existing directory
   */
  public SimulatorTrainingRun(SimulatorTrainer trainer, SimulatorBudget budget, Path directory) {
    this.trainer = trainer;
    this.budget = budget;
    this.checkpoint = directory.resolve(CHECKPOINT);
  }

  /**
   * Continues from the directory's checkpoint if there is one, and trains until the budget is spent
   * or the thread is interrupted; both leave a checkpoint, and the interrupt flag stays set.
   *
   * @param progress told of each step
   * @return whether the budget is spent
   * @throws IOException if a file cannot be written or the checkpoint found is damaged
   * @throws IllegalArgumentException if the checkpoint found belongs to other settings
   */
  public boolean run(Consumer<SimulatorProgress> progress) throws IOException {
    if (Files.exists(checkpoint)) trainer.restore(TensorFile.read(checkpoint));
    double savedAt = trainer.seconds();
    boolean interrupted = Thread.currentThread().isInterrupted();
    while (!interrupted && budget.spent(trainer.steps(), trainer.seconds()) < 1) {
      progress.accept(trainer.step());
      interrupted = Thread.currentThread().isInterrupted();
      if (trainer.seconds() - savedAt >= SECONDS_BETWEEN_CHECKPOINTS) {
        save();
        savedAt = trainer.seconds();
      }
    }
    save();
    return budget.spent(trainer.steps(), trainer.seconds()) >= 1;
  }

  /**
   * Writes the checkpoint although the thread may be interrupted, which would close its channel.
   */
  private void save() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      trainer.checkpoint().write(checkpoint);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }
}
