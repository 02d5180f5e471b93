package io.fabula.pipelines.studies.interpret.stages;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.ppo.PpoLog;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.studies.interpret.settings.AgentSettings;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Trains the agent by recurrent PPO, or takes one that exists. One worker's job.
 *
 * @param name of the stage
 * @param options what decides the agent
 */
public record TrainAgent(String name, Options options) implements Stage {
  public static final String AGENT = "agent.safetensors";
  public static final String LOG = "training_log.parquet";
  private static final int PERCENT = 100;

  /**
   * What decides the agent.
   *
   * @param seed root seed
   * @param world which CoinRun is played
   * @param agent its size and training
   * @param given digest of the agent that is taken instead of training one; empty for training
   * @param file path of the agent that was named; empty if none was. The digest stands for it
   */
  public record Options(
      long seed, WorldSettings world, AgentSettings agent, String given, @JsonIgnore String file)
      implements Serializable {
    /** What the settings say; an agent that was named is looked at. */
    public static Options of(InterpretSettings settings) {
      AgentSettings agent = settings.agent();
      if (agent.given()) {
        return new Options(
            settings.seed(),
            settings.world(),
            agent.withFrom(AGENT),
            GivenAgent.digest(agent),
            agent.from());
      }
      boolean reference = agent.from().equals(AgentSettings.REFERENCE);
      String digest = reference ? ReferenceAgent.digest() : "";
      return new Options(settings.seed(), settings.world(), agent, digest, "");
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

  /** The agent of this stage's artifact; the caller closes it. */
  public static ImpalaNetwork load(Artifact artifact) throws IOException {
    return ImpalaNetwork.load(TensorFile.read(artifact.file(AGENT)));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    switch (options.agent().from()) {
      case AgentSettings.TRAINING -> train(work);
      case AgentSettings.REFERENCE -> work.tensors(AGENT, ReferenceAgent.read(work.checkpoints()));
      default -> {
        AgentSettings agent = options.agent().withFrom(options.file());
        try (ImpalaNetwork network = GivenAgent.read(agent, options.given())) {
          work.tensors(AGENT, network.save());
        }
      }
    }
  }

  private void train(ShardWork work) throws Exception {
    AgentSettings agent = options.agent();
    CoinRunTraining training =
        new CoinRunTraining(
            agent.architecture(),
            agent.ppo().trainableInitialState(),
            agent.ppo().options(),
            agent.budget(),
            options.world().training(),
            options.seed());
    try (PpoTrainer trainer = training.trainer(work.threads())) {
      TrainingRun run = new TrainingRun(trainer, work.checkpoints(), "agent", agent.agentFiles());
      boolean finished = run.run(() -> report(work, trainer), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      work.tensors(AGENT, trainer.network().save());
      writeLog(work, trainer.log().rows());
      work.metric("frames", (double) trainer.frames());
      work.metric("updates", trainer.updates());
    }
  }

  private void report(ShardWork work, PpoTrainer trainer) {
    Supplier<String> note = () -> note(trainer);
    if (options.agent().minutes() == 0) {
      work.progress(trainer.frames(), options.agent().frames(), "frames", note);
    } else {
      long percent = (long) (PERCENT * Math.min(1, trainer.progress()));
      work.progress(percent, PERCENT, "% of the time", note);
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

  private void writeLog(ShardWork work, List<TrainingLog.Row> rows) throws Exception {
    work.table(
        LOG,
        TrainingTables.LOG,
        table -> {
          for (TrainingLog.Row row : rows) {
            table.write(TrainingTables.row(name, options.seed(), row));
          }
        });
    TrainingLog.Row last = rows.get(rows.size() - 1);
    for (String metric : List.of(PpoLog.MEAN_EPISODE_REWARDS, PpoLog.VAL_MEAN_EPISODE_REWARDS)) {
      last.find(metric).ifPresent(value -> work.metric(metric, value));
    }
  }
}
