package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.qpamdp.QPamdpAgent;
import io.fabula.model.qpamdp.QPamdpOptions;
import io.fabula.model.qpamdp.QPamdpPolicy;
import io.fabula.model.qpamdp.QPamdpTrainer;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.platform.settings.EvaluationSettings;
import io.fabula.pipelines.studies.platform.settings.QPamdpSettings;
import io.fabula.pipelines.studies.platform.settings.TrainingSettings;
import io.fabula.pipelines.studies.platform.tables.PlatformTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Trains the baseline Q-PAMDP with different seeds, each one worker's job, and plays greedy
 * episodes with the last and the best agent of each.
 *
 * @param name of the stage
 * @param options what decides the agents and their episodes
 */
public record TrainQPamdp(String name, Options options) implements Stage {
  private static final String STEPS = "steps";

  /**
   * What decides the agents and their episodes.
   *
   * @param seed of the first training
   */
  public record Options(
      long seed, QPamdpSettings agent, TrainingSettings training, EvaluationSettings evaluation)
      implements Serializable {}

  /** Returns per level. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Returns(long seed, double[] last, double[] best) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>(List.of(STEPS));
    EvaluateAgents.addNames(names, TrainAgents.LAST, options.agent().seeds());
    EvaluateAgents.addNames(names, TrainAgents.BEST, options.agent().seeds());
    return names;
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agent().seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    long seed = options.seed() + work.shard();
    QPamdpOptions rule = options.agent().options(options.training());
    QPamdpTrainer<Platform> trainer =
        new QPamdpTrainer<>(
            QPamdpAgent.create(rule, new Platform().spec()),
            rule,
            Platform::new,
            Platform::substeps,
            seed);
    TrainingRun run = new TrainingRun(trainer, work.checkpoints());
    if (!run.run(() -> report(work, trainer), work::note)) {
      throw new InterruptedException("training was interrupted");
    }
    TensorFile last = trainer.model();
    TensorFile best = trainer.bestModel();
    work.tensors(file(seed, TrainAgents.LAST), last);
    work.tensors(file(seed, TrainAgents.BEST), best);
    work.summary(new Returns(seed, returns(last), returns(best)));
    work.metric(STEPS, (double) trainer.steps());
  }

  private static String file(long seed, String checkpoint) {
    return String.format(Locale.ROOT, "agents/seed-%d/%s.safetensors", seed, checkpoint);
  }

  private void report(ShardWork work, QPamdpTrainer<Platform> trainer) {
    work.progress(
        trainer.rounds(),
        options.agent().updates() + 1L,
        "rounds",
        () -> String.format(Locale.ROOT, "best %.3f", trainer.best().mean()));
  }

  private double[] returns(TensorFile file) throws Exception {
    EvaluationSettings settings = options.evaluation();
    return new AgentEvaluation(
            Platform::new,
            settings.firstLevel(),
            settings.episodes(),
            Seeds.of(options.seed(), "evaluate"),
            1)
        .returns(new QPamdpPolicy(QPamdpAgent.load(file, new Platform().spec())));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Returns> all = new ArrayList<>();
    double steps = 0;
    for (ShardResult shard : work.shards()) {
      all.add(shard.summary(Returns.class));
      steps += shard.metrics().getOrDefault(STEPS, 0.0);
    }
    work.table(
        "returns.parquet",
        PlatformTables.RETURNS,
        table -> {
          for (Returns each : all) {
            EvaluateAgents.write(
                table, each.seed(), TrainAgents.LAST, each.last(), options.evaluation());
            EvaluateAgents.write(
                table, each.seed(), TrainAgents.BEST, each.best(), options.evaluation());
          }
        });
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(STEPS, steps);
    EvaluateAgents.add(metrics, TrainAgents.LAST, all.stream().map(Returns::last).toList());
    EvaluateAgents.add(metrics, TrainAgents.BEST, all.stream().map(Returns::best).toList());
    return metrics;
  }
}
