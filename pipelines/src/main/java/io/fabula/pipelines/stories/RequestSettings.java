package io.fabula.pipelines.stories;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** Experiments that are made only when they are asked for. */
public record RequestSettings(
    @Meaning(
            "stages on request that a run makes as well, and reports; ./fabula stage makes any of"
                + " them alone")
        List<String> stages,
    @Meaning("levels that each of them plays") int levels,
    @Meaning("states of each feature whose memory is patched, at most") int states,
    @Meaning("how often the difference of two mean states is added, negative to take it away")
        List<Double> strengths,
    @Meaning("random directions that each effect is compared with") int random,
    @Meaning("agents that learned nothing on which the whole rule is tried") int nullAgents,
    @Meaning("levels that each of those plays for each feature") int nullLevels,
    @Meaning("steps after which their episodes are cut off") int nullMaxSteps)
    implements Serializable {
  public RequestSettings {
    stages = List.copyOf(stages);
    strengths = List.copyOf(strengths);
    Range.atLeast("levels", levels, 2);
    Range.atLeast("states", states, 2);
    for (double each : strengths) Range.within("strengths", each, -100, 100);
    Range.atLeast("random", random, 0);
    Range.atLeast("null_agents", nullAgents, 1);
    Range.atLeast("null_levels", nullLevels, 2);
    Range.atLeast("null_max_steps", nullMaxSteps, 1);
  }
}
