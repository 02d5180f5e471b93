package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.model.clicklog.LogGenerator;
import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.LogSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes users, items, and two logs whose clicks follow a known rule, so that what is learned from
 * them can be compared with the truth.
 *
 * @param name of the stage
 * @param options what decides the log
 */
public record GenerateLog(String name, Options options) implements Stage {
  /**
   * What decides the log.
   *
   * @param seed of everything
   * @param slateSize items in a slate
   */
  public record Options(long seed, int slateSize, LogSettings log) implements Serializable {
    LogGenerator generator() {
      return new LogGenerator(log.generator(slateSize, seed));
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public java.util.List<String> inputs() {
    return java.util.List.of();
  }

  private int shards(int rows) {
    return (rows + options.log().rowsPerShard() - 1) / options.log().rowsPerShard();
  }

  @Override
  public int shards(Inputs inputs) {
    return shards(options.log().offlineRows()) + shards(options.log().onlineRows());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    LogGenerator generator = options.generator();
    if (work.shard() == 0) {
      writeUsers(work, generator.users());
      writeItems(work, generator.items());
    }
    int offlineShards = shards(options.log().offlineRows());
    boolean online = work.shard() >= offlineShards;
    int shard = online ? work.shard() - offlineShards : work.shard();
    int rows = online ? options.log().onlineRows() : options.log().offlineRows();
    int size = options.log().rowsPerShard();
    int[] clicks = {0};
    work.table(
        PartName.of(online ? "online_log" : "offline_log", shard, shards(rows)),
        LogTables.log(options.slateSize()),
        table -> {
          int last = (int) Math.min(rows, (shard + 1L) * size);
          for (int row = shard * size; row < last; row++) {
            LoggedSlate each = generator.row(online, row);
            if (each.clicked()) clicks[0]++;
            int item = each.slate()[row % each.slate().length];
            table.write(
                each.user(), item, each.slate(), each.history(), each.clicked(), (long) row);
            work.progress(row - (long) shard * size + 1, last - (long) shard * size, "rows");
          }
        });
    work.metric(online ? "online_clicks" : "offline_clicks", clicks[0]);
  }

  static void writeUsers(ShardWork work, LogUsers users) throws Exception {
    work.table(
        LogTables.USERS,
        LogTables.users(users.size()),
        table -> {
          for (int user = 0; user < users.count(); user++) {
            int from = user * users.size();
            table.write(user, Arrays.copyOfRange(users.values(), from, from + users.size()));
          }
        });
  }

  static void writeItems(ShardWork work, LogItems items) throws Exception {
    work.table(
        LogTables.ITEMS,
        LogTables.items(items.deepSize(), items.wideSize()),
        table -> {
          for (int id = 0; id < items.count(); id++) {
            table.write(
                id,
                id >= items.offline(),
                items.main()[id],
                items.sub()[id],
                slice(items.deep(), id, items.deepSize()),
                slice(items.wide(), id, items.wideSize()));
          }
        });
  }

  private static float[] slice(float[] values, int row, int size) {
    return Arrays.copyOfRange(values, row * size, (row + 1) * size);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    double offline = 0;
    double online = 0;
    for (ShardResult shard : work.shards()) {
      offline += shard.metrics().getOrDefault("offline_clicks", 0.0);
      online += shard.metrics().getOrDefault("online_clicks", 0.0);
    }
    metrics.put("offline_rows", (double) options.log().offlineRows());
    metrics.put("online_rows", (double) options.log().onlineRows());
    metrics.put("offline_click_rate", offline / options.log().offlineRows());
    metrics.put("online_click_rate", online / options.log().onlineRows());
    return metrics;
  }
}
