package io.fabula.pipelines.chunks;

import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One shard of a {@link ResumableStage}. */
public interface ResumableWork extends AutoCloseable {
  /** What is advanced. */
  Trainable trainable();

  /** How much has been done, in units of chunks. */
  long done();

  /** What {@link #done} counts. */
  default String unit() {
    return "episodes";
  }

  /** How much of {@link #done} a chunk of so many episodes is. */
  default long chunk(long episodes) {
    return episodes;
  }

  /** Told after each piece, with the run that saves. */
  default void advanced(TrainingRun run) throws IOException {}

  /** What {@link #statistics} are tables of. */
  TableSchema schema();

  /** Rows of statistics so far, of one or more tables; rows are never changed, only added. */
  List<List<@Nullable Object[]>> statistics();

  /**
   * Goes on from the directory's checkpoint to the end.
   *
   * @param told after each piece
   * @param notes told in one line of a damaged checkpoint that is put away
   */
  default void carry(Path directory, Runnable told, Consumer<String> notes)
      throws IOException, InterruptedException {
    carry(new TrainingRun(trainable(), directory), told, Optional.of(notes));
  }

  /**
   * As the other method, with a run of a trainable that may end earlier.
   *
   * @param notes empty if a damaged checkpoint is an error
   */
  default void carry(TrainingRun run, Runnable told, Optional<Consumer<String>> notes)
      throws IOException, InterruptedException {
    Runnable afterEach =
        () -> {
          try {
            advanced(run);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          told.run();
        };
    boolean finished = notes.isPresent() ? run.run(afterEach, notes.get()) : run.run(afterEach);
    if (!finished) throw new InterruptedException("training was interrupted");
  }

  @Override
  void close();
}
