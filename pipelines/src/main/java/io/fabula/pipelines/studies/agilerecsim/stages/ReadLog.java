package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.LogSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import io.fabula.pipelines.studies.agilerecsim.tables.OwnLog;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and checks a user's own log, so that all later stages read it as if it was made here. What
 * its files hold is part of the signature: an edited log is another.
 *
 * @param name of the stage
 * @param options what decides the log
 */
public record ReadLog(String name, Options options) implements Stage {
  /**
   * What decides the log.
   *
   * @param slateSize items in a slate
   * @param digest of what the log's files hold
   */
  public record Options(int slateSize, LogSettings log, String digest) implements Serializable {
    /** The log as it lies in its folder now. */
    public static Options of(int slateSize, LogSettings log) {
      return new Options(slateSize, log, new OwnLog(Path.of(log.dataDir()), slateSize).digest());
    }
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return 2;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    boolean online = work.shard() == 1;
    OwnLog own = new OwnLog(Path.of(options.log().dataDir()), options.slateSize());
    if (!own.digest().equals(options.digest())) {
      throw new DataProblem(
          Path.of(options.log().dataDir()),
          "its files have changed since the run was planned",
          "run the command again");
    }
    LogUsers users = own.users();
    LogItems items = own.items(options.log().mainCategory(), options.log().subCategory());
    if (!online) {
      GenerateLog.writeUsers(work, users);
      GenerateLog.writeItems(work, items);
    }
    long[] counts = {0, 0};
    work.table(
        PartName.of(online ? "online_log" : "offline_log", 0, 1),
        LogTables.log(options.slateSize()),
        table ->
            own.forEach(
                online,
                users.count(),
                items,
                (row, item) -> {
                  try {
                    table.write(
                        row.user(), item, row.slate(), row.history(), row.clicked(), counts[0]);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  counts[0]++;
                  if (row.clicked()) counts[1]++;
                }));
    work.metric(online ? "online_rows" : "offline_rows", (double) counts[0]);
    work.metric(
        online ? "online_click_rate" : "offline_click_rate", counts[1] / (double) counts[0]);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) metrics.putAll(shard.metrics());
    return metrics;
  }
}
