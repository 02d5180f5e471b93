package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.RandomBeginning;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sets beginnings that recorded frames were encoded to beside random ones, in the principal
 * components of the former: does what is drawn from the whole sphere lie where data lie?
 *
 * @param name of the stage
 * @param samples the stage that lets agent and simulator run freely
 * @param options how many are compared
 */
public record MapBeginnings(String name, String samples, Options options) implements Stage {
  /**
   * What decides the maps beside the beginnings.
   *
   * @param seed root seed
   * @param samples beginnings of each kind
   * @param map how they are mapped
   */
  public record Options(long seed, int samples, MapSettings map) implements Serializable {}

  private static TableSchema points(int components) {
    return new TableSchema(
        "bottleneck_points",
        1,
        "A beginning among the principal components of those that frames were encoded to.",
        List.of(
            Column.of("variant", Column.Type.STRING).doc("informed or random"),
            Column.of("sample", Column.Type.INT32).doc("its number among its kind"),
            Column.of("nearest", Column.Type.DOUBLE)
                .doc("distance from the nearest other informed one, on the unit sphere"),
            Column.of("cluster", Column.Type.INT16).doc("its cluster, or that of its neighbour"),
            Column.array("pc", Column.Type.FLOATS, components).doc("principal components"),
            Column.array("tsne", Column.Type.FLOATS, 2)
                .doc("place in the t-SNE map of informed ones, or between its neighbours")));
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(samples);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    List<Integer> ids = IntStream.range(0, options.samples()).boxed().toList();
    List<float[]> vectors =
        new ArrayList<>(LearnedWorld.beginnings(work.input(samples), ids).values());
    int count = vectors.size();
    int width = vectors.get(0).length;
    long seed = Seeds.of(options.seed(), "bottleneck map");
    for (int i = 0; i < count; i++) vectors.add(RandomBeginning.draw(seed, i, width));
    Matrix all = new Matrix(2 * count, width);
    int at = 0;
    for (float[] vector : vectors) for (float each : vector) all.values()[at++] = each;
    Matrix informed = all.selectRows(IntStream.range(0, count).toArray());
    Matrix random = all.selectRows(IntStream.range(count, 2 * count).toArray());
    Standardisation standardisation = Standardisation.fit(informed);
    int most = Math.min(options.map().nComponentsPca(), Math.min(width, count - 1));
    PrincipalComponents fit =
        PrincipalComponents.fit(
            standardisation.apply(informed), new PrincipalComponents.Options(most));
    Matrix scores = fit.project(standardisation.apply(all));
    int kept = Math.max(2, Math.min(most, fit.countAbove(0.95)));
    StateMap map =
        StateMap.of(
            scores.selectRows(IntStream.range(0, count).toArray()).firstColumns(kept),
            options.map(),
            seed);
    Matrix reduced = scores.firstColumns(kept);
    NearestNeighbours own = NearestNeighbours.of(informed, 1);
    NearestNeighbours others = NearestNeighbours.between(random, informed, 1);
    StateMap.Placed placed =
        map.place(reduced.selectRows(IntStream.range(count, 2 * count).toArray()));
    work.table(
        "bottleneck_points.parquet",
        points(most),
        table -> {
          for (int i = 0; i < 2 * count; i++) {
            boolean known = i < count;
            int row = known ? i : i - count;
            table.write(
                known ? "informed" : "random",
                row,
                known ? own.distance(row, 0) : others.distance(row, 0),
                known ? map.labels()[row] : placed.labels()[row],
                HiddenTables.floats(scores.row(i)),
                HiddenTables.floats(known ? map.tsne().row(row) : placed.tsne().row(row)));
          }
        });
    draw(work, map, scores, count, own);
    report(work, own, others, placed, map.clusters());
    work.metric("clusters", map.clusters());
  }

  private void draw(ShardWork work, StateMap map, Matrix scores, int count, NearestNeighbours own)
      throws Exception {
    Matrix random = scores.selectRows(IntStream.range(count, 2 * count).toArray());
    double[] distances = own.distance();
    work.figure(
        ScatterMap.of(
                scores.selectRows(IntStream.range(0, count).toArray()),
                new ScatterMap.Quantity("distance from the nearest", distances),
                random,
                "random beginnings",
                new ScatterMap.Options(
                    "principal component 1",
                    "principal component 2",
                    options.map().points(),
                    options.seed()))
            .described(
                "bottlenecks",
                "Beginnings of recorded frames, and random ones",
                "Each point is a beginning that frames were encoded to, coloured by its distance"
                    + " from the nearest other one; black points are drawn at random from the"
                    + " sphere."));
    map.draw(
        work,
        "beginning that frames were encoded to",
        List.of(map.clusterColours()),
        options.map().points(),
        options.seed());
    map.drawClusters(work, options.map().points());
  }

  private static void report(
      ShardWork work,
      NearestNeighbours own,
      NearestNeighbours others,
      StateMap.Placed placed,
      int clusters) {
    double informed = mean(own);
    double random = mean(others);
    boolean[] reached = new boolean[clusters];
    for (int each : placed.labels()) reached[each] = true;
    int count = 0;
    for (boolean each : reached) if (each) count++;
    work.metric("beginnings", own.rows());
    work.metric("nearest_informed", informed);
    work.metric("nearest_random", random);
    work.metric("nearest_random_over_informed", random / informed);
    work.metric("clusters_reached_by_random", count);
  }

  private static double mean(NearestNeighbours neighbours) {
    double sum = 0;
    for (double each : neighbours.distance()) sum += each;
    return sum / neighbours.rows();
  }
}
