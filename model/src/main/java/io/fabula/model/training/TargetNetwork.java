package io.fabula.model.training;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second copy of a network's parameters that follows the first: at once every so many updates, or
 * by a small part at each (Polyak averaging). It begins as an exact copy and closes with this
 * object.
 */
public final class TargetNetwork implements AutoCloseable {
  /** How the copy follows. */
  public sealed interface Rule {}

  /**
   * It becomes an exact copy again.
   *
   * @param every updates from one copy to the next, at least 1
   */
  public record HardCopy(int every) implements Rule {
    public HardCopy {
      if (every < 1) throw new IllegalArgumentException("every must be at least 1, got " + every);
    }
  }

  /**
   * It moves by a part of the distance at each update.
   *
   * @param rate above 0, at most 1
   */
  public record Polyak(double rate) implements Rule {
    public Polyak {
      if (!(rate > 0 && rate <= 1)) {
        throw new IllegalArgumentException("rate must be above 0 and at most 1, got " + rate);
      }
    }
  }

  private final Parameters online;
  private final Parameters target;
  private final Rule rule;
  private long updates;

  /** A copy of {@code online} as it is now. */
  public TargetNetwork(Parameters online, Rule rule) {
    this.online = online;
    this.rule = rule;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String name : online.names()) shapes.put(name, online.shape(name));
    target = Parameters.of(shapes);
    target.copyFrom(online);
  }

  /** The copy; plans over it are forward plans. */
  public Parameters parameters() {
    return target;
  }

  /** Follows after an update of the network; call it once for each. */
  public void update() {
    updates++;
    if (rule instanceof Polyak polyak) {
      target.moveTowards(online, (float) polyak.rate());
    } else if (rule instanceof HardCopy copy && updates % copy.every() == 0) {
      target.copyFrom(online);
    }
  }

  /** Adds the copy to a checkpoint. */
  public void save(TensorFile file, String prefix) {
    file.put(prefix + ".updates", Tensor.of(new long[] {updates}));
    for (String name : target.names()) {
      file.put(prefix + "." + name, new Tensor.Floats(shape(name), target.get(name)));
    }
  }

  /** Takes the copy from a checkpoint. */
  public void restore(TensorFile file, String prefix) throws DamagedFileException {
    updates = file.longs(prefix + ".updates", 1)[0];
    for (String name : target.names()) {
      target.set(name, file.floats(prefix + "." + name, shape(name)));
    }
  }

  private List<Integer> shape(String name) {
    return target.shape(name).toList();
  }

  @Override
  public void close() {
    target.close();
  }
}
