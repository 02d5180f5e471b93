package io.fabula.model.actorcritic;

import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The log of an actor-critic's training, one row per update. */
public final class ActorCriticLog {
  /** Steps of all worlds together. */
  public static final String STEPS = "steps";

  /** Episodes ended so far. */
  public static final String EPISODES = "episodes";

  /** Running mean over episodes of successes. */
  public static final String SUCCESS = "success";

  /** Running mean over episodes of those that passed the milestone. */
  public static final String MILESTONE = "milestone";

  /** Mean length of the episodes that ended in the update, steps; missing if none did. */
  public static final String MEAN_LENGTH = "mean_length";

  /** Policy loss, as minimised. */
  public static final String POLICY_LOSS = "policy_loss";

  /** Mean squared error of the values, before its weight. */
  public static final String VALUE_LOSS = "value_loss";

  /** Mean entropy of the policy, nats. */
  public static final String ENTROPY = "entropy";

  /** Norm of the gradient before it was limited. */
  public static final String GRADIENT_NORM = "gradient_norm";

  /** The columns in order. */
  public static final List<String> COLUMNS =
      List.of(
          STEPS,
          EPISODES,
          SUCCESS,
          MILESTONE,
          MEAN_LENGTH,
          POLICY_LOSS,
          VALUE_LOSS,
          ENTROPY,
          GRADIENT_NORM);

  private final TrainingLog log = new TrainingLog(COLUMNS);

  ActorCriticLog() {}

  /** All rows so far. */
  public List<TrainingLog.Row> rows() {
    return log.rows();
  }

  TrainingLog.Row newRow() {
    return log.newRow();
  }

  void add(TrainingLog.Row row) {
    log.add(row);
  }

  void save(TensorFile file) {
    log.save(file);
  }

  void restore(TensorFile file) throws DamagedFileException {
    log.restore(file);
  }
}
