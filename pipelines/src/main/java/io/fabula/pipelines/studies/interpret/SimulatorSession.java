package io.fabula.pipelines.studies.interpret;

import io.fabula.model.simulator.AgentInLoop;
import io.fabula.model.simulator.SimulatorProgress;
import io.fabula.model.simulator.SimulatorSettings;
import io.fabula.model.simulator.SimulatorTrainer;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.WindowDataset;
import io.fabula.pipelines.stages.ShardWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains a simulator to the end of its budget, from where an interrupted attempt was saved. */
final class SimulatorSession {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String SECONDS = "session.seconds";
  private static final String LOG = "session.log";
  private static final double SECONDS_BETWEEN_CHECKPOINTS = 60;
  private static final double NANOS = 1e9;
  private static final int LOG_EVERY = 10;
  private static final int PERCENT = 100;

  private final ShardWork work;
  private final SimulatorTraining training;
  private final long seed;
  private final Path checkpoint;
  private final List<SimulatorProgress> log = new ArrayList<>();
  private double secondsBefore;
  private long startNanos = System.nanoTime();

  SimulatorSession(ShardWork work, SimulatorTraining training, long seed) {
    this.work = work;
    this.training = training;
    this.seed = seed;
    checkpoint = work.checkpoints().resolve(CHECKPOINT);
  }

  /** A trainer at the beginning, or at the last checkpoint; the caller closes it. */
  SimulatorTrainer open(AgentInLoop agent, WindowDataset data) throws IOException {
    SimulatorSettings settings = training.settings(agent.frameSide());
    int threads = Runtime.getRuntime().availableProcessors();
    if (!Files.exists(checkpoint)) {
      return SimulatorTrainer.start(
          training.widths(agent.frameSide(), agent.hidden(), agent.actions()),
          agent,
          data,
          settings,
          seed,
          threads);
    }
    TensorFile saved = TensorFile.read(checkpoint);
    secondsBefore = saved.doubles(SECONDS, 1)[0];
    double[] cells = saved.doubles(LOG, -1);
    int width = SimulatorProgress.COLUMNS.size();
    for (int at = 0; at < cells.length; at += width) log.add(row(cells, at));
    return SimulatorTrainer.resume(saved, agent, data, settings, seed, threads);
  }

  /** Trains until the budget is spent; returns every tenth step's losses and the last one's. */
  List<SimulatorProgress> train(SimulatorTrainer trainer) throws Exception {
    startNanos = System.nanoTime();
    double savedAt = seconds();
    double progress = progress(trainer);
    while (progress < 1) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("the training of the simulator was interrupted");
      }
      SimulatorProgress losses = trainer.step();
      progress = progress(trainer);
      if (trainer.steps() % LOG_EVERY == 0 || progress >= 1) log.add(losses);
      report(trainer, progress);
      if (seconds() - savedAt >= SECONDS_BETWEEN_CHECKPOINTS) {
        save(trainer);
        savedAt = seconds();
      }
    }
    return log;
  }

  private double progress(SimulatorTrainer trainer) {
    return training.minutes() > 0
        ? seconds() / (60 * training.minutes())
        : (double) trainer.steps() / training.trainSteps();
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / NANOS;
  }

  private void report(SimulatorTrainer trainer, double progress) {
    if (training.minutes() > 0) {
      work.progress(Math.round(PERCENT * Math.min(1, progress)), PERCENT, "% of the time");
    } else {
      work.progress(trainer.steps(), training.trainSteps(), "steps");
    }
  }

  private void save(SimulatorTrainer trainer) throws IOException {
    TensorFile file = trainer.checkpoint();
    int width = SimulatorProgress.COLUMNS.size();
    double[] cells = new double[log.size() * width];
    for (int i = 0; i < log.size(); i++) {
      System.arraycopy(cells(log.get(i)), 0, cells, i * width, width);
    }
    file.put(LOG, Tensor.of(cells));
    file.put(SECONDS, Tensor.of(new double[] {seconds()}));
    file.write(checkpoint);
  }

  /** The losses in the order of {@link SimulatorProgress#COLUMNS}. */
  static double[] cells(SimulatorProgress p) {
    return new double[] {
      p.epoch(),
      p.batches(),
      p.model(),
      p.reconstruction(),
      p.divergence(),
      p.update(),
      p.imageRewardTerminal(),
      p.agentState(),
      p.total(),
      p.auxiliary(),
      p.bottleneck()
    };
  }

  private static SimulatorProgress row(double[] c, int at) {
    return new SimulatorProgress(
        (int) c[at],
        (long) c[at + 1],
        c[at + 2],
        c[at + 3],
        c[at + 4],
        c[at + 5],
        c[at + 6],
        c[at + 7],
        c[at + 8],
        c[at + 9],
        c[at + 10]);
  }
}
