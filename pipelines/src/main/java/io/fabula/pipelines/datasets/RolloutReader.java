package io.fabula.pipelines.datasets;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads recorded episodes of any world whole: a data set with a torn or missing episode does not
 * pass.
 */
public final class RolloutReader {
  private static final String STEPS = StepSchema.STEPS + "/";
  private static final String EPISODES = StepSchema.EPISODES + "/";
  private static final List<String> CHECKED = List.of("episode", "t", "global_step", "is_last");

  private final String location;
  private final Manifest manifest;
  private final List<Path> stepFiles;
  private final List<Path> episodeFiles;
  private final TableSchema steps;

  /** Receives whole episodes. */
  public interface EpisodeSink {
    /**
     * Takes an episode and its rows in order; the last one holds the final observation and no
     * action.
     */
    void accept(EpisodeInfo episode, List<Row> steps);
  }

  /**
   * A reader of the artifact of a stage that records.
   *
   * @param columns which to read beside those that place a row: {@code episode}, {@code t}, {@code
   *     global_step} and {@code is_last}; none for all
   * @throws DataProblem if it holds no such tables
   */
  public RolloutReader(Artifact rollouts, String... columns) {
    this(
        rollouts.location(),
        rollouts.manifest(),
        rollouts.files(STEPS),
        rollouts.files(EPISODES),
        columns);
  }

  /**
   * A reader of all columns of an artifact in a directory, after every byte was compared with its
   * hash.
   *
   * @throws DataProblem if it is no artifact, is damaged or holds no such tables
   */
  public static RolloutReader of(Path directory) {
    Manifest manifest = ArtifactDirectory.manifest(directory);
    ArtifactDirectory.verify(directory, manifest);
    return new RolloutReader(
        directory.toString(),
        manifest,
        files(directory, manifest, STEPS),
        files(directory, manifest, EPISODES));
  }

  private RolloutReader(
      String location,
      Manifest manifest,
      List<Path> stepFiles,
      List<Path> episodeFiles,
      String... columns) {
    this.location = location;
    this.manifest = manifest;
    this.stepFiles = stepFiles;
    this.episodeFiles = episodeFiles;
    if (stepFiles.isEmpty()) throw bad(location, "it has no table of steps");
    TableSchema found = TableReader.schema(stepFiles.get(0));
    if (!found.name().equals(StepSchema.STEPS) || found.version() != StepSchema.VERSION) {
      throw bad(
          stepFiles.get(0),
          "expected table %s, version %d, found %s, version %d"
              .formatted(StepSchema.STEPS, StepSchema.VERSION, found.name(), found.version()));
    }
    Set<String> wanted = new LinkedHashSet<>(CHECKED);
    wanted.addAll(List.of(columns));
    steps = columns.length == 0 ? found : found.only(wanted.toArray(String[]::new));
  }

  private static List<Path> files(Path directory, Manifest manifest, String prefix) {
    return manifest.parts().stream()
        .filter(part -> part.path().startsWith(prefix))
        .map(part -> directory.resolve(part.path()))
        .toList();
  }

  /** What made the artifact. */
  public Manifest manifest() {
    return manifest;
  }

  /** The columns that are read, with their shapes. */
  public TableSchema steps() {
    return steps;
  }

  /**
   * What can be seen and done in the recorded world.
   *
   * @throws DataProblem if the files do not say it
   */
  public Spaces spaces() {
    try {
      return Spaces.read(steps.facts().getOrDefault(Spaces.FACT, ""));
    } catch (IOException e) {
      throw bad(location, "its steps do not say which world they are of");
    }
  }

  /** The episodes' rows, in order. */
  public List<EpisodeInfo> episodes() {
    List<EpisodeInfo> episodes = new ArrayList<>();
    for (Path file : episodeFiles) {
      TableReader.forEach(
          file,
          TableReader.schema(file).only(EpisodeInfo.COLUMNS),
          row -> episodes.add(EpisodeInfo.of(row)));
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
    for (Path file : stepFiles) {
      if (!expected.hasNext()) return;
      read(file, expected, sink);
    }
    if (expected.hasNext()) {
      throw bad(location, "episode %d has no steps".formatted(expected.next().episode()));
    }
  }

  /**
   * Hands over some episodes, in order; files that hold none of them are not opened.
   *
   * @param wanted their numbers
   * @throws DataProblem if a table is damaged, the two tables contradict each other, or one of the
   *     episodes is not there
   */
  public void read(Set<Integer> wanted, EpisodeSink sink) {
    Set<Integer> missing = new LinkedHashSet<>(wanted);
    Iterator<EpisodeInfo> all = episodes().iterator();
    List<Part> parts =
        manifest.parts().stream().filter(part -> part.path().startsWith(STEPS)).toList();
    for (int i = 0; i < stepFiles.size() && !missing.isEmpty(); i++) {
      List<EpisodeInfo> held = new ArrayList<>();
      for (long rows = parts.get(i).rows(); rows > 0 && all.hasNext(); ) {
        EpisodeInfo next = all.next();
        held.add(next);
        rows -= next.rows();
      }
      if (held.stream().noneMatch(each -> wanted.contains(each.episode()))) continue;
      read(
          stepFiles.get(i),
          held.iterator(),
          (episode, rows) -> {
            if (missing.remove(episode.episode())) sink.accept(episode, rows);
          });
    }
    if (!missing.isEmpty()) throw bad(location, "it has no episodes " + missing);
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
        if (rows.size() != episode.rows()) {
          throw bad(
              file,
              "episode %d has %d rows, expected %d"
                  .formatted(episode.episode(), rows.size(), episode.rows()));
        }
        sink.accept(episode, rows);
      }
    }
  }

  private void check(Path file, EpisodeInfo episode, int t, Row row) {
    boolean last = t == episode.length();
    if (row.integer("t") != t
        || row.longInteger("global_step") != episode.firstGlobalStep() + t
        || row.flag("is_last") != last) {
      throw bad(
          file,
          "episode %d is torn at step %d (t %d, global step %d)"
              .formatted(episode.episode(), t, row.integer("t"), row.longInteger("global_step")));
    }
  }

  private DataProblem bad(Object file, String finding) {
    return new DataProblem(file, finding, "record again with --force=" + manifest.stage());
  }
}
