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
 * @param taken where the training's state is kept when the first snapshot is taken, if at all
 */
record PolicyTraining(ActorCriticTrainer trainer, Optional<Path> taken) implements ResumableWork {
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
    if (taken.isEmpty() || trainer.snapshots().isEmpty() || Files.exists(taken.get())) return;
    run.save(taken.get());
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
