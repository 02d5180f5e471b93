package io.fabula.analysis.scinet;

import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.StateSpace;
import java.util.List;

/**
 * How much of a latent's variance over all states each coordinate explains by itself: {@code
 * Var_c(E[z | c]) / Var(z)}. A latent that is a function of one coordinate has a share of 1 there,
 * whether it is monotone in it or not.
 */
public final class MainEffects {
  /** Least share by which a latent is named after a coordinate. */
  public static final double LABEL = 0.95;

  private final double[][] shares;

  private MainEffects(double[][] shares) {
    this.shares = shares;
  }

  /** The shares of all latents over the states that exist. */
  public static MainEffects of(LatentTable table) {
    List<Coordinate> coordinates = table.space().coordinates();
    double[][] shares = new double[table.latents()][coordinates.size()];
    for (int k = 0; k < table.latents(); k++) {
      double mean = table.mean(k);
      double variance = table.deviation(k) * table.deviation(k);
      for (int c = 0; c < coordinates.size(); c++) {
        shares[k][c] = variance == 0 ? 0 : explained(table, k, c, mean) / variance;
      }
    }
    return new MainEffects(shares);
  }

  private static double explained(LatentTable table, int latent, int coordinate, double mean) {
    StateSpace space = table.space();
    int values = space.coordinates().get(coordinate).values();
    double[] sums = new double[values];
    int[] counts = new int[values];
    int total = 0;
    for (int state = 0; state < space.count(); state++) {
      if (!space.exists(state)) continue;
      int value = space.coordinates(state)[coordinate];
      sums[value] += table.get(state, latent);
      counts[value]++;
      total++;
    }
    double explained = 0;
    for (int value = 0; value < values; value++) {
      if (counts[value] == 0) continue;
      double away = sums[value] / counts[value] - mean;
      explained += away * away * counts[value] / total;
    }
    return explained;
  }

  /** The share of a latent's variance that a coordinate explains, 0 to 1. */
  public double share(int latent, int coordinate) {
    return shares[latent][coordinate];
  }

  /** The coordinate that explains most of a latent. */
  public int strongest(int latent) {
    int best = 0;
    for (int c = 1; c < shares[latent].length; c++) {
      if (shares[latent][c] > shares[latent][best]) best = c;
    }
    return best;
  }

  /** The coordinate that a latent is named after, or -1 if it mixes several. */
  public int label(int latent) {
    int best = strongest(latent);
    return shares[latent][best] >= LABEL ? best : -1;
  }
}
