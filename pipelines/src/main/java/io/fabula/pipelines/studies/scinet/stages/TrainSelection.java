package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.analysis.figures.LinePanels;
import io.fabula.analysis.figures.TrainingLosses;
import io.fabula.envs.random.Seeds;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.scinet.SelectionTraining;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.settings.SelectionSettings;
import io.fabula.pipelines.studies.scinet.tables.ScinetTables;
import io.fabula.pipelines.tables.CurveColumns;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains the encoder, the decoders and the noise between them. One worker's job.
 *
 * @param name of the stage
 * @param decisions the stage that records the agents' first decisions
 * @param options what decides the training beside them
 */
public record TrainSelection(String name, String decisions, Options options) implements Stage {
  static final String NETWORK = "selection.safetensors";
  static final String LOG = "selection_log.parquet";

  /**
   * What decides the training beside the data.
   *
   * @param seed root seed
   * @param world the box and the objectives
   * @param selection sizes and training
   */
  public record Options(long seed, BoxSettings world, SelectionSettings selection)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(decisions);
  }

  /** The trained networks; the caller closes them. */
  public static SelectionNetwork load(
      Artifact artifact, SelectionSettings settings, StateSpace space) throws IOException {
    return SelectionNetwork.read(
        TensorFile.read(artifact.file(NETWORK)), settings.architecture(space));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    StateSpace space = StateSpace.of(options.world().world(0));
    int agents = options.world().agents();
    SelectionSettings settings = options.selection();
    try (SelectionTraining training =
        new SelectionTraining(
            settings.architecture(space),
            space,
            RecordDecisions.read(work.input(decisions), space, agents),
            settings.options(),
            Seeds.of(options.seed(), "selection"))) {
      FreshMeasurements fresh =
          new FreshMeasurements(
              name,
              CurveColumns.ofFile(LOG),
              ScinetTables.selectionLog(agents, settings.latents()),
              training.log().columns(),
              training.log()::rows);
      boolean finished =
          new TrainingRun(training, work.checkpoints())
              .run(() -> report(work, training, fresh), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      work.tensors(NETWORK, training.model());
      work.table(
          LOG,
          ScinetTables.selectionLog(agents, settings.latents()),
          rows -> ScinetTables.write(rows, training.log()));
      if (!training.log().rows().isEmpty()) draw(work, training.log(), agents, settings.latents());
      work.metric("rounds", (double) training.steps());
    }
  }

  private void report(ShardWork work, SelectionTraining training, FreshMeasurements fresh) {
    work.progress(
        training.steps(),
        options.selection().rounds(),
        "rounds",
        () -> {
          int last = training.log().rows().size() - 1;
          return last < 0
              ? ""
              : "autoencoder loss %.4f"
                  .formatted(training.log().rows().get(last).get("autoencoder_loss"));
        },
        fresh);
  }

  private void draw(ShardWork work, TrainingLog log, int agents, int latents) throws Exception {
    double[] rounds = column(log, "round");
    List<LinePanels.Line> noise = new ArrayList<>();
    for (int e = -1; e < agents; e++) {
      String panel = e < 0 ? "encoder" : "agent " + (e + 1);
      String prefix = e < 0 ? "encoder_noise_" : "decoder_noise_%d_".formatted(e);
      for (int k = 0; k < latents; k++) {
        noise.add(new LinePanels.Line(panel, "latent " + k, rounds, column(log, prefix + k)));
      }
    }
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "noise",
                "Where noise does no harm it grows",
                "Noise parameters over training: the logarithm of each latent's noise over its"
                    + " signal, at the encoder and at each agent's decoder. Below the dashed line"
                    + " the latent says more than its noise.",
                "round",
                "log noise over signal"),
            noise,
            0.0));
    List<TrainingLosses.Term> losses = new ArrayList<>();
    for (int e = 0; e < agents; e++) {
      losses.add(
          new TrainingLosses.Term("agent " + (e + 1), rounds, column(log, "policy_loss_" + e)));
    }
    losses.add(
        new TrainingLosses.Term("rebuilt observation", rounds, column(log, "autoencoder_loss")));
    work.figure(TrainingLosses.of("decoders", losses));
  }

  private static double[] column(TrainingLog log, String name) {
    return log.rows().stream().mapToDouble(row -> row.get(name)).toArray();
  }
}
