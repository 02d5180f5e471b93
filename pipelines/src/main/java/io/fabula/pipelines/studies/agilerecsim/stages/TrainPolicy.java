package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.model.clicklog.ClickModel;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.model.slates.SlateOptions;
import io.fabula.model.slates.SlateTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.ClickModelSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Trains agents among users who click as a learned model says: the offline log's model and items to
 * learn with, the online log's to judge by.
 *
 * @param name of the stage
 * @param log the stage that has the log
 * @param embedding the stage that has the items' embeddings
 * @param models the stage that has the models of clicks
 * @param options what decides the agents beside them
 */
public record TrainPolicy(String name, String log, String embedding, String models, Options options)
    implements Stage {
  /**
   * What decides the agents beside the log and what was learned from it.
   *
   * @param training agents, their seeds and how they learn
   * @param reward what decided the models of clicks
   */
  public record Options(
      TrainAgents.Options training, TrainRewardModel.Options reward, ClickModelSettings model)
      implements Serializable {
    SlateOptions slates() {
      return training
          .training()
          .options(training.world().rewardsLast(), training.world().endsTogether())
          .withEpochs(model.policyEpochs());
    }
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(log, embedding, models);
  }

  @Override
  public int shards(Inputs inputs) {
    return Math.max(1, options.training().learners().size());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    if (options.training().learners().isEmpty()) return;
    AgentRun run = options.training().learners().get(work.shard());
    TrainRewardModel.Data data = TrainRewardModel.Data.of(work.input(log), work.input(embedding));
    ClickWorlds worlds = new ClickWorlds(options, data, work.input(log));
    int users = options.training().world().batchStepSize();
    SlateNetwork network = SlateNetwork.create(worlds.architecture(run.agent()), run.seed());
    try (ClickModel offline =
            TrainRewardModel.load(work.input(models), false, data, options.reward());
        ClickModel online =
            TrainRewardModel.load(work.input(models), true, data, options.reward());
        SlateTrainer trainer =
            new SlateTrainer(
                network,
                options.slates(),
                new SlateTrainer.Worlds(
                    worlds.users(offline, false, users),
                    worlds.users(offline, false, users),
                    run.agent().masks() ? null : worlds.users(online, true, users),
                    options.training().world().envSeed()),
                run.seed())) {
      TrainingRun training = new TrainingRun(trainer, work.checkpoints());
      if (!training.run(() -> report(work, run, trainer), work::note)) {
        throw new InterruptedException("training was interrupted");
      }
      work.tensors(run.file(), trainer.model());
      work.table(
          PartName.of("metrics", work.shard(), options.training().learners().size()),
          RecsimTables.METRICS,
          table -> {
            for (TrainingLog.Row row : trainer.log().rows()) {
              for (String split : List.of("training", "train", "test")) {
                String column = split.equals("training") ? "reward" : split + "_reward";
                OptionalDouble value = row.find(column);
                if (value.isEmpty()) continue;
                table.write(
                    name,
                    run.agent().text(),
                    run.seed(),
                    (long) row.get("epoch"),
                    split,
                    "reward",
                    value.getAsDouble());
              }
            }
          });
    }
  }

  private void report(ShardWork work, AgentRun run, SlateTrainer trainer) {
    work.progress(
        trainer.epochs(),
        options.model().policyEpochs(),
        "epochs",
        () ->
            String.format(
                Locale.ROOT,
                "%s: %.2f clicks",
                run.text(),
                trainer.log().rows().get((int) trainer.epochs() - 1).get("reward")));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("trainings", (double) options.training().learners().size());
    for (ShardResult shard : work.shards()) metrics.putAll(shard.metrics());
    return metrics;
  }
}
