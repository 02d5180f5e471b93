package io.fabula.pipelines.studies.platform.stages;

import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.envs.platform.Platform;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.platform.settings.AgentSettings;
import io.fabula.pipelines.studies.platform.settings.TrainingSettings;
import io.fabula.pipelines.studies.platform.tables.PlatformTables;
import io.fabula.pipelines.tables.CurveColumns;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Trains agents with different seeds, each one worker's job, and keeps of each the last and the
 * best. The best of all by its own evaluations stands apart, for what follows.
 *
 * @param name of the stage
 * @param options what decides the agents
 */
public record TrainAgents(String name, Options options) implements Stage {
  /** The file of the best agent of all. */
  public static final String BEST_OF_ALL = "agent.safetensors";

  /** The agent at the end of its training. */
  public static final String LAST = "last";

  /** The agent of the training's best evaluation. */
  public static final String BEST = "best";

  private static final String STEPS = "steps";
  private static final String BEST_EVALUATION_MEAN = "best_evaluation_mean";
  private static final String LAST_EVALUATION_MEAN = "last_evaluation_mean";
  private static final String BEST_SEED = "best_seed";
  private static final String BEST_SEED_EPISODE = "best_seed_episode";
  private static final String BEST_SEED_EVALUATION = "best_seed_evaluation";

  /**
   * What decides the agents.
   *
   * @param seed of the first training
   */
  public record Options(long seed, AgentSettings agent, TrainingSettings training)
      implements Serializable {}

  /** One training: its curve of evaluations and how well it ended. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Trained(long seed, double[] episodes, double[] returns, double best, double bestEpisode) {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>(CurveColumns.names(PlatformTables.TRAINING_LOG));
    names.addAll(
        List.of(
            STEPS,
            BEST_EVALUATION_MEAN,
            LAST_EVALUATION_MEAN,
            BEST_SEED,
            BEST_SEED_EPISODE,
            BEST_SEED_EVALUATION));
    return names;
  }

  @Override
  public int shards(Inputs inputs) {
    return options.training().seeds();
  }

  private static String file(long seed, String checkpoint) {
    return String.format(Locale.ROOT, "agents/seed-%d/%s.safetensors", seed, checkpoint);
  }

  /** The last or the best agent of one training; the caller closes it. */
  static MpDqnNetwork load(Artifact agents, long seed, String checkpoint) throws IOException {
    return read(agents, file(seed, checkpoint));
  }

  /** The best agent of all trainings; the caller closes it. */
  public static MpDqnNetwork loadBest(Artifact agents) throws IOException {
    return read(agents, BEST_OF_ALL);
  }

  private static MpDqnNetwork read(Artifact agents, String file) throws IOException {
    return MpDqnNetwork.load(TensorFile.read(agents.file(file)), new Platform().spec());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    long seed = options.seed() + work.shard();
    MpDqnNetwork network = options.agent().network(new Platform().spec(), seed);
    try (MpDqnTrainer trainer =
        new MpDqnTrainer(
            network, options.agent().options(options.training()), Platform::new, seed)) {
      TrainingRun run = new TrainingRun(trainer, work.checkpoints());
      FreshMeasurements fresh =
          new FreshMeasurements(
              name,
              CurveColumns.ofSeed(seed),
              PlatformTables.TRAINING_LOG,
              MpDqnTrainer.COLUMNS,
              trainer.log()::rows);
      if (!run.run(() -> report(work, trainer, fresh), work::note)) {
        throw new InterruptedException("training was interrupted");
      }
      work.tensors(file(seed, LAST), trainer.model());
      work.tensors(file(seed, BEST), trainer.bestModel());
      work.table(
          PartName.of("training_log", work.shard(), options.training().seeds()),
          PlatformTables.TRAINING_LOG,
          table -> {
            for (TrainingLog.Row row : trainer.log().rows()) {
              table.write(PlatformTables.row(name, seed, row));
            }
          });
      work.summary(trained(seed, trainer));
      work.metric(STEPS, (double) trainer.steps());
    }
  }

  private static Trained trained(long seed, MpDqnTrainer trainer) {
    List<TrainingLog.Row> judged =
        trainer.log().rows().stream()
            .filter(row -> row.find("evaluation_return").isPresent())
            .toList();
    return new Trained(
        seed,
        judged.stream().mapToDouble(row -> row.get("episode")).toArray(),
        judged.stream().mapToDouble(row -> row.get("evaluation_return")).toArray(),
        trainer.best().mean(),
        (double) trainer.best().at());
  }

  private void report(ShardWork work, MpDqnTrainer trainer, FreshMeasurements fresh) {
    Supplier<String> note =
        () -> {
          List<TrainingLog.Row> rows = trainer.log().rows();
          OptionalDouble judged = OptionalDouble.empty();
          for (int i = rows.size() - 1; i >= 0 && judged.isEmpty(); i--) {
            judged = rows.get(i).find("evaluation_return");
          }
          return String.format(
              Locale.ROOT,
              "evaluated %.3f, best %.3f, %.0f steps/s",
              judged.orElse(Double.NaN),
              trainer.best().mean(),
              trainer.steps() / trainer.seconds());
        };
    work.progress(trainer.episodes(), options.training().nEpisodes(), "episodes", note, fresh);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<LearningCurve.Curve> curves = new ArrayList<>();
    Map<String, Double> metrics = new TreeMap<>();
    Trained bestOfAll = null;
    double best = 0;
    double last = 0;
    double steps = 0;
    for (ShardResult shard : work.shards()) {
      Trained each = shard.summary(Trained.class);
      curves.add(
          new LearningCurve.Curve(
              "greedy", "seed " + each.seed(), each.episodes(), each.returns()));
      if (bestOfAll == null || each.best() > bestOfAll.best()) bestOfAll = each;
      best += each.best() / work.shards().size();
      last += each.returns()[each.returns().length - 1] / work.shards().size();
      steps += shard.metrics().getOrDefault(STEPS, 0.0);
    }
    if (bestOfAll == null) throw new IllegalStateException("nothing was trained");
    work.tensors(BEST_OF_ALL, TensorFile.read(work.file(part(work, bestOfAll.seed()))));
    work.figure(
        SeedBands.of(
            curves,
            List.of(),
            new SeedBands.Words(
                "learning-curves",
                "Mean return of greedy episodes during training",
                "training episodes",
                "mean return"),
            options.seed()));
    metrics.put(STEPS, steps);
    metrics.put(BEST_EVALUATION_MEAN, best);
    metrics.put(LAST_EVALUATION_MEAN, last);
    metrics.put(BEST_SEED, (double) bestOfAll.seed());
    metrics.put(BEST_SEED_EPISODE, bestOfAll.bestEpisode());
    metrics.put(BEST_SEED_EVALUATION, bestOfAll.best());
    return metrics;
  }

  private static Part part(FinishWork work, long seed) {
    return work.shards().stream()
        .flatMap(shard -> shard.parts().stream())
        .filter(part -> part.path().equals(file(seed, BEST)))
        .findFirst()
        .orElseThrow();
  }
}
