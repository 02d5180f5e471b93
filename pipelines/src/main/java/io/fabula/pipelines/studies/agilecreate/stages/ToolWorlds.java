package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.create.Create;
import io.fabula.envs.create.ToolRepresentation;
import io.fabula.envs.create.ToolSplit;
import io.fabula.pipelines.studies.agilecreate.settings.EvaluationSettings;
import io.fabula.pipelines.studies.agilecreate.settings.WorldSettings;

/**
 * Worlds that describe tools to an agent as they were described in its training.
 *
 * @param settings which worlds
 * @param representation what agents are told of each tool
 */
public record ToolWorlds(WorldSettings settings, ToolRepresentation representation) {
  /**
   * A world.
   *
   * @param split whose tools are offered, unless the settings name tools
   */
  public Create newWorld(ToolSplit split) {
    return settings.newWorld(split, representation);
  }

  /** Worlds of an evaluation, which may name the tools that were not met in training. */
  ToolWorlds of(EvaluationSettings evaluation, ToolSplit split) {
    boolean named = split != ToolSplit.TRAIN && !evaluation.unseenTools().isEmpty();
    return named
        ? new ToolWorlds(settings.withTools(evaluation.unseenTools()), representation)
        : this;
  }
}
