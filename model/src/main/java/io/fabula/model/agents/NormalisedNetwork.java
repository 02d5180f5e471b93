package io.fabula.model.agents;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import io.fabula.model.training.RunningMoments;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/**
 * A network that is shown standardised observations: each number shifted and scaled by the running
 * moments of what was seen in training, within limits. Bytes count as 0 to 255. The moments change
 * by {@link #takeIn} alone, so that whoever only plays sees them as they were at the end of the
 * training. They are saved with the network.
 *
 * <p>Moments may change only while no plan runs and no observation is put.
 */
public final class NormalisedNetwork implements LearnableNetwork {
  private static final String MOMENTS = "observations.moments";
  private static final String LIMIT = "observations.limit";

  /** Added to the variances under the root. */
  private static final double EPSILON = 1e-8;

  private final LearnableNetwork network;
  private final RunningMoments moments;
  private final double limit;

  private NormalisedNetwork(LearnableNetwork network, RunningMoments moments, double limit) {
    if (!(limit > 0)) throw new IllegalArgumentException("limit must be above 0, got " + limit);
    this.network = network;
    this.moments = moments;
    this.limit = limit;
  }

  /**
   * A network at the beginning of its training: mean 0, variance 1 until something is taken in.
   *
   * @param network takes observations of floats; closed with this
   * @param world what is to be seen
   * @param limit results are held within {@code -limit..limit}
   */
  public static NormalisedNetwork create(
      LearnableNetwork network, EnvironmentSpec world, double limit) {
    return new NormalisedNetwork(
        network, RunningMoments.standard(world.observations().size()), limit);
  }

  /**
   * The agent of a file: the network, behind the moments of its training if the file has any.
   *
   * @param network the network of the same file; closed with what is returned, and when this fails
   * @throws DamagedFileException if there are moments that cannot be
   */
  public static LearnableNetwork read(TensorFile file, LearnableNetwork network)
      throws DamagedFileException {
    if (!file.names().contains(MOMENTS)) return network;
    try {
      int size = (file.doubles(MOMENTS, -1).length - 1) / 2;
      if (size < 1) throw new DamagedFileException(file.source(), MOMENTS, "it is empty");
      NormalisedNetwork read =
          new NormalisedNetwork(network, RunningMoments.standard(size), limit(file));
      read.moments.restore(file, MOMENTS);
      return read;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  private static double limit(TensorFile file) throws DamagedFileException {
    String text = file.metadata(LIMIT);
    try {
      double limit = Double.parseDouble(text);
      if (limit > 0) return limit;
    } catch (NumberFormatException e) {
      // said below
    }
    throw new DamagedFileException(
        file.source(),
        "metadata \"" + LIMIT + "\"",
        "expected a number above 0, got \"" + text + "\"");
  }

  /** Takes in what all worlds of a batch show now. */
  public void takeIn(ObservationBatch observations) {
    float[] rows = new float[observations.count() * observations.size()];
    for (int i = 0; i < observations.count(); i++) {
      observations.toFloats(i, rows, i * observations.size());
    }
    moments.add(rows, 0, observations.count());
  }

  /** Count, means and variances of what was taken in; see {@link RunningMoments#state}. */
  public double[] moments() {
    return moments.state();
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    network.requireFits(world);
    if (world.observations().size() != moments.size()) {
      throw new IllegalArgumentException(
          "the agent knows moments of %d numbers, the world \"%s\" shows %d"
              .formatted(moments.size(), world.name(), world.observations().size()));
    }
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new NormalisedInputs(network.inputs(rows));
  }

  /** Standardises on the way in; each thread in an array of its own. */
  private final class NormalisedInputs implements InputBuffer {
    private final InputBuffer inputs;
    private final ThreadLocal<float[]> standardised =
        ThreadLocal.withInitial(() -> new float[moments.size()]);

    NormalisedInputs(InputBuffer inputs) {
      this.inputs = inputs;
    }

    @Override
    public int width() {
      return inputs.width();
    }

    @Override
    public void put(int row, byte[] observation, int offset, ActionSet available) {
      float[] seen = standardised.get();
      for (int i = 0; i < seen.length; i++) seen[i] = observation[offset + i] & 0xFF;
      put(row, seen, available);
    }

    @Override
    public void put(int row, float[] observation, int offset, ActionSet available) {
      float[] seen = standardised.get();
      System.arraycopy(observation, offset, seen, 0, seen.length);
      put(row, seen, available);
    }

    private void put(int row, float[] seen, ActionSet available) {
      moments.normalise(seen, 0, 1, EPSILON, limit);
      inputs.put(row, seen, 0, available);
    }

    @Override
    public void expand(int row, float[] target, int offset) {
      inputs.expand(row, target, offset);
    }
  }

  @Override
  public ActionHead head() {
    return network.head();
  }

  @Override
  public int stateSize() {
    return network.stateSize();
  }

  @Override
  public List<ExtraColumn> extras() {
    return network.extras();
  }

  @Override
  public ActingPlan acting(int batch) {
    return network.acting(batch);
  }

  @Override
  public Parameters parameters() {
    return network.parameters();
  }

  @Override
  public boolean recurrent() {
    return network.recurrent();
  }

  @Override
  public int samplesAtATime(int samples) {
    return network.samplesAtATime(samples);
  }

  @Override
  public LearningPlan learning(int steps, int worlds, Gradients target) {
    return network.learning(steps, worlds, target);
  }

  @Override
  public void writeInitialState(float[] target, int offset) {
    network.writeInitialState(target, offset);
  }

  @Override
  public TensorFile save() {
    TensorFile file = network.save();
    file.putMetadata(LIMIT, Double.toString(limit));
    moments.save(file, MOMENTS);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    network.restore(file);
    moments.restore(file, MOMENTS);
  }

  @Override
  public void close() {
    network.close();
  }
}
