package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.model.slates.SlateTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.TrainingSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.WorldSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Trains agents that show slates, each with several seeds, each one worker's job.
 *
 * @param name of the stage
 * @param options what decides the agents
 */
public record TrainAgents(String name, Options options) implements Stage {
  private static final List<String> TOLD =
      List.of("reward", "hit_rate", "specificity", "shannon_entropy");

  /** Points of a learning curve: evaluations are averaged over equal parts of the training. */
  private static final int POINTS = 30;

  /**
   * What decides the agents.
   *
   * @param seed of the first training
   * @param seeds trainings of each agent
   */
  public record Options(
      long seed,
      List<AgentName> agents,
      int seeds,
      WorldSettings world,
      AgentSettings agent,
      TrainingSettings training)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }

    /** Those that learn, in order. */
    List<AgentRun> learners() {
      return AgentRun.all(
          agents.stream().filter(each -> each != AgentName.RANDOM).toList(), seed, seeds);
    }
  }

  /** One training: its curves of evaluations. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Trained(String agent, long seed, double[] epochs, double[] train, double[] test) {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return Math.max(1, options.learners().size());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    if (options.learners().isEmpty()) return;
    AgentRun run = options.learners().get(work.shard());
    RecsimWorlds worlds = new RecsimWorlds(options.world());
    SlateNetwork network =
        SlateNetwork.create(worlds.architecture(run.agent(), options.agent()), run.seed());
    try (SlateTrainer trainer =
        new SlateTrainer(
            network,
            options
                .training()
                .options(options.world().rewardsLast(), options.world().endsTogether()),
            new SlateTrainer.Worlds(
                worlds.users(Split.TRAIN),
                worlds.users(Split.TRAIN),
                run.agent().masks() ? null : worlds.users(Split.TEST),
                options.world().envSeed()),
            run.seed())) {
      TrainingRun training = new TrainingRun(trainer, work.checkpoints());
      if (!training.run(() -> report(work, run, trainer), work::note)) {
        throw new InterruptedException("training was interrupted");
      }
      work.tensors(run.file(), trainer.model());
      work.table(
          PartName.of("metrics", work.shard(), options.learners().size()),
          RecsimTables.METRICS,
          table -> {
            for (TrainingLog.Row row : trainer.log().rows()) write(table, run, row);
          });
      work.summary(trained(run, trainer));
      work.metric("user_steps", (double) trainer.steps());
    }
  }

  private void write(TableWriter table, AgentRun run, TrainingLog.Row row) throws IOException {
    for (String split : List.of("training", "train", "test")) {
      for (String metric : TOLD) {
        String column = split.equals("training") ? metric : split + "_" + metric;
        put(table, run, row, split, metric, row.find(column));
      }
    }
    for (String metric : List.of("user_steps", "epsilon", "loss")) {
      put(table, run, row, "training", metric, row.find(metric));
    }
  }

  private void put(
      TableWriter table,
      AgentRun run,
      TrainingLog.Row row,
      String split,
      String metric,
      OptionalDouble value)
      throws IOException {
    if (value.isEmpty()) return;
    long epoch = (long) row.get("epoch");
    table.write(name, run.agent().text(), run.seed(), epoch, split, metric, value.getAsDouble());
  }

  private Trained trained(AgentRun run, SlateTrainer trainer) {
    int points = Math.min(POINTS, options.training().numEpochs() / options.training().evalFreq());
    double[] epochs = new double[points];
    double[][] sums = new double[2][points];
    int[] counts = new int[points];
    for (TrainingLog.Row row : trainer.log().rows()) {
      OptionalDouble train = row.find("train_reward");
      if (train.isEmpty()) continue;
      int at =
          (int)
              Math.min(
                  points - 1L, (long) (row.get("epoch") * points / options.training().numEpochs()));
      counts[at]++;
      epochs[at] += row.get("epoch");
      sums[0][at] += train.getAsDouble();
      sums[1][at] += row.find("test_reward").orElse(Double.NaN);
    }
    for (int i = 0; i < points; i++) {
      epochs[i] = counts[i] == 0 ? Double.NaN : epochs[i] / counts[i];
      for (double[] each : sums) each[i] /= counts[i];
    }
    return new Trained(run.agent().text(), run.seed(), epochs, sums[0], sums[1]);
  }

  private void report(ShardWork work, AgentRun run, SlateTrainer trainer) {
    work.progress(
        trainer.epochs(),
        options.training().numEpochs(),
        "epochs",
        () -> {
          TrainingLog.Row last = trainer.log().rows().get((int) trainer.epochs() - 1);
          return String.format(
              Locale.ROOT,
              "%s: %.2f clicks, epsilon %.2f, %.2f epochs/s",
              run.text(),
              last.get("reward"),
              last.get("epsilon"),
              trainer.epochs() / trainer.seconds());
        });
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    if (options.learners().isEmpty()) return metrics;
    List<LearningCurve.Curve> train = new ArrayList<>();
    List<LearningCurve.Curve> test = new ArrayList<>();
    double steps = 0;
    for (ShardResult shard : work.shards()) {
      Trained each = shard.summary(Trained.class);
      String seed = "seed " + each.seed();
      train.add(new LearningCurve.Curve(each.agent(), seed, each.epochs(), each.train()));
      test.add(new LearningCurve.Curve(each.agent(), seed, each.epochs(), each.test()));
      steps += shard.metrics().getOrDefault("user_steps", 0.0);
    }
    work.figure(curves(train, "train-curves", "training items"));
    work.figure(curves(test, "test-curves", "held-back items"));
    metrics.put("user_steps", steps);
    metrics.put("trainings", (double) options.learners().size());
    return metrics;
  }

  private io.fabula.analysis.figures.Figure curves(
      List<LearningCurve.Curve> curves, String file, String items) {
    return SeedBands.of(
        curves,
        List.of(),
        new SeedBands.Words(
            file,
            "Mean reward of greedy episodes during training, " + items,
            "epoch",
            "reward of a user's episode"),
        options.seed());
  }
}
