package io.fabula.model.ppo;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a training log, one per update; part of a checkpoint. */
public final class TrainingLog {
  /** The columns in order. */
  public static final List<String> COLUMNS =
      List.of(
          "timesteps",
          "wall_time",
          "num_episodes",
          "num_episodes_val",
          "max_episode_rewards",
          "mean_episode_rewards",
          "min_episode_rewards",
          "max_episode_len",
          "mean_episode_len",
          "min_episode_len",
          "mean_episode_value",
          "mean_policy_loss",
          "mean_value_loss",
          "mean_entropy_loss",
          "val_max_episode_rewards",
          "val_mean_episode_rewards",
          "val_min_episode_rewards",
          "val_max_episode_len",
          "val_mean_episode_len",
          "val_min_episode_len");

  private static final String NAME = "trainer.log";

  private final List<TrainingLogRow> rows = new ArrayList<>();

  /** All rows so far. */
  public List<TrainingLogRow> rows() {
    return Collections.unmodifiableList(rows);
  }

  void add(TrainingLogRow row) {
    rows.add(row);
  }

  void save(TensorFile file) {
    double[] cells = new double[rows.size() * COLUMNS.size()];
    int at = 0;
    for (TrainingLogRow row : rows) for (double cell : cells(row)) cells[at++] = cell;
    file.put(NAME, Tensor.of(cells, rows.size(), COLUMNS.size()));
  }

  void restore(TensorFile file) throws DamagedFileException {
    double[] cells = file.doubles(NAME, -1);
    if (cells.length % COLUMNS.size() != 0) {
      throw new DamagedFileException(
          file.source(), "tensor \"" + NAME + "\"", "expected rows of " + COLUMNS.size());
    }
    rows.clear();
    for (int at = 0; at < cells.length; at += COLUMNS.size()) rows.add(row(cells, at));
  }

  /** The cells of a row in the order of {@link #COLUMNS}; NaN for null. */
  public static double[] cells(TrainingLogRow r) {
    return new double[] {
      r.timesteps(),
      r.wallTime(),
      r.numEpisodes(),
      r.numEpisodesVal(),
      cell(r.maxEpisodeRewards()),
      cell(r.meanEpisodeRewards()),
      cell(r.minEpisodeRewards()),
      cell(r.maxEpisodeLen()),
      cell(r.meanEpisodeLen()),
      cell(r.minEpisodeLen()),
      cell(r.meanEpisodeValue()),
      cell(r.meanPolicyLoss()),
      cell(r.meanValueLoss()),
      cell(r.meanEntropyLoss()),
      cell(r.valMaxEpisodeRewards()),
      cell(r.valMeanEpisodeRewards()),
      cell(r.valMinEpisodeRewards()),
      cell(r.valMaxEpisodeLen()),
      cell(r.valMeanEpisodeLen()),
      cell(r.valMinEpisodeLen())
    };
  }

  private static TrainingLogRow row(double[] c, int at) {
    return new TrainingLogRow(
        (long) c[at],
        c[at + 1],
        (long) c[at + 2],
        (long) c[at + 3],
        value(c[at + 4]),
        value(c[at + 5]),
        value(c[at + 6]),
        value(c[at + 7]),
        value(c[at + 8]),
        value(c[at + 9]),
        value(c[at + 10]),
        value(c[at + 11]),
        value(c[at + 12]),
        value(c[at + 13]),
        value(c[at + 14]),
        value(c[at + 15]),
        value(c[at + 16]),
        value(c[at + 17]),
        value(c[at + 18]),
        value(c[at + 19]));
  }

  private static double cell(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static @Nullable Double value(double cell) {
    return Double.isNaN(cell) ? null : cell;
  }
}
