package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.clustering.Behaviours;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.figures.BehaviourSizes;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.interpret.settings.BehaviourSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clusters the combined dynamics of agent and world into behaviours. One worker's job.
 *
 * @param name of the stage
 * @param simulated the stage that records simulated rollouts
 * @param illustration what clips are made from; null where neither they nor figures are made
 * @param options what decides the behaviours beside the rollouts
 */
public record ClusterBehaviours(
    String name, String simulated, @Nullable Illustration illustration, Options options)
    implements Stage {
  /**
   * What the clips of the behaviours are made from beside the simulated rollouts.
   *
   * @param rollouts the stage that recorded what the simulated rollouts begin from
   * @param contextFrames how many of its frames each began from
   */
  public record Illustration(String rollouts, int contextFrames) implements Serializable {}

  /**
   * What decides the behaviours beside the simulated rollouts.
   *
   * @param behaviours how they are found
   */
  public record Options(BehaviourSettings behaviours) implements Serializable {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(simulated));
    if (illustration != null) inputs.add(illustration.rollouts());
    return List.copyOf(inputs);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    BehaviourSettings settings = options.behaviours();
    SimulatedRollout rollout = SimulatedRollout.read(work.input(simulated), settings.samples());
    Sequences world = worldComponents(rollout.world(), settings.worldPcs());
    Behaviours found = Behaviours.find(rollout.agent(), world, settings.options());
    int[] ids = rollout.sampleIds();
    work.table(
        BehaviourTable.PART,
        BehaviourTable.SAMPLES,
        table -> {
          for (int i = 0; i < ids.length; i++) {
            table.write(ids[i], found.samples().clusters()[i], found.samples().votes()[i]);
          }
        });
    work.table(
        BehaviourTable.ROWS_PART,
        BehaviourTable.rows(found.points().columns()),
        table -> {
          for (int i = 0; i < found.points().rows(); i++) {
            table.write(
                ids[i / found.rowsPerSample()],
                i % found.rowsPerSample(),
                found.rows().labels()[i],
                floats(found.points().row(i)));
          }
        });
    int[] sizes = new int[found.rows().clusters()];
    for (int each : found.samples().clusters()) sizes[each]++;
    if (illustration != null) {
      BehaviourClips.write(
          work, work.input(simulated), illustration, ids, found.samples(), found.rowsPerSample());
      work.figure(BehaviourSizes.of(sizes));
    }
    work.metric("samples", ids.length);
    work.metric("behaviours", sizes.length);
    work.metric("largest", Arrays.stream(sizes).max().orElse(0));
  }

  private static Sequences worldComponents(Sequences world, int count) {
    Matrix rows = world.asMatrix();
    Matrix standardised = Standardisation.fit(rows).apply(rows);
    int components = Math.min(count, Math.min(rows.columns(), rows.rows() - 1));
    PrincipalComponents fit =
        PrincipalComponents.fit(standardised, new PrincipalComponents.Options(components));
    return Sequences.of(fit.project(standardised), world.steps());
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }
}
