package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.embedding.MapExtension;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.figures.PanelMaps;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.pipelines.stages.StageWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of principal components, clustered and mapped to two dimensions. Both are fitted to a sample
 * of the rows; a row outside it gets the cluster of its nearest row in the sample, and a place
 * between the places of its nearest five.
 *
 * @param scores {@code [rows, components]}
 * @param labels cluster of each row
 * @param clusters how many there are
 * @param tsne {@code [rows, 2]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record StateMap(Matrix scores, int[] labels, int clusters, Matrix tsne) {
  private static final int PLACED_BY = 5;

  /**
   * Clusters and maps.
   *
   * @param scores principal components, those that are kept
   * @param seed of the sample
   */
  static StateMap of(Matrix scores, MapSettings settings, long seed) {
    int[] sample = RowSample.choose(scores.rows(), settings.rows(), seed);
    Matrix fitted = scores.selectRows(sample);
    int clusters = Math.min(settings.nClusters(), fitted.rows());
    int neighbours = settings.neighbours() == 0 ? clusters : settings.neighbours();
    WardClustering ward =
        WardClustering.fit(fitted, new WardClustering.Options(clusters, neighbours));
    Tsne.Options usual = Tsne.Options.USUAL;
    Matrix map =
        Tsne.fit(
                fitted,
                new Tsne.Options(
                    2,
                    Math.min(usual.perplexity(), (fitted.rows() - 1) / 3.0),
                    settings.tsneIterations(),
                    usual.exaggeration(),
                    usual.exactRows(),
                    usual.angle(),
                    1,
                    seed))
            .points();
    StateMap found = new StateMap(fitted, ward.labels(), ward.clusters(), map);
    if (sample.length == scores.rows()) return found;
    Placed placed = found.place(scores);
    return new StateMap(scores, placed.labels(), ward.clusters(), placed.tsne());
  }

  /**
   * Where rows lie that were not fitted.
   *
   * @param labels cluster of each
   * @param tsne place of each, {@code [rows, 2]}
   */
  record Placed(int[] labels, Matrix tsne) {}

  /** The clusters and places of other rows of the same components. */
  Placed place(Matrix others) {
    NearestNeighbours nearest = NearestNeighbours.between(others, scores, 1);
    int[] found = new int[others.rows()];
    for (int i = 0; i < found.length; i++) found[i] = labels[nearest.neighbour(i, 0)];
    int near = Math.min(PLACED_BY, scores.rows());
    return new Placed(found, new MapExtension(scores, tsne, near).place(others));
  }

  /** The cluster of each row as a colour. */
  ScatterMap.Colouring clusterColours() {
    return new ScatterMap.Category("cluster", ScatterMap.numbered("cluster", clusters), labels);
  }

  /**
   * Draws a map in two principal components and one by t-SNE for each colouring.
   *
   * @param what of the rows, such as {@code state of the agent}
   */
  void draw(
      StageWork work, String what, List<ScatterMap.Colouring> colourings, int points, long seed)
      throws Exception {
    for (ScatterMap.Colouring each : colourings) {
      work.figure(
          ScatterMap.of(
                  scores,
                  each,
                  new Matrix(0, 2),
                  "",
                  new ScatterMap.Options(
                      "principal component 1", "principal component 2", points, seed))
              .described(
                  "pca-" + slug(each),
                  "Principal components by " + each.name(),
                  "Each point is a " + what + ", coloured by " + each.name() + "."));
    }
    drawMap(work, what, colourings, points, seed);
  }

  /** Draws the map by t-SNE alone for each colouring. */
  void drawMap(
      StageWork work, String what, List<ScatterMap.Colouring> colourings, int points, long seed)
      throws Exception {
    for (ScatterMap.Colouring each : colourings) {
      work.figure(
          ScatterMap.of(
                  tsne,
                  each,
                  new Matrix(0, 2),
                  "",
                  new ScatterMap.Options("t-SNE 1", "t-SNE 2", points, seed))
              .described(
                  "tsne-" + slug(each),
                  "t-SNE map by " + each.name(),
                  "Each point is a " + what + ", coloured by " + each.name() + "."));
    }
  }

  private static String slug(ScatterMap.Colouring colouring) {
    return colouring.name().replaceAll("[^a-z0-9]+", "-").replaceAll("-+$", "");
  }

  /** Draws each cluster in a panel of its own. */
  void drawClusters(StageWork work, int points) throws Exception {
    List<List<Integer>> members = new ArrayList<>();
    for (int c = 0; c < clusters; c++) members.add(new ArrayList<>());
    for (int i = 0; i < labels.length; i++) members.get(labels[i]).add(i);
    List<PanelMaps.Panel> panels = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      int[] rows = members.get(c).stream().mapToInt(Integer::intValue).toArray();
      panels.add(
          new PanelMaps.Panel(
              "cluster %d (%d)".formatted(c, rows.length), scores.selectRows(rows), false));
    }
    work.figure(
        PanelMaps.of(
            new PanelMaps.Words(
                "clusters",
                "Each cluster by itself",
                "Members of each cluster (how many) before all points, in grey.",
                "principal component 1",
                "principal component 2"),
            scores,
            Math.max(1, points / 8),
            panels));
  }

  /**
   * Draws courses through the first two principal components.
   *
   * @param names of the courses
   * @param courses rows of each, in their order
   */
  void drawCourses(StageWork work, List<String> names, List<int[]> courses, int points)
      throws Exception {
    if (courses.isEmpty()) return;
    List<PanelMaps.Panel> panels = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      panels.add(new PanelMaps.Panel(names.get(i), scores.selectRows(courses.get(i)), true));
    }
    work.figure(
        PanelMaps.of(
            new PanelMaps.Words(
                "courses",
                "Single courses",
                "The way of single courses from step to step, before all points, in grey.",
                "principal component 1",
                "principal component 2"),
            scores,
            Math.max(1, points / 4),
            panels));
  }
}
