package io.fabula.pipelines.mediation.phases;

import io.fabula.model.agents.LearnableNetwork;
import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.mediation.settings.EstimationSettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Asks how good estimates from episodes are: those of the named events' effects of going from the
 * first seed's trained policy to uniform play, many times over, beside their exact values.
 *
 * @param name of the stage
 * @param trained the stage that trained the policies
 * @param options what decides the result
 */
public record EstimateEffects(String name, String trained, Options options) implements Stage {
  /** The table of what the estimates came to, a part of the artifact. */
  public static final String ESTIMATES = "estimates.parquet";

  private static final int SEED = 0;

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param estimation how many estimates of how many episodes
   */
  public record Options(long seed, ObjectWorlds worlds, EstimationSettings estimation)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(trained);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.estimation().shards().shards();
  }

  private RepeatedEstimates estimates(Artifact artifact) throws IOException {
    PolicyTables exact = PolicyTables.of(options.worlds());
    try (LearnableNetwork network =
        Agents.load(artifact, TrainPolicy.AGENT, SEED, options.worlds())) {
      return new RepeatedEstimates(
          exact.table(),
          exact.policy(network),
          exact.table().uniformPolicy(),
          options.worlds().eventWords(),
          exact.events(),
          1);
    }
  }

  @Override
  public void run(ShardWork work) throws Exception {
    estimates(work.input(trained)).run(work, options.seed(), options.estimation());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return estimates(work.input(trained)).finish(work, ESTIMATES);
  }
}
