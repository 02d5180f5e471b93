package io.fabula.pipelines.bench;

import io.fabula.analysis.clustering.KMeans;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.neighbours.NearestNeighbours;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An analysis that scikit-learn does as well.
 *
 * @param name by which the command line and the reference know it
 * @param description for the table
 * @param bar how many times as long scikit-learn should at least take
 * @param tolerance by how much results may differ, relative: rounding for exact ones, 2 % and more
 *     for fits, of which ours may be better
 * @param largerIsBetter whether a fit is better the larger its result is
 * @param work does it and says what it found
 */
public record AnalysisWork(
    String name,
    String description,
    double bar,
    double tolerance,
    boolean largerIsBetter,
    ToDoubleFunction<AnalysisData> work) {
  /** From this tolerance on a result is a fit's objective. */
  private static final double FIT = 0.02;

  private static final double EXACT = 1e-9;
  private static final double ROUNDED = 1e-6;
  private static final PrincipalComponents.Options PCA = new PrincipalComponents.Options(64);

  /** All of them, in the order of the table. */
  public static List<AnalysisWork> all() {
    return List.of(
        least("pca", "PCA, against covariance_eigh", 0.7, EXACT, AnalysisWork::variance),
        least("pca_project", "PCA and projection of all rows", 0.7, EXACT, AnalysisWork::score),
        new AnalysisWork(
            "ica",
            "FastICA, 16 components, 60 iterations",
            1,
            FIT,
            true,
            data ->
                IndependentComponents.fit(
                        data.white(), new IndependentComponents.Options(1e-4, 60, 0, 1))
                    .objective()),
        least(
            "nmf",
            "NMF, 16 factors, 50 sweeps",
            1,
            FIT,
            data ->
                NonNegativeFactors.fit(
                        data.rows(), new NonNegativeFactors.Options(16, 1e-12, 50, 0))
                    .error()),
        least("knn5", "5 nearest neighbours, exact", 1, ROUNDED, data -> neighbours(data, 5)),
        least("knn32", "32 nearest neighbours, exact", 1, ROUNDED, data -> neighbours(data, 32)),
        least(
            "outliers",
            "outliers by 5 neighbours",
            1,
            EXACT,
            data ->
                NeighbourOutliers.find(data.rows(), NeighbourOutliers.Options.PUBLISHED)
                    .keptFraction()),
        least(
            "ward32",
            "Ward, graph of 32 neighbours, 32 clusters",
            1,
            ROUNDED,
            data ->
                WardClustering.fit(data.scores(), new WardClustering.Options(32, 32))
                    .withinSquares()),
        least(
            "kmeans",
            "k-means, 32 clusters, one start",
            1,
            FIT,
            data -> KMeans.fit(data.scores(), new KMeans.Options(32, 1, 100, 0)).withinSquares()),
        least("tsne2", "t-SNE by Barnes and Hut, 2 dimensions", 1, FIT, data -> tsne(data, 2)),
        least("tsne3", "t-SNE by Barnes and Hut, 3 dimensions", 1, 0.05, data -> tsne(data, 3)));
  }

  private static AnalysisWork least(
      String name,
      String description,
      double bar,
      double tolerance,
      ToDoubleFunction<AnalysisData> work) {
    return new AnalysisWork(name, description, bar, tolerance, false, work);
  }

  private static double variance(AnalysisData data) {
    return PrincipalComponents.fit(data.rows(), PCA).variance()[0];
  }

  private static double score(AnalysisData data) {
    return Math.abs(PrincipalComponents.fit(data.rows(), PCA).project(data.rows()).get(0, 0));
  }

  private static double neighbours(AnalysisData data, int count) {
    double[] distances = NearestNeighbours.of(data.scores(), count).distance();
    double sum = 0;
    for (double each : distances) sum += each;
    return sum / distances.length;
  }

  private static double tsne(AnalysisData data, int dimensions) {
    return Tsne.fit(data.scores(), Tsne.Options.USUAL.withDimensions(dimensions)).divergence();
  }

  /** Whether two results are the same, or ours is a better fit. */
  boolean agrees(double ours, double theirs) {
    if (Math.abs(ours - theirs) <= tolerance * Math.abs(theirs)) return true;
    return tolerance >= FIT && (largerIsBetter ? ours > theirs : ours < theirs);
  }
}
