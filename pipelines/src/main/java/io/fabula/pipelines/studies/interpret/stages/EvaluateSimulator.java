package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.figures.HorizonError.Series;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.HorizonError;
import io.fabula.model.simulator.PredictionQuality;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.studies.interpret.settings.PredictionSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures on held-out episodes how far ahead the simulator sees, against two baselines.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param rollouts the stage that records it
 * @param simulator the stage that trains the simulator
 * @param options what decides the measurement beside these
 */
public record EvaluateSimulator(
    String name, String agent, String rollouts, String simulator, Options options)
    implements Stage {

  /** One row per step ahead; see {@link HorizonError}. */
  static final TableSchema ERRORS =
      new TableSchema(
          "horizon_errors",
          2,
          "A number of steps ahead; errors are means over windows, missing where there is none.",
          List.of(
              Column.of("step", Column.Type.INT16).doc("steps ahead; 0 is the last frame seen"),
              Column.of("frames", Column.Type.INT32).doc("frames behind the image errors"),
              error("image", "half the squared error over all values of the frame"),
              error("mean_image", "the same, predicting the mean image of the recording"),
              error("repeat_last", "the same, repeating the last frame seen"),
              error("reward", "half the squared error of the scaled reward"),
              error("terminal", "cross-entropy of the terminal flag"),
              error("agent_state", "half the squared distance of the agent's hidden states")));

  private static Column error(String name, String doc) {
    return Column.optional(name, Column.Type.DOUBLE).doc(doc);
  }

  /**
   * What decides the measurement beside simulator, agent and recording.
   *
   * @param seed root seed
   * @param training how the simulator was trained, which says what it has not seen
   * @param prediction what is measured
   */
  public record Options(long seed, SimulatorSettings training, PredictionSettings prediction)
      implements Serializable {}

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, rollouts, simulator);
  }

  /** Whether an artifact of this stage shows a simulator better than its baselines to the end. */
  public static boolean seesAhead(Artifact artifact) {
    Manifest manifest = artifact.manifest();
    double error = manifest.metric("image_last");
    return error < manifest.metric("mean_image_last")
        && error < manifest.metric("repeat_last_last");
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int context = options.training().contextFrames();
    int steps = options.prediction().steps();
    try (ImpalaNetwork network = TrainAgent.load(work.input(agent));
        Simulator trained = TrainSimulator.load(work.input(simulator));
        PredictionQuality quality =
            new PredictionQuality(trained, new FrozenAgent(network), context, steps)) {
      RecordedEpisodes episodes =
          PooledRecording.read(
              work.input(rollouts), network.architecture().pool(), () -> work.scratch("recording"));
      int first = Math.max(1, episodes.size() - options.training().holdoutEpisodes());
      WindowRule rule = WindowRule.corrected(context + steps - 1, context);
      WindowDataset seen = new WindowDataset(episodes.range(0, first), rule);
      WindowDataset unseen = new WindowDataset(episodes.range(first, episodes.size()), rule);
      List<HorizonError> errors =
          quality.measure(
              unseen,
              options.prediction().windows(),
              Seeds.of(options.seed(), "prediction"),
              seen.meanImage());
      write(work, errors);
    }
  }

  private static void write(ShardWork work, List<HorizonError> errors) throws Exception {
    work.table(
        "horizon_errors.parquet",
        ERRORS,
        table -> {
          for (HorizonError each : errors) {
            table.write(
                each.step(),
                each.frames(),
                TableWriter.orMissing(each.image()),
                TableWriter.orMissing(each.meanImage()),
                TableWriter.orMissing(each.repeatLast()),
                TableWriter.orMissing(each.reward()),
                TableWriter.orMissing(each.terminal()),
                TableWriter.orMissing(each.agentState()));
          }
        });
    List<HorizonError> ahead = errors.subList(1, errors.size());
    if (!ahead.isEmpty()) {
      work.figure(
          io.fabula.analysis.figures.HorizonError.of(
              List.of(
                  series("simulator", ahead, HorizonError::image),
                  series("mean image", ahead, HorizonError::meanImage),
                  series("repeat last frame", ahead, HorizonError::repeatLast)),
              "half the squared image error"));
      work.metric("image_1", ahead.get(0).image());
      work.metric("mean_image_1", ahead.get(0).meanImage());
      work.metric("repeat_last_1", ahead.get(0).repeatLast());
    }
    HorizonError last = errors.get(errors.size() - 1);
    work.metric("image_last", last.image());
    work.metric("mean_image_last", last.meanImage());
    work.metric("repeat_last_last", last.repeatLast());
  }

  private static Series series(
      String name, List<HorizonError> errors, ToDoubleFunction<HorizonError> value) {
    return new Series(
        name, errors.stream().mapToDouble(value).toArray(), new double[0], new double[0]);
  }
}
