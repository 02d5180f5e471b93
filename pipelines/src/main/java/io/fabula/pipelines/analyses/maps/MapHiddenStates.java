package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.Histograms;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.video.RotatingCloud;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.Readout;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters, maps and factors of the agent's states in real rollouts, with what was going on in each
 * step, the states of simulated rollouts beside them, and what each component pushes. Steps in
 * which nothing was decided yet, the first of each episode, are left out, as published.
 *
 * @param name of the stage
 * @param rollouts the stage that records the agent
 * @param sources agent, simulated rollouts and components
 * @param options how states are mapped
 */
public record MapHiddenStates(
    String name, String rollouts, LearnedWorld.Sources sources, Options options) implements Stage {
  private static final String WHAT = "recorded step, by the agent's state";
  private static final double NMF_TOLERANCE = 1e-4;
  private static final int FRAMES_PER_SECOND = 4;
  private static final int PAIRS = 3;
  private static final int BINS = 60;

  /**
   * What decides the maps beside the inputs.
   *
   * @param seed root seed
   * @param episodes most recorded episodes that are looked at
   * @param outlierNeighbours exclusive upper end of the neighbour counts of the outlier rule
   * @param outlierDeviations standard deviations from which a state is far
   * @param map how states are mapped
   * @param factors of the states, and simulated ones beside them
   */
  public record Options(
      long seed,
      int episodes,
      int outlierNeighbours,
      double outlierDeviations,
      MapSettings map,
      FactorSettings factors)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(rollouts, sources.agent(), sources.samples(), sources.reduction());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    WatchedSteps steps = WatchedSteps.read(work.input(rollouts), options.episodes());
    long seed = Seeds.of(options.seed(), "hidden map");
    int kept = Math.min(projector.principal().countAbove(0.95), options.map().nComponentsPca());
    Matrix scores = projector.principalComponents(steps.hidden());
    StateMap map = StateMap.of(scores.firstColumns(Math.max(2, kept)), options.map(), seed);
    Matrix components = projector.independentComponents(steps.hidden());
    NonNegativeFactors factors = factors(steps.hidden(), seed);
    Matrix shares = factors.factorsOf(steps.hidden(), NMF_TOLERANCE, options.factors().sweeps());
    HiddenTables.write(work, steps, map, components, shares, factors);
    writeMeans(work, projector, steps, map);
    draw(work, steps, map, components, shares);
    drawOutliers(work, scores, seed);
    drawSimulated(work, projector, scores);
    drawReadout(work, projector, steps.actionNames());
    turn(work, scores, steps.values());
    work.metric("rows", steps.hidden().rows());
    work.metric("clusters", map.clusters());
    work.metric("nmf_error", factors.error());
    work.metric("nmf_sweeps", factors.iterations());
  }

  private NonNegativeFactors factors(Matrix hidden, long seed) {
    int[] fitted = RowSample.choose(hidden.rows(), options.map().rows(), seed);
    int count = Math.min(options.factors().nComponentsNmf(), hidden.columns());
    return NonNegativeFactors.fit(
        hidden.selectRows(fitted),
        new NonNegativeFactors.Options(count, NMF_TOLERANCE, options.factors().sweeps(), seed));
  }

  private static void writeMeans(
      ShardWork work, Projector projector, WatchedSteps steps, StateMap map) throws Exception {
    Matrix means =
        WardClustering.means(
            projector.standardisation().apply(steps.hidden()), map.labels(), map.clusters());
    HiddenTables.writeClusters(work, steps, map, means);
  }

  private void draw(
      ShardWork work, WatchedSteps steps, StateMap map, Matrix components, Matrix shares)
      throws Exception {
    List<ScatterMap.Colouring> colourings = new ArrayList<>(steps.colourings());
    colourings.add(map.clusterColours());
    colourings.add(HiddenTables.strongest("strongest component", "IC", components));
    colourings.add(HiddenTables.strongest("strongest factor", "factor", shares));
    int points = options.map().points();
    map.draw(work, WHAT, colourings, points, options.seed());
    map.drawClusters(work, points);
    List<String> names = new ArrayList<>();
    List<int[]> courses = new ArrayList<>();
    for (int[] rows : steps.episodes(options.map().numEpiPaths())) {
      names.add("episode " + steps.step(rows[0]).episode());
      courses.add(rows);
    }
    map.drawCourses(work, names, courses, points);
  }

  /** The rule of the reduction on a sample of the states. */
  private void drawOutliers(ShardWork work, Matrix scores, long seed) throws Exception {
    NeighbourOutliers outliers =
        NeighbourOutliers.find(
            scores.selectRows(RowSample.choose(scores.rows(), options.map().rows(), seed)),
            new NeighbourOutliers.Options(
                options.outlierNeighbours(), options.outlierDeviations()));
    for (int i = 0; i < outliers.neighbourCounts().size(); i++) {
      work.figure(
          Histograms.ofOutliers(
              outliers.medians().get(i),
              outliers.thresholds()[i],
              outliers.neighbourCounts().get(i),
              BINS));
    }
    work.metric("outliers_kept", outliers.keptFraction());
  }

  /** Real states and, in black, simulated ones, in pairs of principal components. */
  private void drawSimulated(ShardWork work, Projector projector, Matrix scores) throws Exception {
    SimulatedRollout simulated =
        SimulatedRollout.read(
            work.input(sources.samples()), options.factors().numGeneratedSamples());
    Matrix states = simulated.agent().asMatrix();
    Matrix projected = projector.principalComponents(states);
    HiddenTables.writeSimulated(
        work, simulated, projected, projector.independentComponents(states));
    double[] lengths = new double[scores.rows()];
    for (int i = 0; i < lengths.length; i++) {
      double squares = 0;
      for (double each : scores.row(i)) squares += each * each;
      lengths[i] = Math.sqrt(squares);
    }
    for (int pair = 0; pair < PAIRS && 2 * pair + 1 < scores.columns(); pair++) {
      int first = 2 * pair;
      work.figure(
          ScatterMap.of(
                  HiddenTables.columns(scores, first, first + 1),
                  new ScatterMap.Quantity("distance from the mean", lengths),
                  HiddenTables.columns(projected, first, first + 1),
                  "simulated states",
                  new ScatterMap.Options(
                      "principal component " + (first + 1),
                      "principal component " + (first + 2),
                      options.map().points(),
                      options.seed()))
              .described(
                  "overlap-" + (pair + 1),
                  "Real and simulated states of the agent, components %d and %d"
                      .formatted(first + 1, first + 2),
                  "Each point is a recorded step, coloured by its distance from the mean; black"
                      + " points are steps of simulated rollouts."));
    }
    work.metric("simulated_nearest_over_real", HiddenTables.overlap(scores, projected, options));
  }

  private void drawReadout(ShardWork work, Projector projector, List<String> actionNames)
      throws Exception {
    try (ImpalaNetwork network = LearnedWorld.agent(work.input(sources.agent()))) {
      Readout readout = Readout.of(network);
      Matrix along = readout.along(projector);
      List<String> components = new ArrayList<>();
      for (int c = 0; c < along.columns(); c++) components.add("IC" + c);
      work.figure(HeatMap.readout(along, readout.names(actionNames), components));
      HiddenTables.writeReadout(work, readout, along, actionNames, network);
    }
  }

  private void turn(ShardWork work, Matrix scores, double[] values) throws Exception {
    if (scores.columns() < 3) return;
    int[] few = RowSample.choose(scores.rows(), options.map().points(), options.seed());
    double[] own = new double[few.length];
    for (int i = 0; i < own.length; i++) own[i] = values[few[i]];
    work.clip(
        "turning",
        RotatingCloud.of(scores.selectRows(few), own, options.factors().angles()),
        FRAMES_PER_SECOND,
        new FigureCaption(
            "Three principal components, turning",
            "Each point is a recorded step, from blue to red by the agent's value."));
  }
}
