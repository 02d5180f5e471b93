package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.embedding.MapExtension;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A map of the steps whose dynamics were clustered into behaviours, for the eye: two dimensions by
 * t-SNE, coloured by behaviour and by what was going on in the simulator. It also says how often
 * neighbours in the map are of one behaviour.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options how steps are mapped
 */
public record MapBehaviours(String name, Sources sources, Options options) implements Stage {
  private static final String WHAT = "step of a simulated rollout, by where it moves";
  private static final int PLACED_BY = 5;

  /**
   * The stages that it reads.
   *
   * @param samples simulated rollouts
   * @param behaviours their clusters
   */
  public record Sources(String samples, String behaviours) implements Serializable {}

  /**
   * What decides the map beside the inputs.
   *
   * @param seed root seed
   * @param samples most simulated rollouts that are looked at
   * @param map how steps are mapped
   */
  public record Options(long seed, int samples, BehaviourMapSettings map) implements Serializable {}

  private static final TableSchema POINTS =
      new TableSchema(
          "behaviour_map",
          1,
          "A clustered step of a simulated rollout in a map for the eye.",
          List.of(
              Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
              Column.of("t", Column.Type.INT32).doc("step in the rollout, from 0"),
              Column.of("cluster", Column.Type.INT16).doc("cluster of the step"),
              Column.array("tsne", Column.Type.FLOATS, 2).doc("place in the t-SNE map")));

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(sources.samples(), sources.behaviours());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    BehaviourTable.Rows rows = BehaviourTable.Rows.read(work.input(sources.behaviours()));
    long seed = Seeds.of(options.seed(), "behaviour map");
    Matrix map = map(rows.points(), seed);
    int clusters = Arrays.stream(rows.labels()).max().orElse(0) + 1;
    work.table(
        "behaviour_map.parquet",
        POINTS,
        table -> {
          for (int i = 0; i < map.rows(); i++) {
            table.write(
                rows.samples()[i],
                rows.steps()[i],
                rows.labels()[i],
                HiddenTables.floats(map.row(i)));
          }
        });
    SimulatedSteps steps = SimulatedSteps.read(work.input(sources.samples()), options.samples());
    List<ScatterMap.Colouring> colourings = new ArrayList<>();
    colourings.add(
        new ScatterMap.Category(
            "behaviour", ScatterMap.numbered("behaviour", clusters), rows.labels()));
    double[] times = Arrays.stream(rows.steps()).asDoubleStream().toArray();
    colourings.add(new ScatterMap.Quantity("step of the rollout", times));
    colourings.addAll(steps.colourings(rows.samples(), rows.steps()));
    StateMap drawn = new StateMap(rows.points(), rows.labels(), clusters, map);
    drawn.drawMap(work, WHAT, colourings, options.map().points(), options.seed());
    int[] few = RowSample.choose(map.rows(), options.map().rows(), seed);
    work.metric("rows", map.rows());
    work.metric("behaviours", clusters);
    work.metric("neighbours_of_the_same", same(map.selectRows(few), rows.labels(), few));
  }

  /** A map of some rows, with the others placed between them. */
  private Matrix map(Matrix points, long seed) {
    int[] sample = RowSample.choose(points.rows(), options.map().rows(), seed);
    Matrix fitted = points.selectRows(sample);
    Tsne.Options usual = Tsne.Options.USUAL;
    Matrix map =
        Tsne.fit(
                fitted,
                new Tsne.Options(
                    2,
                    Math.max(1, Math.min(usual.perplexity(), (fitted.rows() - 1) / 3.0)),
                    options.map().tsneIterations(),
                    usual.exaggeration(),
                    usual.exactRows(),
                    usual.angle(),
                    1,
                    seed))
            .points();
    if (sample.length == points.rows()) return map;
    int near = Math.min(PLACED_BY, fitted.rows());
    return new MapExtension(fitted, map, near).place(points);
  }

  /** Share of rows whose nearest other row in the map is of the same cluster. */
  private static double same(Matrix map, int[] labels, int[] rows) {
    NearestNeighbours nearest = NearestNeighbours.of(map, 1);
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (labels[rows[i]] == labels[rows[nearest.neighbour(i, 0)]]) count++;
    }
    return count / (double) rows.length;
  }
}
