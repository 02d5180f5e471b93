package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.model.clicklog.LogGenerator;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** A log of clicks: made by a known rule, or one's own. */
public record LogSettings(
    @Meaning("folder of one's own log; empty for one that is made by a known rule") String dataDir,
    @Meaning("column of main categories in one's own item_category file") String mainCategory,
    @Meaning("column of sub-categories in it") String subCategory,
    @Meaning("users to make") int numUsers,
    @Meaning("items of the offline log to make") int offlineItems,
    @Meaning("items of the online log to make") int onlineItems,
    @Meaning("main categories to make") int categories,
    @Meaning("sub-categories of each to make") int subcategories,
    @Meaning("rows of the offline log to make") int offlineRows,
    @Meaning("rows of the online log to make") int onlineRows,
    @Meaning("rows of each file of the log") int rowsPerShard)
    implements Serializable {
  public LogSettings {
    Range.atLeast("num_users", numUsers, 1);
    Range.atLeast("offline_rows", offlineRows, 1);
    Range.atLeast("online_rows", onlineRows, 1);
    Range.atLeast("rows_per_shard", rowsPerShard, 1);
  }

  /** Whether the log is the user's own. */
  public boolean given() {
    return !dataDir.isEmpty();
  }

  /** What makes the log. */
  public LogGenerator.Options generator(int slateSize, long seed) {
    return new LogGenerator.Options(
        numUsers, offlineItems, onlineItems, categories, subcategories, slateSize, seed);
  }
}
