package io.fabula.pipelines.studies.agents;

import io.fabula.model.agents.LevelChoice;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.tables.Column;
import java.util.List;

/** What {@link RecordRollouts} records: a record of options whose components decide the rest. */
public interface Recording extends AgentInWorld {
  /** How many episodes there are, and how many one worker records side by side. */
  ShardCount episodes();

  /** Steps after which an episode is cut off, or 0 for the world's own limit. */
  default int maximumSteps() {
    return 0;
  }

  /** Which levels are played. */
  default LevelChoice levels() {
    return LevelChoice.unlimited();
  }

  /** Columns of the table of episodes beside those that all recordings have. */
  default List<Column> episodeColumns() {
    return List.of();
  }

  /** Their values, the same for all episodes. */
  default List<Object> episodeValues() {
    return List.of();
  }
}
