package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How hidden states are reduced. */
public record ReductionSettings(
    @Meaning("most recorded episodes that are looked at") int episodes,
    @Meaning("most rows that are fitted to; all are projected") int fitRows,
    @Meaning("number of independent components") int ics,
    @Meaning("exclusive upper end of the neighbour counts 5, 7, 9 ... of the outlier rule")
        int outlierNeighbours,
    @Meaning("standard deviations from which a row is far") double outlierDeviations,
    @Meaning("change below which FastICA has converged") double icaTolerance,
    @Meaning("most iterations of FastICA") int icaIterations,
    @Meaning("starts of FastICA, of which the best fit is kept") int icaStarts)
    implements Serializable {
  public ReductionSettings {
    Range.atLeast("episodes", episodes, 1);
    Range.within("fit_rows", fitRows, 100, 20_000);
    Range.atLeast("ics", ics, 1);
    Range.atLeast("outlier_neighbours", outlierNeighbours, 6);
    Range.above("outlier_deviations", outlierDeviations, 0);
    Range.above("ica_tolerance", icaTolerance, 0);
    Range.atLeast("ica_iterations", icaIterations, 1);
    Range.within("ica_starts", icaStarts, 1, 100);
  }

  /** The same with another number of independent components. */
  public ReductionSettings withIcs(int count) {
    return new ReductionSettings(
        episodes,
        fitRows,
        count,
        outlierNeighbours,
        outlierDeviations,
        icaTolerance,
        icaIterations,
        icaStarts);
  }

  public HiddenStateReduction.Options options(long seed) {
    return new HiddenStateReduction.Options(
        ics,
        new NeighbourOutliers.Options(outlierNeighbours, outlierDeviations),
        new IndependentComponents.Options(
            icaTolerance, icaIterations, Seeds.of(seed, "reduction"), icaStarts));
  }
}
