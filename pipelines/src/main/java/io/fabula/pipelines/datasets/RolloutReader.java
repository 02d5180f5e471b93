package io.fabula.pipelines.datasets;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads recorded episodes whole: a data set with a torn or missing episode does not pass. */
public final class RolloutReader {
  private static final String ADVICE = "record the rollouts again with --force=record-rollouts";

  private final Artifact rollouts;
  private final TableSchema steps;

  /** Receives whole episodes. */
  public interface EpisodeSink {
    /** Takes an episode and its rows in order. */
    void accept(EpisodeInfo episode, List<Row> steps);
  }

  /**
   * A reader of {@code record-rollouts}' artifact.
   *
   * @param steps the columns to read, at least {@code episode}, {@code t}, {@code global_step} and
   *     {@code is_last}
   */
  public RolloutReader(Artifact rollouts, TableSchema steps) {
    this.rollouts = rollouts;
    this.steps = steps;
  }

  /** The episodes' rows, in order. */
  public List<EpisodeInfo> episodes() {
    List<EpisodeInfo> episodes = new ArrayList<>();
    for (Path file : rollouts.files("episodes/")) {
      TableReader.forEach(file, RolloutTables.EPISODES, row -> episodes.add(EpisodeInfo.of(row)));
    }
    return episodes;
  }

  /**
   * Hands over the first episodes, in order.
   *
   * @param limit at most so many
   * @throws DataProblem if a table is damaged or the two tables contradict each other
   */
  public void read(int limit, EpisodeSink sink) {
    Iterator<EpisodeInfo> expected = episodes().stream().limit(limit).iterator();
    for (Path file : rollouts.files("steps/")) {
      if (!expected.hasNext()) return;
      read(file, expected, sink);
    }
    if (expected.hasNext()) {
      throw torn(
          rollouts.location(), "episode %d has no steps".formatted(expected.next().episode()));
    }
  }

  private void read(Path file, Iterator<EpisodeInfo> expected, EpisodeSink sink) {
    try (TableReader reader = new TableReader(file, steps)) {
      Row row = reader.next();
      while (row != null && expected.hasNext()) {
        EpisodeInfo episode = expected.next();
        List<Row> rows = new ArrayList<>();
        while (row != null && row.integer("episode") == episode.episode()) {
          check(file, episode, rows.size(), row);
          rows.add(row);
          row = reader.next();
        }
        if (rows.size() != episode.length()) {
          throw torn(
              file,
              "episode %d has %d steps, expected %d"
                  .formatted(episode.episode(), rows.size(), episode.length()));
        }
        sink.accept(episode, rows);
      }
    }
  }

  private static void check(Path file, EpisodeInfo episode, int t, Row row) {
    boolean last = t == episode.length() - 1;
    if (row.integer("t") != t
        || row.longInteger("global_step") != episode.firstGlobalStep() + t
        || row.flag("is_last") != last) {
      throw torn(
          file,
          "episode %d is torn at step %d (t %d, global step %d)"
              .formatted(episode.episode(), t, row.integer("t"), row.longInteger("global_step")));
    }
  }

  private static DataProblem torn(Object file, String finding) {
    return new DataProblem(file, finding, ADVICE);
  }
}
