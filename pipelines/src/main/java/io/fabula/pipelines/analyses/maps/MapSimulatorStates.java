package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.ColumnMoments;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.StandardisedComponents;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.figures.VarianceExplained;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.datasets.PrincipalComponentsFn;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Principal components, clusters and maps of the simulator's own state in simulated rollouts.
 * Components are fitted to all steps, however many: shards sum columns and their products exactly.
 *
 * @param name of the stage
 * @param samples the stage that lets agent and simulator run freely
 * @param options how states are mapped
 */
public record MapSimulatorStates(String name, String samples, Options options) implements Stage {
  private static final String WHAT = "simulated step, by the simulator's state";
  private static final int COMPONENTS_SHOWN = 64;

  /**
   * What decides the maps beside the rollouts.
   *
   * @param seed root seed
   * @param samples most simulated rollouts that are looked at
   * @param map how states are mapped
   * @param rowsPerShard steps whose sums one worker makes; all sums are added, then components are
   *     those of all steps
   */
  public record Options(long seed, int samples, MapSettings map, int rowsPerShard)
      implements Serializable {
    /** So many rows that their sums are small beside them. */
    public static final int USUAL_ROWS = 20_000;
  }

  private static TableSchema points(int components) {
    return new TableSchema(
        "env_points",
        1,
        "The simulator's state in a step of a simulated rollout.",
        List.of(
            Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
            Column.of("t", Column.Type.INT32).doc("step in the rollout, from 0"),
            Column.array("pc", Column.Type.FLOATS, components).doc("principal components"),
            Column.of("cluster", Column.Type.INT16).doc("cluster of the state"),
            Column.array("tsne", Column.Type.FLOATS, 2).doc("place in the t-SNE map")));
  }

  private static TableSchema axes(int width) {
    return new TableSchema(
        "env_components",
        1,
        "A principal component of the simulator's standardised states.",
        List.of(
            Column.of("component", Column.Type.INT16).doc("its number"),
            Column.of("variance", Column.Type.DOUBLE).doc("variance along it"),
            Column.array("axis", Column.Type.DOUBLES, width).doc("its direction")));
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(samples);
  }

  @Override
  public int shards(Inputs inputs) {
    return split(inputs.of(samples)).shards();
  }

  /** Files of rollouts are handed out so that a shard has about so many rows. */
  private ShardCount split(Artifact rollouts) {
    List<Part> parts = rollouts.parts("samples/");
    long rows = parts.stream().mapToLong(Part::rows).sum();
    long files = Math.max(1, (long) options.rowsPerShard() * parts.size() / Math.max(1, rows));
    return new ShardCount(parts.size(), (int) Math.min(parts.size(), files));
  }

  /**
   * What a shard knows of the columns.
   *
   * @param moments its sums of columns and of their products
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read as a whole
  record Contribution(byte[] moments) {}

  @Override
  public void run(ShardWork work) {
    Artifact rollouts = work.input(samples);
    ShardCount split = split(rollouts);
    int first = split.first(work.shard());
    List<Path> files = rollouts.files("samples/").subList(first, first + split.count(work.shard()));
    Matrix states = SimulatedSteps.read(files, options.samples()).world();
    PrincipalComponentsFn components = components(states.columns());
    ColumnMoments sums = components.createAccumulator();
    for (int i = 0; i < states.rows(); i++) {
      sums = components.addInput(sums, states.row(i));
    }
    work.summary(new Contribution(sums.toBytes()));
  }

  private PrincipalComponentsFn components(int columns) {
    return new PrincipalComponentsFn(
        columns, new PrincipalComponents.Options(options.map().nComponentsPca()));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    SimulatedSteps steps =
        SimulatedSteps.read(work.input(samples).files("samples/"), options.samples());
    Matrix states = steps.world();
    PrincipalComponentsFn components = components(states.columns());
    List<ColumnMoments> sums = new ArrayList<>();
    for (ShardResult each : work.shards()) {
      sums.add(ColumnMoments.ofBytes(each.summary(Contribution.class).moments()));
    }
    StandardisedComponents all = components.extractOutput(components.mergeAccumulators(sums));
    int most =
        Math.min(options.map().nComponentsPca(), Math.min(states.columns(), states.rows() - 1));
    PrincipalComponents fit = all.principal().first(most);
    Matrix scores = fit.project(all.standardisation().apply(states));
    int kept = Math.max(2, Math.min(most, fit.countAbove(0.95)));
    StateMap map =
        StateMap.of(
            scores.firstColumns(kept), options.map(), Seeds.of(options.seed(), "world map"));
    write(work, steps, fit, scores, map);
    draw(work, fit, map, steps);
    return Map.of(
        "rows",
        (double) scores.rows(),
        "clusters",
        (double) map.clusters(),
        "components_for_95_percent",
        (double) kept);
  }

  private static void write(
      StageWork work, SimulatedSteps steps, PrincipalComponents fit, Matrix scores, StateMap map)
      throws Exception {
    work.table(
        "env_points.parquet",
        points(scores.columns()),
        table -> {
          for (int i = 0; i < scores.rows(); i++) {
            table.write(
                steps.sample(i),
                steps.t(i),
                HiddenTables.floats(scores.row(i)),
                map.labels()[i],
                HiddenTables.floats(map.tsne().row(i)));
          }
        });
    work.table(
        "env_components.parquet",
        axes(fit.components().columns()),
        table -> {
          for (int c = 0; c < scores.columns(); c++) {
            table.write(c, fit.variance()[c], fit.components().row(c));
          }
        });
  }

  private void draw(StageWork work, PrincipalComponents fit, StateMap map, SimulatedSteps steps)
      throws Exception {
    work.figure(
        VarianceExplained.of(fit, COMPONENTS_SHOWN)
            .described(
                "variance-explained",
                "Variance of the simulator's state",
                "Share of the variance of the simulator's standardised state along each principal"
                    + " component, and of all up to it."));
    List<ScatterMap.Colouring> colourings = new ArrayList<>(steps.colourings());
    colourings.add(map.clusterColours());
    map.draw(work, WHAT, colourings, options.map().points(), options.seed());
    map.drawClusters(work, options.map().points());
    List<String> names = new ArrayList<>();
    List<int[]> courses = steps.courses(options.map().numEpiPaths());
    for (int[] rows : courses) names.add("rollout " + steps.sample(rows[0]));
    map.drawCourses(work, names, courses, options.map().points());
  }
}
