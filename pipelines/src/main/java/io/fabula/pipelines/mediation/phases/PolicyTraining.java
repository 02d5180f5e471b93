package io.fabula.pipelines.mediation.phases;

import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training of an actor-critic.
 *
 * @param trainer closed with this
 * @param kept when and where the training's state is kept, if at all
 */
record PolicyTraining(ActorCriticTrainer trainer, Optional<Kept> kept) implements ResumableWork {
  /**
   * A state of the training that can be gone on with.
   *
   * @param level the snapshot with which it is kept
   * @param file where
   */
  record Kept(double level, Path file) {}

  /** The snapshot of a level, once it was reached. */
  Optional<ActorCriticTrainer.Snapshot> snapshot(double level) {
    return trainer.snapshots().stream().filter(each -> each.level() == level).findFirst();
  }

  @Override
  public Trainable trainable() {
    return trainer;
  }

  @Override
  public long done() {
    return trainer.episodes();
  }

  /** Keeps the state of the training when the policy was taken, before any later checkpoint. */
  @Override
  public void advanced(TrainingRun run) throws IOException {
    if (kept.isEmpty() || Files.exists(kept.get().file())) return;
    if (snapshot(kept.get().level()).isPresent()) run.save(kept.get().file());
  }

  @Override
  public TableSchema schema() {
    return Agents.LOG;
  }

  @Override
  public List<List<@Nullable Object[]>> statistics() {
    return List.of(Agents.rows(trainer.log()));
  }

  @Override
  public void close() {
    trainer.close();
  }
}
