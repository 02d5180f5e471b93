package io.fabula.model.ppo;

import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs a trainer to the end of its budget in a directory: a checkpoint from which a killed or
 * interrupted run continues, and agent files along the way.
 */
public final class TrainingRun {
  /** The file from which training continues. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private static final double SECONDS_BETWEEN_CHECKPOINTS = 60;

  private final PpoTrainer trainer;
  private final Path directory;
  private final int agentFiles;

  /**
   * @param directory made if missing
   * @param agentFiles how many agent files to write, evenly over the budget; the last is the
   *     trained agent
   */
  public TrainingRun(PpoTrainer trainer, Path directory, int agentFiles) {
    if (agentFiles < 1) {
      throw new IllegalArgumentException("agentFiles must be at least 1, got " + agentFiles);
    }
    this.trainer = trainer;
    this.directory = directory;
    this.agentFiles = agentFiles;
  }

  /**
   * Continues from the directory's checkpoint if there is one, and trains until the budget is spent
   * or the thread is interrupted; both leave a checkpoint, and the interrupt flag stays set.
   *
   * @param progress told of each update
   * @return whether the budget is spent
   * @throws IOException if a file cannot be written, or the checkpoint found is damaged or belongs
   *     to a training with other settings
   */
  public boolean run(Consumer<TrainingLogRow> progress) throws IOException {
    Path checkpoint = directory.resolve(CHECKPOINT);
    if (Files.exists(checkpoint)) trainer.restore(TensorFile.read(checkpoint));
    double savedAt = trainer.seconds();
    int saved = (int) Math.min(agentFiles - 1L, (long) (trainer.progress() * agentFiles));
    while (trainer.progress() < 1) {
      progress.accept(trainer.update());
      boolean interrupted = Thread.currentThread().isInterrupted();
      if (trainer.progress() * agentFiles >= saved + 1 && saved + 1 < agentFiles) {
        saved++;
        saveAgent();
      }
      if (interrupted || trainer.seconds() - savedAt >= SECONDS_BETWEEN_CHECKPOINTS) {
        save(checkpoint);
        savedAt = trainer.seconds();
      }
      if (interrupted) return false;
    }
    saveAgent();
    save(checkpoint);
    return true;
  }

  /** Writes a file although the thread may be interrupted, which would close its channel. */
  private void save(Path path) throws IOException {
    uninterrupted(() -> trainer.checkpoint().write(path));
  }

  private void saveAgent() throws IOException {
    uninterrupted(() -> trainer.network().save().write(agentFile(trainer.frames())));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void uninterrupted(Writing writing) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      writing.run();
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /** The agent file written after {@code frames} frames. */
  public Path agentFile(long frames) {
    return directory.resolve(String.format(Locale.ROOT, "agent_%d.safetensors", frames));
  }
}
