package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.Histograms;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.figures.VarianceExplained;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.interpret.settings.ReductionSettings;
import io.fabula.pipelines.studies.interpret.tables.RecordedStates;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds principal and independent components of the agent's hidden states in real rollouts. One
 * worker's job on a bounded sample of rows.
 *
 * @param name of the stage
 * @param rollouts the stage that records an agent
 * @param watcher the stage that makes an agent which watches those rollouts, whose states are then
 *     reduced; null if those of the recorded agent are
 * @param illustrated whether figures are drawn
 * @param options what decides the reduction beside the rollouts
 */
public record ReduceHiddenStates(
    String name, String rollouts, @Nullable String watcher, boolean illustrated, Options options)
    implements Stage {
  private static final int COMPONENTS_SHOWN = 32;
  private static final int BINS = 60;
  private static final int ROWS_PROJECTED = 4096;

  /**
   * What decides the reduction beside the rollouts.
   *
   * @param seed root seed
   * @param trainableInitialState whether the agent learned to start from its initial state
   * @param reduction how states are reduced
   */
  public record Options(long seed, boolean trainableInitialState, ReductionSettings reduction)
      implements Serializable {}

  /** One row per recorded step; {@code kept} is missing for rows that were not fitted to. */
  static TableSchema points(int hidden, int ics) {
    return new TableSchema(
        "hx_points",
        1,
        "The agent's hidden state after a decision, projected.",
        List.of(
            Column.of("episode", Column.Type.INT32).doc("number of the episode"),
            Column.of("t", Column.Type.INT32).doc("step in the episode, from 0"),
            Column.optional("kept", Column.Type.BOOLEAN)
                .doc("whether the fit kept it as no outlier; missing if it was not fitted to"),
            Column.array("pc", Column.Type.FLOATS, hidden).doc("principal components"),
            Column.array("ic", Column.Type.FLOATS, ics).doc("independent components"),
            Column.of("value", Column.Type.FLOAT)
                .doc("the agent's prediction")
                .unit("scaled return"),
            Column.of("entropy", Column.Type.FLOAT).doc("entropy of the policy").unit("nats"),
            Column.of("pct_through", Column.Type.FLOAT)
                .doc("how far through the episode")
                .unit("percent"),
            Column.of("episode_rewarded", Column.Type.BOOLEAN)
                .doc("whether the episode completed the level")));
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return watcher == null ? List.of(rollouts) : List.of(rollouts, watcher);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    RecordedStates states = states(work);
    int[] fitted =
        RowSample.choose(
            states.hidden().rows(),
            options.reduction().fitRows(),
            Seeds.of(options.seed(), "reduction rows"));
    HiddenStateReduction reduction =
        HiddenStateReduction.fit(
            states.hidden().selectRows(fitted), options.reduction().options(options.seed()));
    Projector projector = reduction.projector();
    work.table(
        ProjectionTable.PART,
        ProjectionTable.schema(projector.hiddenSize(), projector.independentCount()),
        table -> table.write(ProjectionTable.row(projector, reduction.outliers().keptFraction())));
    writePoints(work, states, kept(states, fitted, reduction), projector);
    if (illustrated) draw(work, states, projector);
    report(work, states, fitted.length, reduction);
  }

  private RecordedStates states(ShardWork work) throws Exception {
    int episodes = options.reduction().episodes();
    if (watcher == null) return RecordedStates.read(work.input(rollouts), episodes);
    try (ImpalaAgent agent =
            new ImpalaAgent(TrainAgent.load(work.input(watcher)), options.trainableInitialState());
        SteppingAgent stepping = new SteppingAgent(agent)) {
      return RecordedStates.watched(
          work.input(rollouts), episodes, stepping, new CoinRun(CoinRunOptions.DEFAULT).spec());
    }
  }

  private static Boolean[] kept(
      RecordedStates states, int[] fitted, HiddenStateReduction reduction) {
    Boolean[] kept = new Boolean[states.hidden().rows()];
    for (int i = 0; i < fitted.length; i++) kept[fitted[i]] = reduction.outliers().kept()[i];
    return kept;
  }

  /** Projects block by block: all projections together may not fit into memory. */
  private static void writePoints(
      ShardWork work, RecordedStates states, Boolean[] kept, Projector projector) throws Exception {
    work.table(
        "points.parquet",
        points(projector.hiddenSize(), projector.independentCount()),
        table -> {
          for (int from = 0; from < kept.length; from += ROWS_PROJECTED) {
            int to = Math.min(from + ROWS_PROJECTED, kept.length);
            Matrix hidden = states.hidden().selectRows(IntStream.range(from, to).toArray());
            Matrix principal = projector.principalComponents(hidden);
            Matrix independent = projector.independentComponents(hidden);
            for (int i = from; i < to; i++) {
              RecordedStates.Step step = states.steps().get(i);
              table.write(
                  step.episode(),
                  step.t(),
                  kept[i],
                  floats(principal, i - from),
                  floats(independent, i - from),
                  step.value(),
                  step.entropy(),
                  step.through(),
                  step.rewarded());
            }
          }
        });
  }

  private static float[] floats(Matrix matrix, int row) {
    float[] values = new float[matrix.columns()];
    for (int j = 0; j < values.length; j++) values[j] = (float) matrix.get(row, j);
    return values;
  }

  private static void draw(ShardWork work, RecordedStates states, Projector projector)
      throws Exception {
    PrincipalComponents fit = projector.principal();
    Matrix independent = projector.independentComponents(states.hidden());
    Matrix principal = projector.principalComponents(states.hidden());
    work.figure(VarianceExplained.of(fit, COMPONENTS_SHOWN));
    work.figure(Histograms.of(independent, BINS));
    double[] values = states.steps().stream().mapToDouble(RecordedStates.Step::value).toArray();
    work.figure(
        ScatterMap.of(
            principal,
            new ScatterMap.Quantity("value", values),
            new Matrix(0, 2),
            "",
            ScatterMap.Options.PRINCIPAL));
  }

  private static void report(
      ShardWork work, RecordedStates states, int fitted, HiddenStateReduction reduction) {
    PrincipalComponents principal = reduction.projector().principal();
    double[] cumulative = principal.cumulative();
    work.metric("rows", states.hidden().rows());
    work.metric("rows_fitted", fitted);
    work.metric("kept_fraction", reduction.outliers().keptFraction());
    work.metric("components_for_95_percent", principal.countAbove(0.95));
    work.metric("variance_of_first_6", cumulative[Math.min(6, cumulative.length) - 1]);
    work.metric("ica_iterations", reduction.independent().iterations());
    work.metric("ica_converged", reduction.independent().converged() ? 1 : 0);
    work.metric("ica_objective", reduction.independent().objective());
    work.metric("ica_spread_of_starts", reduction.independent().spread());
  }
}
