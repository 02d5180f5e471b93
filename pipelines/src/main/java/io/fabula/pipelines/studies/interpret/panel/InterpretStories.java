package io.fabula.pipelines.studies.interpret.panel;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.StoryPaths;
import io.fabula.pipelines.stories.StoryTables;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the run found out, in words with numbers: of features, and of behaviours. */
final class InterpretStories {
  private static final int LINKS_SHOWN = 6;

  private InterpretStories() {}

  /** A story of each feature. */
  static List<Story> ofFeatures(Artifact artifact) {
    List<StoryTables.Cause> causes = StoryTables.causes(artifact);
    List<StoryTables.Evidence> evidence = StoryTables.evidence(artifact);
    List<StoryPaths.Path> paths = StoryPaths.read(artifact);
    List<Story> stories = new ArrayList<>();
    for (StoryTables.Story each : StoryTables.stories(artifact)) {
      stories.add(
          new Story(
              "",
              "Seeing " + each.feature() + (each.placebo() ? " (a placebo)" : ""),
              each.shown(),
              each.verdict(),
              List.of(
                  ("%s. %d levels, each played by the agent as it is and by a twin that does not"
                          + " see it: return %s as it is, %s without.")
                      .formatted(
                          each.description(),
                          each.levels(),
                          PanelTable.number(each.base()),
                          PanelTable.number(each.blind()))),
              List.of(
                  worth(each),
                  causes(each.feature(), causes),
                  evidence(each.feature(), evidence),
                  paths(each.feature(), paths))));
    }
    return stories;
  }

  private static PanelTable worth(StoryTables.Story story) {
    return new PanelTable(
        "What not seeing it does",
        List.of("levels", "difference of the return", "95 % interval", "better", "worse", "p"),
        List.of(
            List.of(
                Integer.toString(story.levels()),
                PanelTable.number(story.difference().mean()),
                interval(story.difference().low(), story.difference().high()),
                Integer.toString(story.better()),
                Integer.toString(story.worse()),
                PanelTable.number(story.pAdjusted()))));
  }

