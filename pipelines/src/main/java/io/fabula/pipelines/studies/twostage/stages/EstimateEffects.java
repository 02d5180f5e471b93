package io.fabula.pipelines.studies.twostage.stages;

import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.mediation.settings.EstimationSettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Estimates the effects of the named events from episodes, many times over, and counts how often
 * the 95 % interval holds the exact value.
 *
 * @param name of the stage
 * @param options what decides the result
 */
public record EstimateEffects(String name, Options options) implements Stage {
  /** The table of what the estimates came to, a part of the artifact. */
  public static final String ESTIMATES = "estimates.parquet";

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param problem where the problem comes from
   * @param discount factor per step in the return
   * @param estimation how many estimates of how many episodes
   */
  public record Options(
      long seed, ProblemSource problem, double discount, EstimationSettings estimation)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.estimation().shards().shards();
  }

  @Override
  public void run(ShardWork work) {
    estimates().run(work, options.seed(), options.estimation());
  }

  private RepeatedEstimates estimates() {
    TabularProblem problem = options.problem().problem();
    return new RepeatedEstimates(
        problem.model(),
        problem.reference(),
        problem.targets().get(0).policy(),
        problem.events().stream().map(TabularProblem.Event::name).toList(),
        problem.events().stream().map(TabularProblem.Event::detector).toList(),
        options.discount());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return estimates().finish(work, ESTIMATES);
  }
}
