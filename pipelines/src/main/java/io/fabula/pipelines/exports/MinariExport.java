package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes recorded episodes as a data set of Minari, in its storage {@code parquet}: a directory per
 * episode. Pictures are PNG, without loss, where Minari itself would write JPEG.
 */
public final class MinariExport {
  /** The version of the layout, which Minari compares with those it can read. */
  private static final String MINARI = "0.5.4";

  /** Minari takes bytes for pictures from this many rows and columns on. */
  private static final int SMALLEST_PICTURE = 32;

  private static final double MEGABYTE = 1e6;

  private final RolloutReader reader;
  private final Spaces spaces;
  private final Path data;
  private long episodes;
  private long steps;
  private long bytes;

  private MinariExport(RolloutReader reader, Path data) {
    this.reader = reader;
    this.data = data;
    spaces = reader.spaces();
  }

  /**
   * Writes the data set to {@code out/ID/data}.
   *
   * @param id such as {@code fabula/coinrun-v0}
   * @throws WorkProblem if it is there already
   */
  public static Exported write(RolloutReader reader, Path out, String id) throws IOException {
    Path data = out.resolve(id).resolve("data");
    if (Files.exists(data)) {
      throw new WorkProblem(data + " is there already; delete it or give another --out");
    }
    Files.createDirectories(data);
    return new MinariExport(reader, data).write(out, id);
  }

  /** Whether Minari keeps an observation as an encoded picture. */
  static boolean picture(Spaces.Observation seen) {
    return PngImage.holds(seen)
        && seen.shape().get(0) >= SMALLEST_PICTURE
        && seen.shape().get(1) >= SMALLEST_PICTURE;
  }

  private Exported write(Path out, String id) throws IOException {
    MinariEpisode file = new MinariEpisode(spaces, Extras.of(reader.steps()));
    reader.read(
        Integer.MAX_VALUE,
        (episode, rows) -> {
          try {
            add(file, episode, rows);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write episode " + episode.episode(), e);
          }
        });
    Files.write(data.resolve("metadata.json"), Json.pretty(metadata(id)));
    return new Exported(
        Objects.requireNonNull(data.getParent()),
        episodes,
        steps,
        "MINARI_DATASETS_PATH=%s python -c \"import minari; minari.load_dataset('%s')\""
            .formatted(out, id),
        Losses.minari(spaces));
  }

  private void add(MinariEpisode file, EpisodeInfo episode, List<Row> rows) throws IOException {
    Path directory = Files.createDirectory(data.resolve(String.valueOf(episodes)));
    Path part = directory.resolve("part-0.parquet");
    file.write(part, rows, episode.truncated());
    bytes += Files.size(part);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", episodes);
    metadata.put("total_steps", episode.length());
    metadata.put("seed", episode.levelSeed());
    metadata.put("success", episode.success());
    Files.write(directory.resolve("metadata.json"), Json.pretty(metadata));
    episodes++;
    steps += episode.length();
  }

  private Map<String, Object> metadata(String id) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("dataset_id", id);
    metadata.put("minari_version", MINARI);
    metadata.put("data_format", "parquet");
    metadata.put("jpeg_encoding", picture(spaces.observation()));
    metadata.put("total_episodes", episodes);
    metadata.put("total_steps", steps);
    metadata.put("dataset_size", bytes / MEGABYTE);
    metadata.put("observation_space", MinariSpaces.observation(spaces.observation()));
    metadata.put("action_space", MinariSpaces.action(spaces.action()));
    metadata.put(
        "description",
        "Episodes of %s, recorded by Fabula (%s %s)"
            .formatted(spaces.world(), reader.manifest().stage(), reader.manifest().signature()));
    return metadata;
  }
}
