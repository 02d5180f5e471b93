package io.fabula.pipelines.chunks;

import io.fabula.model.training.Trainable;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/**
 * A work that ends when so much has been done, or with its own end if that comes first.
 *
 * @param work what is done
 * @param enough how much, in the work's units
 */
record EndingEarly(ResumableWork work, long enough) implements Trainable {
  @Override
  public void advance() {
    work.trainable().advance();
  }

  @Override
  public double progress() {
    return work.done() >= enough ? 1 : work.trainable().progress();
  }

  @Override
  public double seconds() {
    return work.trainable().seconds();
  }

  @Override
  public long steps() {
    return work.trainable().steps();
  }

  @Override
  public TensorFile model() {
    return work.trainable().model();
  }

  @Override
  public TensorFile checkpoint() {
    return work.trainable().checkpoint();
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    work.trainable().restore(file);
  }
}
