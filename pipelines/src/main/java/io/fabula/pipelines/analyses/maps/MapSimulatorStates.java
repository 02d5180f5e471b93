package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.figures.VarianceExplained;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Principal components, clusters and maps of the simulator's own state in simulated rollouts.
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
   */
  public record Options(long seed, int samples, MapSettings map) implements Serializable {}

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
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(samples);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SimulatedSteps steps = SimulatedSteps.read(work.input(samples), options.samples());
    Matrix states = steps.world();
    Matrix standardised = Standardisation.fit(states).apply(states);
    int most =
        Math.min(options.map().nComponentsPca(), Math.min(states.columns(), states.rows() - 1));
    PrincipalComponents fit =
        PrincipalComponents.fit(standardised, new PrincipalComponents.Options(most));
    Matrix scores = fit.project(standardised);
    int kept = Math.max(2, Math.min(most, fit.countAbove(0.95)));
    StateMap map =
        StateMap.of(
            scores.firstColumns(kept), options.map(), Seeds.of(options.seed(), "world map"));
    work.table(
        "env_points.parquet",
        points(most),
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
        axes(states.columns()),
        table -> {
          for (int c = 0; c < most; c++) {
            table.write(c, fit.variance()[c], fit.components().row(c));
          }
        });
    draw(work, fit, map, steps);
    work.metric("rows", scores.rows());
    work.metric("clusters", map.clusters());
    work.metric("components_for_95_percent", kept);
  }

  private void draw(ShardWork work, PrincipalComponents fit, StateMap map, SimulatedSteps steps)
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
