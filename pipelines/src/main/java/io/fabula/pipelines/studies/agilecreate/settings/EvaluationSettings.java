package io.fabula.pipelines.studies.agilecreate.settings;

import io.fabula.envs.create.ToolSplit;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How trained agents are judged. */
public record EvaluationSettings(
    @Meaning("episodes of each agent with the tools of each split") int episodes,
    @Meaning("whether agents take their most likely tool and the mean place")
        boolean deterministicPolicy,
    @Meaning(
            "splits whose tools are offered: train, validation, test; the original shows validation"
                + " as test while it trains")
        List<ToolSplit> splits,
    @Meaning(
            "ids that validation and test offer where world.tools are those of training; [] for"
                + " none")
        List<Integer> unseenTools)
    implements Serializable {
  public EvaluationSettings {
    splits = List.copyOf(splits);
    unseenTools = List.copyOf(unseenTools);
    Range.atLeast("episodes", episodes, 2);
    if (splits.isEmpty() || splits.contains(ToolSplit.ALL)) {
      throw new IllegalArgumentException(
          "splits must be one or more of train, validation and test, got " + splits);
    }
  }

  /** Whether agents meet tools that they were not trained with. */
  boolean meetsUnseenTools() {
    return splits.stream().anyMatch(split -> split != ToolSplit.TRAIN);
  }
}