  private static PanelTable causes(String feature, List<StoryTables.Cause> causes) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Cause each : causes) {
      if (!each.feature().equals(feature) || each.base() + each.blind() == 0) continue;
      rows.add(
          List.of(
              each.cause() + (each.own() ? " (belongs to it)" : ""),
              PanelTable.number(each.base()),
              PanelTable.number(each.blind()),
              interval(each.low(), each.high())));
    }
    return new PanelTable(
        "How episodes end, share of levels",
        List.of("cause", "as it is", "without seeing it", "95 % interval of the change"),
        rows);
  }

  private static PanelTable evidence(String feature, List<StoryTables.Evidence> evidence) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Evidence each : evidence) {
      if (!each.feature().equals(feature)) continue;
      rows.add(
          List.of(
              each.test(),
              each.about(),
              Integer.toString(each.n()),
              PanelTable.number(each.value()),
              interval(each.low(), each.high()),
              each.nullCount() == 0 ? "" : PanelTable.number(each.nullMean()),
              PanelTable.number(each.p())));
    }
    return new PanelTable(
        "What else it rests on",
        List.of("test", "of", "n", "value", "95 % interval", "untrained agents, mean", "p"),
        rows);
  }

  private static PanelTable paths(String feature, List<StoryPaths.Path> paths) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryPaths.Path each : paths) {
      if (!each.feature().equals(feature)) continue;
      rows.add(
          List.of(
              each.path(),
              PanelTable.number(each.share().value()),
              interval(each.share().low(), each.share().high()),
              each.verdict()));
    }
    return new PanelTable(
        "Paths through the memory, share of what seeing it is worth",
        List.of("path", "share", "95 % interval", "verdict"),
        rows);
  }

  /** A mean matrix of a behaviour at a distance in steps. */
  private record Key(int cluster, int distance) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return cluster != other.cluster
          ? Integer.compare(cluster, other.cluster)
          : Integer.compare(distance, other.distance);
    }
  }

  /**
   * A story of each behaviour: which component moves with which later one, where the gradient
   * agrees.
   *
   * @param correlations the artifact of the cross-correlations
   * @param consistency the artifact of the Jacobians
   */
  static List<Story> ofBehaviours(Artifact correlations, Artifact consistency) {
    Map<Key, Matrix> together = matrices(correlations.file("xcorr.parquet"), "k", false);
    Map<Key, Matrix> gradients = matrices(consistency.file("jacobian.parquet"), "distance", true);
    Map<Key, Row> agreements = new TreeMap<>();
    Path table = consistency.file("consistency.parquet");
    TableReader.forEach(
        table,
        TableReader.schema(table),
        row -> {
          if (row.flag("env_grads")) {
            agreements.put(new Key(row.integer("cluster"), row.integer("distance")), row);
          }
        });
    Map<Integer, List<Key>> clusters = new TreeMap<>();
    for (Key key : gradients.keySet()) {
      if (key.cluster() >= 0) {
        clusters.computeIfAbsent(key.cluster(), any -> new ArrayList<>()).add(key);
      }
    }
    List<Story> stories = new ArrayList<>();
    clusters.forEach(
        (cluster, keys) -> stories.add(behaviour(cluster, keys, together, gradients, agreements)));
    return stories;
  }

  private static Map<Key, Matrix> matrices(Path table, String distance, boolean path) {
    Map<Key, Matrix> matrices = new TreeMap<>();
    TableReader.forEach(
        table,
        TableReader.schema(table),
        row -> {
          if (path && !row.flag("env_grads")) return;
          double[] values = row.doubles("matrix");
          int side = row.schema().column("matrix").shape().get(0);
          matrices.put(
              new Key(row.integer("cluster"), row.integer(distance)),
              new Matrix(side, side, values));
        });
    return matrices;
  }

  private static Story behaviour(
      int cluster,
      List<Key> keys,
      Map<Key, Matrix> together,
      Map<Key, Matrix> gradients,
      Map<Key, Row> agreements) {
    List<List<String>> agreement = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (Key key : keys) {
      Row row = agreements.get(key);
      if (row != null) {
        agreement.add(
            List.of(
                Integer.toString(key.distance()),
                PanelTable.number(row.numberOrNaN("agreement")),
                Integer.toString(row.integer("n_entries")),
                PanelTable.number(row.numberOrNaN("off_diagonal_agreement")),
                PanelTable.number(row.numberOrNaN("p_value"))));
      }
      Matrix jacobian = gradients.get(key);
      Matrix correlation = together.get(key);
      if (jacobian == null || correlation == null || key.distance() == 0) continue;
      for (int i = 0; i < jacobian.rows(); i++) {
        for (int j = 0; j < jacobian.columns(); j++) {
          double gradient = jacobian.get(i, j);
          double moves = correlation.get(i, j);
          if (i != j && gradient * moves > 0) {
            links.add(new Link(i, j, key.distance(), gradient, moves));
          }
        }
      }
    }
    links.sort((a, b) -> Double.compare(Math.abs(b.gradient()), Math.abs(a.gradient())));
    List<List<String>> shown =
        links.stream()
            .limit(LINKS_SHOWN)
            .map(
                each ->
                    List.of(
                        "IC" + each.from(),
                        "IC" + each.to(),
                        Integer.toString(each.distance()),
                        PanelTable.number(each.gradient()),
                        PanelTable.number(each.moves())))
            .toList();
    return new Story(
        "behaviour-" + cluster,
        "Behaviour " + cluster,
        null,
        "candidates: signs agree, which is a hint and no proof",
        List.of(
            "Where a component moves with a later one and the gradient has the same sign, the"
                + " first may move the second. Interventions test it."),
        List.of(
            new PanelTable(
                "Strongest links whose signs agree",
                List.of("from", "to", "steps later", "gradient", "moves together"),
                shown),
            new PanelTable(
                "Share of entries whose signs agree (chance is 0.5)",
                List.of("steps between", "all entries", "entries", "between components", "p"),
                agreement)));
  }

  private record Link(int from, int to, int distance, double gradient, double moves) {}

  private static String interval(double low, double high) {
    return Double.isNaN(low) ? "" : PanelTable.number(low) + " to " + PanelTable.number(high);
  }
}
