package io.fabula.model.scinet;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;

/** What the encoder makes of every state, without noise. */
public final class LatentTable {
  private static final int BATCH = 256;

  private final StateSpace space;
  private final int latents;
  private final float[] values;
  private final double[] means;
  private final double[] deviations;

  private LatentTable(StateSpace space, int latents, float[] values) {
    this.space = space;
    this.latents = latents;
    this.values = values;
    means = new double[latents];
    deviations = new double[latents];
    for (int k = 0; k < latents; k++) {
      means[k] = meanOver(k);
      deviations[k] = deviationFrom(means[k], k);
    }
  }

  /** Encodes all states of a world. */
  public static LatentTable of(SelectionNetwork network, StateSpace space) {
    int width = space.observationSize();
    int latents = network.architecture().latents();
    float[] all = new float[space.count() * latents];
    float[] rows = new float[BATCH * width];
    float[] encoded = new float[BATCH * latents];
    Graph graph = new Graph();
    Node observations = graph.input("observations", BATCH, width);
    Node clean = new SelectionGraph(network, graph).encoder(observations);
    try (Plan plan = Plan.forward(clean)) {
      for (int from = 0; from < space.count(); from += BATCH) {
        int n = Math.min(BATCH, space.count() - from);
        for (int i = 0; i < n; i++) space.observe(from + i, rows, i * width);
        plan.set(observations, rows, 0);
        plan.forward();
        plan.get(clean, encoded, 0);
        System.arraycopy(encoded, 0, all, from * latents, n * latents);
      }
    }
    return new LatentTable(space, latents, all);
  }

  /**
   * Latents from elsewhere.
   *
   * @param values {@code [state, latent]}
   */
  public static LatentTable of(StateSpace space, int latents, float[] values) {
    if (values.length != space.count() * latents) {
      throw new IllegalArgumentException(
          "%d latents of %d states are %d values, got %d"
              .formatted(latents, space.count(), space.count() * latents, values.length));
    }
    return new LatentTable(space, latents, values.clone());
  }

  /** The states. */
  public StateSpace space() {
    return space;
  }

  /** Latents per state. */
  public int latents() {
    return latents;
  }

  /** A latent in a state. */
  public float get(int state, int latent) {
    return values[state * latents + latent];
  }

  /** Writes a state's latents to {@code target[offset]} on. */
  public void copy(int state, float[] target, int offset) {
    System.arraycopy(values, state * latents, target, offset, latents);
  }

  /** Mean of a latent over all states that exist. */
  public double mean(int latent) {
    return means[latent];
  }

  /** Deviation of a latent over all states that exist. */
  public double deviation(int latent) {
    return deviations[latent];
  }

  private double meanOver(int latent) {
    double sum = 0;
    int count = 0;
    for (int state = 0; state < space.count(); state++) {
      if (!space.exists(state)) continue;
      sum += get(state, latent);
      count++;
    }
    return sum / count;
  }

  private double deviationFrom(double mean, int latent) {
    double sum = 0;
    int count = 0;
    for (int state = 0; state < space.count(); state++) {
      if (!space.exists(state)) continue;
      double away = get(state, latent) - mean;
      sum += away * away;
      count++;
    }
    return Math.sqrt(sum / count);
  }
}
