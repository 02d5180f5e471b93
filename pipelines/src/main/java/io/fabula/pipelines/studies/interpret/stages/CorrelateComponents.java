package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.figures.ComponentSeries;
import io.fabula.analysis.figures.CrossCorrelationMaps;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.interpret.settings.CorrelationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.List;

/**
 * Correlates components over time within each behaviour: what moves with what, and when. It tells
 * no causes: untrained agents' components lead and follow each other as much.
 *
 * @param name of the stage
 * @param reduction finds the components of hidden states
 * @param simulated records simulated rollouts
 * @param behaviours clusters them
 * @param options how they are correlated
 */
public record CorrelateComponents(
    String name, String reduction, String simulated, String behaviours, Options options)
    implements Stage {
  private static final int SERIES_SHOWN = 40;

  /**
   * What decides the correlations beside the inputs.
   *
   * @param correlations how components are correlated
   */
  public record Options(CorrelationSettings correlations) implements Serializable {}

  static TableSchema correlations(int ics) {
    return new TableSchema(
        "xcorr",
        1,
        "The mean cross-correlation of independent components in a behaviour.",
        List.of(
            Column.of("cluster", Column.Type.INT16).doc("behaviour"),
            Column.of("k", Column.Type.INT8).doc("time difference").unit("steps"),
            Column.array("matrix", Column.Type.DOUBLES, ics, ics)
                .doc("rows: the component k steps earlier, columns: the component later"),
            Column.of("n_samples", Column.Type.INT32).doc("samples of the behaviour")));
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(reduction, simulated, behaviours);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    CorrelationSettings settings = options.correlations();
    int[] clusters = BehaviourTable.read(work.input(behaviours));
    SimulatedRollout rollout = SimulatedRollout.read(work.input(simulated), clusters.length);
    Sequences components =
        ProjectionTable.read(work.input(reduction)).independentComponents(rollout.agent());
    List<MeanPartial.Mean> means =
        CrossCorrelation.perBehaviour(
            components,
            clusters,
            new CrossCorrelation.Options(
                settings.maxDifference(), settings.clip(), settings.legacyScale()));
    write(work, means, components.width());
    work.figure(CrossCorrelationMaps.of(means, settings.shownDifferences(), 0));
    work.figure(ComponentSeries.of(components, SERIES_SHOWN));
    work.metric("behaviours", means.size());
  }

  private static void write(ShardWork work, List<MeanPartial.Mean> means, int ics)
      throws Exception {
    work.table(
        "xcorr.parquet",
        correlations(ics),
        table -> {
          for (MeanPartial.Mean mean : means) {
            int k = 0;
            for (Matrix matrix : mean.matrices()) {
              table.write(mean.group(), k++, matrix.values(), mean.samples());
            }
          }
        });
  }
}
