package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.figures.TrainingLosses;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.simulator.SimulatorLog;
import io.fabula.model.simulator.SimulatorTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.model.windows.WindowDataset;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains the simulator of the agent's world, with the frozen agent inside. One worker's job.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param rollouts the stage that records it
 * @param illustrated whether the losses are drawn
 * @param options what decides the simulator beside agent and recording
 */
public record TrainSimulator(
    String name, String agent, String rollouts, boolean illustrated, Options options)
    implements Stage {
  private static final String SIMULATOR = LearnedWorld.SIMULATOR;
  private static final String FILE = "simulator_log";
  private static final int PERCENT = 100;

  /** Losses of single steps: sums over simulated steps, means over the batch, weights applied. */
  static final TableSchema LOG =
      new TableSchema(
          "simulator_log",
          2,
          "A training step: sums over simulated steps, means over the batch, weights applied.",
          logColumns());

  /**
   * What decides the simulator beside agent and recording.
   *
   * @param seed root seed
   * @param training size and training
   */
  public record Options(long seed, SimulatorSettings training) implements Serializable {}

  private static List<Column> logColumns() {
    List<Column> columns = new ArrayList<>();
    for (String name : SimulatorLog.COLUMNS) columns.add(logColumn(name));
    return columns;
  }

  private static Column logColumn(String name) {
    return switch (name) {
      case "epoch" -> Column.of(name, Column.Type.INT32).doc("how often all windows were seen");
      case "batches" -> Column.of(name, Column.Type.INT64).doc("training steps so far");
      case "loss_model" -> loss(name, "reconstruction, divergence and update together");
      case "loss_reconstruction" -> loss(name, "image, reward, terminal flag and agent state");
      case "loss_kl_rssm" -> loss(name, "divergence between posterior and prior");
      case "loss_env_update" -> loss(name, "length of the environment state's change");
      case "loss_reconstr_ims" -> loss(name, "image, reward and terminal flag");
      case "loss_reconstr_agent_hs" -> loss(name, "the agent's hidden state");
      case "loss_total" -> loss(name, "everything that is minimised");
      case "loss_agent_aux_init" -> loss(name, "the agent's first state and action");
      case "loss_bottleneck" -> loss(name, "spread of the bottleneck vectors");
      default -> throw new IllegalArgumentException("the log has no column " + name);
    };
  }

  private static Column loss(String name, String doc) {
    return Column.of(name, Column.Type.DOUBLE).doc(doc);
  }

  @Override
  public int version() {
    return 5;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, rollouts);
  }

  /** The simulator of this stage's artifact; the caller closes it. */
  static Simulator load(Artifact artifact) throws IOException {
    return Simulator.load(TensorFile.read(artifact.file(SIMULATOR)));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SimulatorSettings training = options.training();
    try (ImpalaNetwork network = TrainAgent.load(work.input(agent))) {
      ImpalaArchitecture architecture = network.architecture();
      RecordedEpisodes episodes =
          PooledRecording.read(
              work.input(rollouts), architecture.pool(), () -> work.scratch("recording"));
      int trained = Math.max(1, episodes.size() - training.holdoutEpisodes());
      WindowDataset data = new WindowDataset(episodes.range(0, trained), training.rule());
      FrozenAgent frozen = new FrozenAgent(network);
      try (SimulatorTrainer trainer =
          SimulatorTrainer.start(
              training.widths(frozen.frameSide(), frozen.hidden(), frozen.actions()),
              frozen,
              data,
              training.settings(frozen.frameSide()),
              training.budget(),
              Seeds.of(options.seed(), "simulator"),
              work.threads())) {
        TrainingRun run = new TrainingRun(trainer, work.checkpoints());
        FreshMeasurements fresh =
            new FreshMeasurements(name, FILE, LOG, SimulatorLog.COLUMNS, trainer.log()::rows);
        boolean finished = run.run(() -> report(work, trainer, fresh), work::note);
        if (!finished) throw new InterruptedException("training was interrupted");
        work.tensors(SIMULATOR, trainer.simulator().save());
        writeLog(work, trainer.log().rows());
        work.metric("parameters", (double) trainer.simulator().parameterCount());
        work.metric("steps", (double) trainer.steps());
        work.metric("epochs", (double) trainer.steps() / trainer.stepsPerEpoch());
      }
      work.metric("windows", data.size());
    }
  }

  private void report(ShardWork work, SimulatorTrainer trainer, FreshMeasurements fresh) {
    SimulatorSettings training = options.training();
    if (training.minutes() == 0) {
      work.progress(trainer.steps(), training.trainSteps(), "steps", () -> "", fresh);
    } else {
      work.progress(
          Math.round(PERCENT * Math.min(1, trainer.progress())),
          PERCENT,
          "% of the time",
          () -> "",
          fresh);
    }
  }

  private void writeLog(ShardWork work, List<TrainingLog.Row> log) throws Exception {
    work.table(
        FILE + ".parquet",
        LOG,
        table -> {
          for (TrainingLog.Row each : log) {
            double[] cells = each.cells();
            Object[] values = new Object[cells.length];
            for (int i = 0; i < cells.length; i++) values[i] = cells[i];
            values[0] = (int) each.get(SimulatorLog.EPOCH);
            values[1] = (long) each.get(SimulatorLog.BATCHES);
            table.write(values);
          }
        });
    work.metric("final_loss", log.get(log.size() - 1).get(SimulatorLog.TOTAL));
    if (illustrated) draw(work, log);
  }

  private static void draw(ShardWork work, List<TrainingLog.Row> log) throws Exception {
    List<TrainingLosses.Term> terms = new ArrayList<>();
    for (String column : SimulatorLog.COLUMNS.subList(2, SimulatorLog.COLUMNS.size())) {
      terms.add(
          new TrainingLosses.Term(
              logColumn(column).doc(),
              log.stream().mapToDouble(each -> each.get(SimulatorLog.BATCHES)).toArray(),
              log.stream().mapToDouble(each -> each.get(column)).toArray()));
    }
    work.figure(TrainingLosses.of("simulator", terms));
  }
}
