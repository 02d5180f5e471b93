package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.decomposition.ComponentStability;
import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.StabilityTable;
import io.fabula.pipelines.studies.interpret.settings.ReductionSettings;
import io.fabula.pipelines.studies.interpret.tables.RecordedStates;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Measures whether the components of hidden states come out again when they are fitted to even and
 * to odd episodes alone.
 *
 * @param name of the stage
 * @param rollouts the stage that records the agent
 * @param reduction the stage that finds the components
 * @param options how they are found
 */
public record MeasureStability(String name, String rollouts, String reduction, Options options)
    implements Stage {
  /**
   * What decides the fits beside the rollouts.
   *
   * @param seed root seed
   * @param reduction how states are reduced
   */
  public record Options(long seed, ReductionSettings reduction) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(rollouts, reduction);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    RecordedStates states =
        RecordedStates.read(work.input(rollouts), options.reduction().episodes());
    Projector whole = ProjectionTable.read(work.input(reduction));
    double[] stability =
        ComponentStability.of(states.hidden(), whole, half(states, 0), half(states, 1));
    StabilityTable.write(work, stability);
    work.metric("median", median(stability));
  }

  private Projector half(RecordedStates states, int remainder) {
    boolean[] in = new boolean[states.steps().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = states.steps().get(i).episode() % 2 == remainder;
    }
    Matrix rows = states.hidden().selectRows(in);
    int[] fitted =
        RowSample.choose(
            rows.rows(),
            options.reduction().fitRows(),
            Seeds.of(options.seed(), "stability rows", remainder));
    return HiddenStateReduction.fit(
            rows.selectRows(fitted), options.reduction().options(options.seed()))
        .projector();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
