package io.fabula.pipelines.analyses.jacobians;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.figures.MatrixPanels;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.figures.VarianceExplained;
import io.fabula.pipelines.analyses.saliency.SampleGradients;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tables and figures of rollouts that were clustered by their gradients. */
final class GradientClusters {
  private static final int COMPONENTS_SHOWN = 64;
  private static final int POINTS = 1200;

  private GradientClusters() {}

  /**
   * A cluster.
   *
   * @param label its number
   * @param samples rollouts in it
   * @param jacobian mean Jacobian of the components
   */
  record Cluster(int label, int samples, Matrix jacobian) {}

  static List<Cluster> of(List<SampleGradients> samples, WardClustering ward) {
    int width = samples.get(0).jacobian().rows();
    int[] sizes = ward.sizes();
    List<Cluster> clusters = new ArrayList<>();
    for (int c = 0; c < ward.clusters(); c++) {
      Matrix mean = new Matrix(width, width);
      for (int i = 0; i < samples.size(); i++) {
        if (ward.labels()[i] != c) continue;
        double[] own = samples.get(i).jacobian().values();
        for (int j = 0; j < own.length; j++) mean.values()[j] += own[j];
      }
      for (int j = 0; j < mean.values().length; j++) mean.values()[j] /= sizes[c];
      clusters.add(new Cluster(c, sizes[c], mean));
    }
    return clusters;
  }

  static void write(
      ShardWork work,
      List<SampleGradients> samples,
      WardClustering ward,
      Matrix points,
      int[] behaviours,
      List<Cluster> clusters)
      throws Exception {
    work.table(
        "gradient_samples.parquet",
        new TableSchema(
            "gradient_samples",
            1,
            "A simulated rollout, by what its components depend on.",
            List.of(
                Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
                Column.of("cluster", Column.Type.INT16).doc("its cluster by gradients"),
                Column.of("behaviour", Column.Type.INT16).doc("its behaviour, by dynamics"),
                Column.array("point", Column.Type.FLOATS, points.columns())
                    .doc("its place in the space that was clustered"))),
        table -> {
          for (int i = 0; i < samples.size(); i++) {
            float[] point = new float[points.columns()];
            for (int j = 0; j < point.length; j++) point[j] = (float) points.get(i, j);
            table.write(samples.get(i).sample(), ward.labels()[i], behaviours[i], point);
          }
        });
    int width = clusters.get(0).jacobian().rows();
    work.table(
        "gradient_clusters.parquet",
        new TableSchema(
            "gradient_clusters",
            1,
            "A cluster of rollouts by gradients.",
            List.of(
                Column.of("cluster", Column.Type.INT16).doc("its number"),
                Column.of("n_samples", Column.Type.INT32).doc("rollouts in it"),
                Column.array("jacobian", Column.Type.DOUBLES, width, width)
                    .doc("mean: rows the component earlier, columns the component at the target"))),
        table -> {
          for (Cluster each : clusters) {
            table.write(each.label(), each.samples(), each.jacobian().values());
          }
        });
  }

  static void draw(
      ShardWork work,
      JacobianSettings settings,
      PrincipalComponents fit,
      Matrix points,
      WardClustering ward,
      int[] behaviours,
      List<Cluster> clusters)
      throws Exception {
    work.figure(
        VarianceExplained.of(fit, COMPONENTS_SHOWN)
            .described(
                "variance-explained",
                "Variance of the gradients",
                "Share of the variance of the standardised gradients of all components along each"
                    + " principal component, and of all up to it."));
    if (points.columns() > 1) {
      int kinds = 0;
      for (int each : behaviours) kinds = Math.max(kinds, each + 1);
      scatter(work, settings, points, "cluster", ward.labels(), ward.clusters());
      scatter(work, settings, points, "behaviour", behaviours, kinds);
    }
    List<String> names = new ArrayList<>();
    for (int c = 0; c < clusters.get(0).jacobian().rows(); c++) names.add("IC" + c);
    List<MatrixPanels.Panel> panels =
        clusters.stream()
            .sorted(
                Comparator.comparingInt(Cluster::samples)
                    .reversed()
                    .thenComparingInt(Cluster::label))
            .limit(settings.shown())
            .map(
                each ->
                    new MatrixPanels.Panel(
                        "cluster %d (%d)".formatted(each.label(), each.samples()),
                        "from step " + settings.gradTimestep(),
                        each.jacobian()))
            .toList();
    work.figure(
        MatrixPanels.of(
            new MatrixPanels.Words(
                "cluster-jacobians",
                "Mean Jacobians of clusters by gradients",
                "What moving a component at step %d does to all components at the target step, mean"
                        .formatted(settings.gradTimestep())
                    + " over the rollouts of a cluster (how many), the largest clusters first.",
                "component earlier",
                "component at the target",
                "mean\nderivative"),
            names,
            0,
            panels));
  }

  private static void scatter(
      ShardWork work, JacobianSettings settings, Matrix points, String by, int[] labels, int count)
      throws Exception {
    String axis = settings.embedding().words().replaceAll("s$", "");
    work.figure(
        ScatterMap.of(
                points,
                new ScatterMap.Category(by, ScatterMap.numbered(by, count), labels),
                new Matrix(0, 2),
                "",
                new ScatterMap.Options(axis + " 1", axis + " 2", POINTS, 0))
            .described(
                "gradients-" + by,
                "Rollouts by their gradients, coloured by " + by,
                "Each point is a simulated rollout, placed by what its components depend on at an"
                    + " earlier step."));
  }
}
