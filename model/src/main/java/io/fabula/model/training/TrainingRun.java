package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries a training to the end of its budget in a directory: a checkpoint from which a killed or
 * interrupted run continues, and files of the model along the way.
 */
public final class TrainingRun {
  /** The file from which training continues. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private static final double SECONDS_BETWEEN_CHECKPOINTS = 60;

  private final Trainable trainable;
  private final Path directory;
  private final String modelName;
  private final int modelFiles;

  /** A run of a trainable that was just made, with its checkpoint alone in {@code directory}. */
  public TrainingRun(Trainable trainable, Path directory) {
    this(trainable, directory, "", 0);
  }

  /**
   * A run of a trainable that was just made.
   *
   * @param directory an existing directory
   * @param modelName how the model's files are called, such as {@code agent}
   * @param modelFiles how many to write, evenly over the budget; the last is the trained model
   */
  public TrainingRun(Trainable trainable, Path directory, String modelName, int modelFiles) {
    if (modelFiles < 0) {
      throw new IllegalArgumentException("modelFiles must be at least 0, got " + modelFiles);
    }
    this.trainable = trainable;
    this.directory = directory;
    this.modelName = modelName;
    this.modelFiles = modelFiles;
  }

  /**
   * Continues from the directory's checkpoint if there is one, and trains until the budget is spent
   * or the thread is interrupted; both leave a checkpoint, and the interrupt flag stays set.
   *
   * @param afterEach told of each update
   * @return whether the budget is spent
   * @throws IOException if a file cannot be written, or the checkpoint found is damaged or belongs
   *     to another training
   * @throws DivergedException if a value stopped being finite; no file holds it
   */
  public boolean run(Runnable afterEach) throws IOException {
    Path checkpoint = directory.resolve(CHECKPOINT);
    if (Files.exists(checkpoint)) trainable.restore(TensorFile.readSealed(checkpoint));
    return train(checkpoint, afterEach);
  }

  /**
   * As {@link #run(Runnable)}, but a checkpoint of which a bit is not as it was written is put away
   * and the training begun anew.
   *
   * @param notes told of that in one line
   */
  public boolean run(Runnable afterEach, Consumer<String> notes) throws IOException {
    Path checkpoint = directory.resolve(CHECKPOINT);
    if (Files.exists(checkpoint)) {
      Optional<TensorFile> saved = intact(checkpoint, notes);
      if (saved.isPresent()) trainable.restore(saved.get());
    }
    return train(checkpoint, afterEach);
  }

  private static Optional<TensorFile> intact(Path checkpoint, Consumer<String> notes)
      throws IOException {
    try {
      return Optional.of(TensorFile.readSealed(checkpoint));
    } catch (DamagedFileException e) {
      Path away = checkpoint.resolveSibling(CHECKPOINT + ".damaged");
      Files.move(checkpoint, away, StandardCopyOption.REPLACE_EXISTING);
      notes.accept(e.getMessage() + "; the checkpoint is put away and the training begun anew");
      return Optional.empty();
    }
  }

  private boolean train(Path checkpoint, Runnable afterEach) throws IOException {
    double savedAt = trainable.seconds();
    int written = filesDue();
    while (trainable.progress() < 1) {
      if (Thread.currentThread().isInterrupted()) {
        save(checkpoint);
        return false;
      }
      trainable.advance();
      afterEach.run();
      if (filesDue() > written && trainable.progress() < 1) {
        written = filesDue();
        saveModel();
      }
      if (trainable.seconds() - savedAt >= SECONDS_BETWEEN_CHECKPOINTS) {
        save(checkpoint);
        savedAt = trainable.seconds();
      }
    }
    if (modelFiles > 0) saveModel();
    save(checkpoint);
    return true;
  }

  /** Files of the model that the progress so far asks for, without the last one. */
  private int filesDue() {
    return (int) Math.min(modelFiles - 1L, (long) (trainable.progress() * modelFiles));
  }

  /**
   * Writes a checkpoint of the training as it stands, although the thread may be interrupted.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path path) throws IOException {
    uninterrupted(() -> trainable.checkpoint().writeSealed(path));
  }

  private void saveModel() throws IOException {
    uninterrupted(() -> trainable.model().write(modelFile(trainable.steps())));
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Writes although the thread may be interrupted, which would close its channel. */
  private static void uninterrupted(Writing writing) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      writing.run();
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /** The file of the model written after {@code steps} steps. */
  public Path modelFile(long steps) {
    return directory.resolve(String.format(Locale.ROOT, "%s_%d.safetensors", modelName, steps));
  }
}
