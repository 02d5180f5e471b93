package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.analysis.figures.TrainingLosses;
import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolRepresentation;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.trajectories.Trajectories;
import io.fabula.model.trajectories.TrajectoryVae;
import io.fabula.model.trajectories.TrajectoryVaeTrainer;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.agilecreate.settings.RepresentationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns descriptions of tools from how balls behave at them: the autoencoder sees the training
 * tools' trajectories alone, and then describes every tool by its own. One worker's job, which goes
 * on after a crash where its last checkpoint stands.
 *
 * @param name of the stage
 * @param play the stage that threw balls at tools
 * @param options what decides the descriptions beside the play
 */
public record LearnTools(String name, String play, Options options) implements Stage {
  private static final String TOOLS = "tools";
  private static final String DESCRIPTIONS = "tools.safetensors";
  private static final String LOG_FILE = "autoencoder_log";

  /** The autoencoder's log. */
  static final TableSchema LOG =
      new TableSchema(
          "autoencoder_log",
          1,
          "The last step of a pass over the training tools; numbers per trajectory.",
          List.of(
              Column.of("epoch", Column.Type.INT32).doc("passes over the training tools"),
              Column.of("steps", Column.Type.INT64).doc("training steps so far"),
              Column.of("loss", Column.Type.DOUBLE).doc("what is minimised").unit("nats"),
              Column.of("log_likelihood", Column.Type.DOUBLE)
                  .doc("of the states after the first")
                  .unit("nats"),
              Column.of("divergence", Column.Type.DOUBLE)
                  .doc("of both descriptions from what is expected")
                  .unit("nats"),
              Column.of("squared_error", Column.Type.DOUBLE)
                  .doc("of the states after the first, summed over their numbers")));

  /**
   * What decides the descriptions beside the play.
   *
   * @param seed of the run
   */
  public record Options(long seed, RepresentationSettings representation) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(play);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    RepresentationSettings settings = options.representation();
    Trajectories all = RecordToolPlay.read(work.input(play), settings.playTrajectories());
    Trajectories training = all.of(ToolSplit.TRAIN.ids(ToolCatalogue.published()));
    try (TrajectoryVaeTrainer trainer =
        new TrajectoryVaeTrainer(
            training, settings.options(), Seeds.of(options.seed(), "learn tools"))) {
      long steps = (long) settings.epochs() * trainer.stepsPerEpoch();
      TrainingRun run = new TrainingRun(trainer, work.checkpoints());
      FreshMeasurements fresh =
          new FreshMeasurements(
              name, LOG_FILE, LOG, TrajectoryVaeTrainer.COLUMNS, trainer.log()::rows);
      boolean finished =
          run.run(
              () -> work.progress(trainer.steps(), steps, "steps", () -> "", fresh), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      write(work, trainer.vae(), all);
      writeLog(work, trainer.log().rows());
      work.metric("steps", (double) trainer.steps());
      work.metric("training_tools", training.things());
    }
  }

  private void write(ShardWork work, TrajectoryVae vae, Trajectories all) throws Exception {
    float[] descriptions = vae.describe(all);
    work.tensors("autoencoder.safetensors", vae.save());
    TensorFile file = new TensorFile();
    int size = options.representation().size();
    file.put(TOOLS, new Tensor.Floats(List.of(all.things(), size), descriptions));
    work.tensors(DESCRIPTIONS, file);
    new ToolDescriptions(descriptions, size).measure(work);
    ToolForecasts.measure(work, vae, all, descriptions, size);
  }

  private static void writeLog(ShardWork work, List<TrainingLog.Row> rows) throws Exception {
    work.table(
        LOG_FILE + ".parquet",
        LOG,
        table -> {
          for (TrainingLog.Row row : rows) {
            double[] cells = row.cells();
            table.write((int) cells[0], (long) cells[1], cells[2], cells[3], cells[4], cells[5]);
          }
        });
    work.metric("final_loss", rows.get(rows.size() - 1).get("loss"));
    List<TrainingLosses.Term> terms = new ArrayList<>();
    for (Column column : LOG.columns().subList(2, LOG.columns().size())) {
      terms.add(
          new TrainingLosses.Term(
              column.name().replace('_', ' '),
              rows.stream().mapToDouble(row -> row.get("steps")).toArray(),
              rows.stream().mapToDouble(row -> row.get(column.name())).toArray()));
    }
    work.figure(TrainingLosses.of("autoencoder", terms));
  }

  /** What an artifact says of each tool. */
  static ToolRepresentation read(Artifact artifact) throws IOException {
    ToolCatalogue catalogue = ToolCatalogue.published();
    int tools = catalogue.noOp();
    TensorFile file = TensorFile.read(artifact.file(DESCRIPTIONS));
    int size = artifact.manifest().options().path("representation").path("size").asInt();
    float[] values = file.floats(TOOLS, List.of(tools, size));
    float[][] rows = new float[tools][size];
    for (int id = 0; id < tools; id++) {
      System.arraycopy(values, id * size, rows[id], 0, size);
    }
    return ToolRepresentation.learned(catalogue, rows);
  }
}
