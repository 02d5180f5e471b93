package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.random.Seeds;
import io.fabula.model.clicklog.ClickModel;
import io.fabula.model.clicklog.ClickQuality;
import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.model.clicklog.PlantedRule;
import io.fabula.model.slates.ItemFeatures;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agilerecsim.settings.ClickModelSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns the chance that a slate is clicked, from the offline log and from the online log, each one
 * worker's job; three quarters of the rows, the others judge. Rows stream by, pass after pass, and
 * are not kept.
 *
 * @param name of the stage
 * @param log the stage that has the log
 * @param embedding the stage that has the items' embeddings
 * @param options what decides the model beside them
 */
public record TrainRewardModel(String name, String log, String embedding, Options options)
    implements Stage {
  private static final long SPLIT_SEED = 2021;
  private static final int PARTS = 4;

  /**
   * What decides the model beside log and embeddings.
   *
   * @param slateSize items in a slate
   * @param planted whether the rule of the clicks is known
   */
  public record Options(long seed, int slateSize, boolean planted, ClickModelSettings model)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(log, embedding);
  }

  @Override
  public int shards(Inputs inputs) {
    return 2;
  }

  private static String which(boolean online) {
    return online ? "online" : "offline";
  }

  private static String file(boolean online) {
    return which(online) + ".safetensors";
  }

  /** What models of an artifact's log and embeddings are made from. */
  record Data(LogItems items, LogUsers users, ItemFeatures embeddings) {
    static Data of(Artifact log, Artifact embedding) throws IOException {
      LogItems items = LogTables.readItems(log);
      float[] values = TrainItemEmbedding.read(embedding, items.count());
      int[] train = new int[items.offline()];
      for (int id = 0; id < train.length; id++) train[id] = id;
      return new Data(
          items,
          LogTables.readUsers(log),
          new ItemFeatures(values, TrainItemEmbedding.SIZE, train));
    }
  }

  /** The trained model of one of the logs; the caller closes it. */
  static ClickModel load(Artifact models, boolean online, Data data, Options options)
      throws IOException {
    ClickModel model = model(data, options, 1);
    try {
      model.restore(TensorFile.read(models.file(file(online))));
      return model;
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  private static ClickModel model(Data data, Options options, long period) {
    return new ClickModel(
        new ClickModel.Options(options.model().batchSize(), options.model().rmLr(), period),
        data.users(),
        data.embeddings(),
        options.slateSize(),
        options.seed());
  }

  private static boolean judges(long row) {
    return Math.floorMod(Seeds.of(SPLIT_SEED, "split", row), PARTS) == 0;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    boolean online = work.shard() == 1;
    Artifact rows = work.input(log);
    Data data = Data.of(rows, work.input(embedding));
    Pass pass = new Pass(rows, online, data, work);
    long learning = pass.rows(false);
    if (learning < options.model().batchSize()) {
      throw new UsageProblem(
          "the %s log has %d rows to learn from, click_model.batch_size=%d needs as many; lower it or"
                  .formatted(which(online), learning, options.model().batchSize())
              + " give more rows");
    }
    long steps = options.model().numEpochs() * (learning / options.model().batchSize());
    long period = options.model().ratePeriod() == 0 ? steps : options.model().ratePeriod();
    try (ClickModel model = model(data, options, period)) {
      for (int epoch = 0; epoch < options.model().numEpochs(); epoch++) {
        pass.learn(model, epoch);
      }
      pass.judge(model);
      work.tensors(file(online), model.save());
    }
  }

  /** Goes through the rows of a log. */
  private final class Pass {
    private final Artifact rows;
    private final boolean online;
    private final Data data;
    private final ShardWork work;

    Pass(Artifact rows, boolean online, Data data, ShardWork work) {
      this.rows = rows;
      this.online = online;
      this.data = data;
      this.work = work;
    }

    private void forEach(boolean judging, java.util.function.Consumer<LoggedSlate> each) {
      long[] row = {0};
      LogTables.forEach(
          rows,
          online,
          options.slateSize(),
          slate -> {
            if (judges(row[0]++) == judging) each.accept(slate);
          });
    }

    long rows(boolean judging) {
      long[] count = {0};
      forEach(judging, slate -> count[0]++);
      return count[0];
    }

    void learn(ClickModel model, int epoch) {
      LoggedSlate[] batch = new LoggedSlate[model.batch()];
      int[] filled = {0};
      double[] loss = {0, 0};
      forEach(
          false,
          slate -> {
            batch[filled[0]++] = slate;
            if (filled[0] < batch.length) return;
            filled[0] = 0;
            loss[0] += model.learn(batch);
            loss[1]++;
          });
      work.progress(
          epoch + 1L,
          options.model().numEpochs(),
          "epochs",
          () -> String.format(Locale.ROOT, "%s: loss %.4f", which(online), loss[0] / loss[1]));
    }

    void judge(ClickModel model) {
      ClickQuality quality = new ClickQuality();
      LoggedSlate[] batch = new LoggedSlate[model.batch()];
      int[] filled = {0};
      PlantedRule rule =
          options.planted()
              ? new PlantedRule(data.items(), data.users(), options.slateSize())
              : null;
      double[] chances = new double[batch.length];
      double[] truths = new double[batch.length];
      Runnable take =
          () -> {
            model.of(batch, filled[0], chances);
            if (rule != null) rule.of(batch, filled[0], truths);
            for (int i = 0; i < filled[0]; i++) {
              quality.add(chances[i], batch[i].clicked());
              if (rule != null) quality.addTruth(chances[i], truths[i]);
            }
            filled[0] = 0;
          };
      forEach(
          true,
          slate -> {
            batch[filled[0]++] = slate;
            if (filled[0] == batch.length) take.run();
          });
      if (filled[0] > 0) take.run();
      if (quality.rows() == 0) return;
      work.metric("rows", (double) quality.rows());
      work.metric("click_rate", quality.clickRate());
      work.metric("area_under_curve", quality.areaUnderCurve());
      work.metric("calibration_error", quality.calibrationError());
      work.metric("cross_entropy", quality.crossEntropy());
      work.metric("accuracy", quality.accuracy());
      work.metric("precision", quality.precision());
      work.metric("recall", quality.recall());
      if (rule != null) work.metric("distance_to_truth", quality.truthDistance());
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      shard
          .metrics()
          .forEach(
              (key, value) -> {
                if (!Double.isNaN(value)) metrics.put(which(shard.shard() == 1) + "_" + key, value);
              });
    }
    return metrics;
  }
}
