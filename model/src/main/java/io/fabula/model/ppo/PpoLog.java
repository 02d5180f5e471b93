package io.fabula.model.ppo;

import io.fabula.model.training.RecentValues;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The log of a PPO training, one row per update: statistics over the last 40 episodes, and over the
 * last 40 updates for losses. Rewards are raw; a statistic of nothing is missing.
 */
public final class PpoLog {
  /** Frames seen. */
  public static final String TIMESTEPS = "timesteps";

  /** Seconds spent training, over all sessions. */
  public static final String WALL_TIME = "wall_time";

  /** Training episodes finished. */
  public static final String NUM_EPISODES = "num_episodes";

  /** Validation episodes finished. */
  public static final String NUM_EPISODES_VAL = "num_episodes_val";

  /** Mean return of training episodes. */
  public static final String MEAN_EPISODE_REWARDS = "mean_episode_rewards";

  /** Mean return of validation episodes. */
  public static final String VAL_MEAN_EPISODE_REWARDS = "val_mean_episode_rewards";

  /** Mean policy loss of the last updates. */
  public static final String MEAN_POLICY_LOSS = "mean_policy_loss";

  /** Mean value loss of the last updates, before its weight. */
  public static final String MEAN_VALUE_LOSS = "mean_value_loss";

  /** Mean entropy of the policy in the last updates, nats. */
  public static final String MEAN_ENTROPY_LOSS = "mean_entropy_loss";

  /**
   * The columns in order. {@code mean_episode_value} is the mean over episodes of the mean
   * predicted value (scaled-return units); losses are what is minimised, the value loss before its
   * weight; {@code mean_entropy_loss} is the mean entropy of the policy in nats.
   */
  public static final List<String> COLUMNS =
      List.of(
          TIMESTEPS,
          WALL_TIME,
          NUM_EPISODES,
          NUM_EPISODES_VAL,
          "max_episode_rewards",
          MEAN_EPISODE_REWARDS,
          "min_episode_rewards",
          "max_episode_len",
          "mean_episode_len",
          "min_episode_len",
          "mean_episode_value",
          MEAN_POLICY_LOSS,
          MEAN_VALUE_LOSS,
          MEAN_ENTROPY_LOSS,
          "val_max_episode_rewards",
          VAL_MEAN_EPISODE_REWARDS,
          "val_min_episode_rewards",
          "val_max_episode_len",
          "val_mean_episode_len",
          "val_min_episode_len");

  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final RecentValues policyLosses = new RecentValues();
  private final RecentValues valueLosses = new RecentValues();
  private final RecentValues entropies = new RecentValues();

  PpoLog() {}

  /** All rows so far. */
  public List<TrainingLog.Row> rows() {
    return log.rows();
  }

  /** The row of the last update. */
  public TrainingLog.Row last() {
    if (rows().isEmpty()) throw new IllegalStateException("no update was made yet");
    return rows().get(rows().size() - 1);
  }

  void add(
      long frames,
      double seconds,
      EpisodeStatistics training,
      EpisodeStatistics validation,
      PpoLearner.Losses update) {
    policyLosses.add(update.policy());
    valueLosses.add(update.value());
    entropies.add(update.entropy());
    TrainingLog.Row row = log.newRow();
    row.set(TIMESTEPS, (double) frames).set(WALL_TIME, seconds);
    row.set(NUM_EPISODES, (double) training.count());
    row.set(NUM_EPISODES_VAL, (double) validation.count());
    set(row, "", training);
    set(row, "mean_episode_value", training.values().mean());
    set(row, MEAN_POLICY_LOSS, policyLosses.mean());
    set(row, MEAN_VALUE_LOSS, valueLosses.mean());
    set(row, MEAN_ENTROPY_LOSS, entropies.mean());
    set(row, "val_", validation);
    log.add(row);
  }

  private static void set(TrainingLog.Row row, String prefix, EpisodeStatistics episodes) {
    set(row, prefix + "max_episode_rewards", episodes.returns().max());
    set(row, prefix + "mean_episode_rewards", episodes.returns().mean());
    set(row, prefix + "min_episode_rewards", episodes.returns().min());
    set(row, prefix + "max_episode_len", episodes.lengths().max());
    set(row, prefix + "mean_episode_len", episodes.lengths().mean());
    set(row, prefix + "min_episode_len", episodes.lengths().min());
  }

  private static void set(TrainingLog.Row row, String column, OptionalDouble value) {
    if (value.isPresent()) row.set(column, value.getAsDouble());
  }

  void save(TensorFile file) {
    log.save(file);
    file.put("trainer.policy_losses", Tensor.of(policyLosses.state()));
    file.put("trainer.value_losses", Tensor.of(valueLosses.state()));
    file.put("trainer.entropies", Tensor.of(entropies.state()));
  }

  void restore(TensorFile file) throws DamagedFileException {
    log.restore(file);
    int size = RecentValues.stateSize();
    policyLosses.restore(file.doubles("trainer.policy_losses", size));
    valueLosses.restore(file.doubles("trainer.value_losses", size));
    entropies.restore(file.doubles("trainer.entropies", size));
  }
}
