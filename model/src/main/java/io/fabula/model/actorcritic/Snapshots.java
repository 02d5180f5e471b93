package io.fabula.model.actorcritic;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;

/** The agents that were kept when a running mean first reached given levels. */
final class Snapshots {
  private final List<Double> levels;
  private final Map<Double, ActorCriticTrainer.Snapshot> kept = new LinkedHashMap<>();

  Snapshots(List<Double> levels) {
    this.levels = levels;
  }

  /** Keeps the agent for each level that is reached and for which none was kept, if it passes. */
  void keep(double mean, DoublePredicate passes, long steps, Supplier<TensorFile> agent) {
    for (double level : levels) {
      if (mean >= level && !kept.containsKey(level) && passes.test(level)) {
        kept.put(level, new ActorCriticTrainer.Snapshot(level, steps, agent.get()));
      }
    }
  }

  /** In the order in which they were kept. */
  List<ActorCriticTrainer.Snapshot> all() {
    return List.copyOf(kept.values());
  }

  void save(TensorFile file) {
    List<ActorCriticTrainer.Snapshot> all = all();
    file.put(
        "snapshots.level",
        Tensor.of(all.stream().mapToDouble(ActorCriticTrainer.Snapshot::level).toArray()));
    file.put(
        "snapshots.steps",
        Tensor.of(all.stream().mapToLong(ActorCriticTrainer.Snapshot::steps).toArray()));
    for (int i = 0; i < all.size(); i++) {
      TensorFile agent = all.get(i).agent();
      for (String name : agent.names()) {
        try {
          file.put(tensor(i, name), agent.tensor(name));
        } catch (DamagedFileException e) {
          throw new IllegalStateException(e); // a file that was just made has its tensors
        }
      }
    }
  }

  /**
   * Takes what {@link #save} wrote.
   *
   * @param like an agent with the metadata and the names of tensors that all of them have
   */
  void restore(TensorFile file, TensorFile like) throws DamagedFileException {
    kept.clear();
    double[] level = file.doubles("snapshots.level", -1);
    long[] steps = file.longs("snapshots.steps", level.length);
    for (int i = 0; i < level.length; i++) {
      TensorFile agent = new TensorFile();
      like.metadata().forEach(agent::putMetadata);
      for (String name : like.names()) agent.put(name, file.tensor(tensor(i, name)));
      kept.put(level[i], new ActorCriticTrainer.Snapshot(level[i], steps[i], agent));
    }
  }

  private static String tensor(int snapshot, String name) {
    return "snapshot." + snapshot + "." + name;
  }
}
