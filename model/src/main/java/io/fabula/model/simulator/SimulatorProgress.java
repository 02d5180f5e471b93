package io.fabula.model.simulator;

import java.util.List;

/**
 * The losses of one training step: sums over simulated steps, means over the batch, weights
 * applied.
 *
 * @param epoch how often all windows have been seen
 * @param batches training steps so far, this one included
 * @param model reconstruction, divergence and update together
 * @param reconstruction image, reward, terminal flag and agent state
 * @param divergence between posterior and prior
 * @param update length of the environment state's change
 * @param imageRewardTerminal image, reward and terminal flag
 * @param agentState the agent's state
 * @param total everything that is minimised
 * @param auxiliary the agent's first state and action
 * @param bottleneck spread of the bottleneck vectors
 * @implNote The published log drops the last two by an oversight, and calls the total {@code loss
 *     total=model+bneck+aux}.
 */
public record SimulatorProgress(
    int epoch,
    long batches,
    double model,
    double reconstruction,
    double divergence,
    double update,
    double imageRewardTerminal,
    double agentState,
    double total,
    double auxiliary,
    double bottleneck) {

  /** The names of the columns, in the order of the components. */
  public static final List<String> COLUMNS =
      List.of(
          "epoch",
          "batches",
          "loss_model",
          "loss_reconstruction",
          "loss_kl_rssm",
          "loss_env_update",
          "loss_reconstr_ims",
          "loss_reconstr_agent_hs",
          "loss_total",
          "loss_agent_aux_init",
          "loss_bottleneck");

  static SimulatorProgress of(
      int epoch,
      long batches,
      SimulatorTerms<Double> terms,
      double auxiliaryWeight,
      double spread) {
    double seen = terms.image() + terms.reward() + terms.terminal();
    double reconstruction = seen + terms.agentState();
    double model = reconstruction + terms.divergence() + terms.update();
    double auxiliary = auxiliaryWeight * (terms.agentStart() + terms.firstAction());
    return new SimulatorProgress(
        epoch,
        batches,
        model,
        reconstruction,
        terms.divergence(),
        terms.update(),
        seen,
        terms.agentState(),
        model + auxiliary + spread,
        auxiliary,
        spread);
  }

  static SimulatorProgress of(double[] cells, int from) {
    return new SimulatorProgress(
        (int) cells[from],
        (long) cells[from + 1],
        cells[from + 2],
        cells[from + 3],
        cells[from + 4],
        cells[from + 5],
        cells[from + 6],
        cells[from + 7],
        cells[from + 8],
        cells[from + 9],
        cells[from + 10]);
  }

  /** The values in the order of {@link #COLUMNS}. */
  public double[] cells() {
    return new double[] {
      epoch,
      batches,
      model,
      reconstruction,
      divergence,
      update,
      imageRewardTerminal,
      agentState,
      total,
      auxiliary,
      bottleneck
    };
  }
}
