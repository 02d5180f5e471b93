package io.fabula.pipelines.studies.agents;

import io.fabula.model.ppo.PpoLog;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.tables.CurveColumns;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Trains an agent by PPO. One worker's job, which goes on after a crash where its last checkpoint
 * stands. The artifact holds the agent as {@link #AGENT}, the training's log and its {@link
 * TrainingSpeed}.
 *
 * @param name of the stage
 * @param options what decides the agent
 * @param <O> the record of options
 */
public record TrainByPpo<O extends Record & PpoTraining & Serializable>(String name, O options)
    implements Stage {
  /** The agent's file in the artifact. */
  public static final String AGENT = "agent.safetensors";

  private static final int VERSION = 1;
  private static final int PERCENT = 100;

  @Override
  public int version() {
    return VERSION + options.version();
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    train(work, name, options);
  }

  /**
   * Trains in any stage, from the checkpoint of an earlier attempt if there is one, and writes
   * agent and log.
   *
   * @param stage the stage's name, which the log repeats
   * @throws InterruptedException if the work is to stop; a checkpoint is left
   */
  public static void train(ShardWork work, String stage, PpoTraining training) throws Exception {
    try (PpoTrainer trainer = training.trainer(work.threads())) {
      TrainingRun run =
          new TrainingRun(trainer, work.checkpoints(), "agent", training.agentFiles());
      FreshMeasurements fresh =
          new FreshMeasurements(
              stage,
              CurveColumns.ofSeed(training.seed()),
              TrainingTables.LOG,
              PpoLog.COLUMNS,
              trainer.log()::rows);
      boolean finished = run.run(() -> report(work, training, trainer, fresh), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      work.tensors(AGENT, trainer.model());
      writeLog(work, stage, training.seed(), trainer.log().rows());
      TrainingSpeed.write(work, trainer.frames(), trainer.seconds());
      work.metric("frames", (double) trainer.frames());
      work.metric("updates", trainer.updates());
    }
  }

  private static void report(
      ShardWork work, PpoTraining training, PpoTrainer trainer, FreshMeasurements fresh) {
    Supplier<String> note = () -> note(trainer);
    if (training.budget() instanceof Budget.Steps steps) {
      work.progress(trainer.frames(), steps.steps(), "frames", note, fresh);
    } else {
      long percent = (long) (PERCENT * Math.min(1, trainer.progress()));
      boolean timed = training.budget() instanceof Budget.Minutes;
      work.progress(percent, PERCENT, timed ? "% of the time" : "% of the updates", note, fresh);
    }
  }

  private static String note(PpoTrainer trainer) {
    String speed = "%.0f frames/s".formatted(trainer.frames() / trainer.seconds());
    OptionalDouble reached = trainer.log().last().find(PpoLog.MEAN_EPISODE_REWARDS);
    return reached.isEmpty()
        ? speed
        : String.format(
            Locale.ROOT, "mean return %.2f of recent episodes, %s", reached.getAsDouble(), speed);
  }

  private static void writeLog(ShardWork work, String stage, long seed, List<TrainingLog.Row> rows)
      throws Exception {
    work.table(
        TrainingTables.PART,
        TrainingTables.LOG,
        table -> {
          for (TrainingLog.Row row : rows) table.write(TrainingTables.row(stage, seed, row));
        });
    TrainingLog.Row last = rows.get(rows.size() - 1);
    for (String metric : List.of(PpoLog.MEAN_EPISODE_REWARDS, PpoLog.VAL_MEAN_EPISODE_REWARDS)) {
      last.find(metric).ifPresent(value -> work.metric(metric, value));
    }
    work.metric("final_policy_loss", last.get(PpoLog.MEAN_POLICY_LOSS));
    work.metric("final_value_loss", last.get(PpoLog.MEAN_VALUE_LOSS));
    work.metric("final_entropy", last.get(PpoLog.MEAN_ENTROPY_LOSS));
  }
}
