package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.stories.Objections;
import io.fabula.pipelines.studies.agents.Baseline;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import java.util.List;

/**
 * Nothing is claimed of an agent that is not better than random play.
 *
 * @param evaluation the stage that compares them
 */
public record NotBetterThanRandom(String evaluation) implements Objections {
  @Override
  public List<String> inputs() {
    return List.of(evaluation);
  }

  @Override
  public List<String> of(StageWork work) {
    return EvaluateAgent.betterThan(Baseline.RANDOM, work.input(evaluation))
        ? List.of()
        : List.of("the agent is not shown to be better than random play");
  }
}
