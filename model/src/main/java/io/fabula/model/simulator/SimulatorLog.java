package io.fabula.model.simulator;

import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/**
 * The log of a simulator's training: the losses of the first step and of every tenth, sums over
 * simulated steps and means over the batch, weights applied.
 *
 * @implNote The published log drops the last two columns by an oversight, and calls the total
 *     {@code loss total=model+bneck+aux}.
 */
public final class SimulatorLog {
  /** How often all windows have been seen. */
  public static final String EPOCH = "epoch";

  /** Training steps so far, the row's own included. */
  public static final String BATCHES = "batches";

  /** Everything that is minimised. */
  public static final String TOTAL = "loss_total";

  /** Image, reward and terminal flag. */
  public static final String SEEN = "loss_reconstr_ims";

  /**
   * The columns in order: after epoch and batches the losses of reconstruction, divergence and
   * update together; of image, reward, terminal flag and agent state; of the divergence between
   * posterior and prior; of the length of the environment state's change; of image, reward and
   * terminal flag; of the agent's state; everything; of the agent's first state and action; and of
   * the spread of the bottleneck vectors.
   */
  public static final List<String> COLUMNS =
      List.of(
          EPOCH,
          BATCHES,
          "loss_model",
          "loss_reconstruction",
          "loss_kl_rssm",
          "loss_env_update",
          SEEN,
          "loss_reconstr_agent_hs",
          TOTAL,
          "loss_agent_aux_init",
          "loss_bottleneck");

  private static final int INTERVAL = 10;

  private final TrainingLog log = new TrainingLog(COLUMNS);

  SimulatorLog() {}

  /** All rows so far. */
  public List<TrainingLog.Row> rows() {
    return log.rows();
  }

  /** The row of a step, whether it will be kept or not. */
  TrainingLog.Row row(
      long epoch,
      long batches,
      SimulatorTerms<Double> terms,
      double auxiliaryWeight,
      double spread) {
    double seen = terms.image() + terms.reward() + terms.terminal();
    double reconstruction = seen + terms.agentState();
    double model = reconstruction + terms.divergence() + terms.update();
    double auxiliary = auxiliaryWeight * (terms.agentStart() + terms.firstAction());
    return log.newRow()
        .set(EPOCH, (double) epoch)
        .set(BATCHES, (double) batches)
        .set("loss_model", model)
        .set("loss_reconstruction", reconstruction)
        .set("loss_kl_rssm", terms.divergence())
        .set("loss_env_update", terms.update())
        .set(SEEN, seen)
        .set("loss_reconstr_agent_hs", terms.agentState())
        .set(TOTAL, model + auxiliary + spread)
        .set("loss_agent_aux_init", auxiliary)
        .set("loss_bottleneck", spread);
  }

  /** Keeps the row if it is the first or a tenth. */
  void add(TrainingLog.Row row) {
    long batches = (long) row.get(BATCHES);
    if (batches == 1 || batches % INTERVAL == 0) log.add(row);
  }

  void save(TensorFile file) {
    log.save(file);
  }

  void restore(TensorFile file) throws DamagedFileException {
    log.restore(file);
  }
}
