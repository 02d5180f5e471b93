package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.embedding.Tsne;
import java.util.Locale;

/**
 * Behaviours: clusters of the combined dynamics of agent and world.
 *
 * @param embedding the space the clusters were found in
 * @param samples cluster and votes of each sample
 * @param rowsPerSample rows each sample gave
 * @param rows Ward's clusters of the rows
 * @param points {@code [rows, dimensions]} the rows in the space of {@code embedding}
 * @param means {@code [clusters, columns]} mean combined-dynamics row of each cluster, unscaled
 */
public record Behaviours(
    Embedding embedding,
    ModalClusters samples,
    int rowsPerSample,
    WardClustering rows,
    Matrix points,
    Matrix means) {

  /** The space in which behaviours are neighbours. */
  public enum Embedding {
    /** Principal components of the standardised rows. */
    PCA,
    /** Three t-SNE dimensions of those components, as published. */
    TSNE;

    /** The name used in options and metadata, {@code pca} or {@code tsne}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String words() {
      return this == PCA ? "principal components" : "t-SNE dimensions";
    }
  }

  /**
   * Settings.
   *
   * @param dynamics how rows are made
   * @param components principal components of the standardised rows, at least 1
   * @param ward number of clusters and of neighbours in the graph
   * @param embedding the space of the graph and the clusters
   * @param tsne settings of the map, used with {@link Embedding#TSNE} alone
   */
  public record Options(
      CombinedDynamics.Options dynamics,
      int components,
      WardClustering.Options ward,
      Embedding embedding,
      Tsne.Options tsne) {
    public Options {
      if (components < 1) {
        throw new IllegalArgumentException("components must be at least 1, got " + components);
      }
    }
  }

  /**
   * Finds behaviours.
   *
   * @param agent the agent's hidden states
   * @param world leading principal components of the world's state
   */
  public static Behaviours find(Sequences agent, Sequences world, Options options) {
    Matrix rows = CombinedDynamics.rows(agent, world, options.dynamics());
    Matrix standardised = Standardisation.fit(rows).apply(rows);
    Matrix points =
        PrincipalComponents.fit(standardised, new PrincipalComponents.Options(options.components()))
            .project(standardised);
    if (options.embedding() == Embedding.TSNE) points = Tsne.fit(points, options.tsne()).points();
    WardClustering ward = WardClustering.fit(points, options.ward());
    int perSample = options.dynamics().keptSteps(agent.steps());
    return new Behaviours(
        options.embedding(),
        ModalClusters.of(ward.labels(), perSample),
        perSample,
        ward,
        points,
        WardClustering.means(rows, ward.labels(), ward.clusters()));
  }
}
