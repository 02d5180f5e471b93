package io.fabula.model.ppo;

import io.fabula.model.training.RecentValues;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Comparator;

/** Returns, lengths and values of the episodes that one group of worlds finishes. */
final class EpisodeStatistics {
  /** A finished episode; raw return, steps, mean predicted value. */
  record Finished(int step, int world, double episodeReturn, int length, double value) {}

  /** By step, then world: independent of how worlds were cut into shards. */
  static final Comparator<Finished> ORDER =
      Comparator.comparingInt(Finished::step).thenComparingInt(Finished::world);

  private final RecentValues returns = new RecentValues();
  private final RecentValues lengths = new RecentValues();
  private final RecentValues values = new RecentValues();
  private long count;

  void add(Finished episode) {
    count++;
    returns.add(episode.episodeReturn);
    lengths.add(episode.length);
    values.add(episode.value);
  }

  long count() {
    return count;
  }

  RecentValues returns() {
    return returns;
  }

  RecentValues lengths() {
    return lengths;
  }

  RecentValues values() {
    return values;
  }

  void save(TensorFile file, String prefix) {
    file.put(prefix + ".count", Tensor.of(new long[] {count}));
    file.put(prefix + ".returns", Tensor.of(returns.state()));
    file.put(prefix + ".lengths", Tensor.of(lengths.state()));
    file.put(prefix + ".values", Tensor.of(values.state()));
  }

  void restore(TensorFile file, String prefix) throws DamagedFileException {
    count = file.longs(prefix + ".count", 1)[0];
    returns.restore(file.doubles(prefix + ".returns", RecentValues.stateSize()));
    lengths.restore(file.doubles(prefix + ".lengths", RecentValues.stateSize()));
    values.restore(file.doubles(prefix + ".values", RecentValues.stateSize()));
  }
}
