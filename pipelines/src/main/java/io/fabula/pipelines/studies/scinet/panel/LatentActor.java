package io.fabula.pipelines.studies.scinet.panel;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.model.agents.Actor;
import io.fabula.model.scinet.DecoderPlan;
import io.fabula.model.scinet.LatentTable;
import java.util.Arrays;

/**
 * An agent that acts by its decoder, in a world as it is and in a twin with one latent replaced:
 * the latents without noise, and the action of the greatest predicted value.
 */
final class LatentActor implements Actor {
  private final LatentTable table;
  private final DecoderPlan plan;
  private final Replacement replacement;
  private final int actions;
  private final float[] vectors;
  private final float[] values;

  /** What one latent becomes. */
  interface Replacement {
    /** The latents of a state of the twin, changed in place. */
    void in(float[] vectors, int offset);
  }

  /**
   * An actor in two rows; the latents are replaced in the second.
   *
   * @param plan of two rows; not closed with this
   */
  LatentActor(LatentTable table, DecoderPlan plan, Replacement replacement) {
    this.table = table;
    this.plan = plan;
    this.replacement = replacement;
    actions = table.space().actions();
    vectors = new float[plan.rows() * table.latents()];
    values = new float[plan.rows() * actions];
  }

  @Override
  public void begin(int row, long seed) {}

  @Override
  public void see(int row, Environment world, ObservationBatch observations) {
    table.copy(table.space().state((CoordinateWorld) world), vectors, row * table.latents());
    if (row == 1) replacement.in(vectors, table.latents());
  }

  @Override
  public void decide() {
    plan.run(vectors, values);
  }

  /** The latents that the decoder was given. */
  double[] latents(int row) {
    double[] own = new double[table.latents()];
    for (int i = 0; i < own.length; i++) own[i] = vectors[row * own.length + i];
    return own;
  }

  /** The predicted value of each action. */
  double[] values(int row) {
    double[] own = new double[actions];
    for (int i = 0; i < own.length; i++) own[i] = values[row * actions + i];
    return own;
  }

  int chosen(int row) {
    int best = 0;
    for (int a = 1; a < actions; a++) {
      if (values[row * actions + a] > values[row * actions + best]) best = a;
    }
    return best;
  }

  @Override
  public Action action(int row) {
    return Action.of(chosen(row));
  }

  @Override
  public float value(int row) {
    return values[row * actions + chosen(row)];
  }

  @Override
  public float logProbability(int row) {
    return 0;
  }

  @Override
  public void distribution(int row, float[] target) {
    Arrays.fill(target, 0);
  }

  @Override
  public void extra(int column, int row, float[] target) {
    throw new IllegalArgumentException("the agent tells nothing more");
  }
}
