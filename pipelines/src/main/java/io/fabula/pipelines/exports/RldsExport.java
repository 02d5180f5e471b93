package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes recorded episodes as a data set of RLDS, in the files of TensorFlow Datasets: one example
 * per episode. Rows stay as they are recorded; in the last row, where RLDS leaves action, reward
 * and discount undefined, they are 0. Pictures are PNG, without loss.
 */
public final class RldsExport {
  private static final String VERSION = "1.0.0";
  private static final String STEPS = "steps/";

  private final RolloutReader reader;
  private final Spaces spaces;
  private final List<Column> extras;
  private long steps;
  private long bytes;

  private RldsExport(RolloutReader reader) {
    this.reader = reader;
    spaces = reader.spaces();
    extras = Extras.of(reader.steps());
  }

  /**
   * Writes the data set to {@code out/NAME/1.0.0}.
   *
   * @param name lower-case letters, digits and underscores
   * @throws WorkProblem if it is there already
   */
  public static Exported write(RolloutReader reader, Path out, String name) throws IOException {
    Path directory = out.resolve(name).resolve(VERSION);
    if (Files.exists(directory)) {
      throw new WorkProblem(directory + " is there already; delete it or give another --out");
    }
    Files.createDirectories(directory);
    return new RldsExport(reader).write(directory, name);
  }

  private Exported write(Path directory, String name) throws IOException {
    long[] episodes = {0};
    Path file = directory.resolve(name + "-train.tfrecord-00000-of-00001");
    try (RecordFile records = new RecordFile(file)) {
      reader.read(
          Integer.MAX_VALUE,
          (episode, rows) -> {
            try {
              byte[] example = example(episode, rows);
              records.write(example);
              bytes += example.length;
            } catch (IOException e) {
              throw new UncheckedIOException("cannot write " + file, e);
            }
            episodes[0]++;
            steps += episode.length();
          });
    }
    Files.write(directory.resolve("features.json"), Json.pretty(RldsFeatures.of(spaces, extras)));
    Files.write(directory.resolve("dataset_info.json"), Json.pretty(info(name, episodes[0])));
    return new Exported(
        directory,
        episodes[0],
        steps,
        "tfds.builder_from_directory('" + directory + "').as_dataset(split='train')",
        Losses.rlds(spaces));
  }

  private Map<String, Object> info(String name, long episodes) {
    Map<String, Object> info = new TreeMap<>();
    info.put("name", name);
    info.put("version", VERSION);
    info.put("fileFormat", "tfrecord");
    info.put(
        "description",
        "Episodes of %s, recorded by Fabula (%s %s)"
            .formatted(spaces.world(), reader.manifest().stage(), reader.manifest().signature()));
    info.put(
        "splits",
        List.of(
            Map.of(
                "name",
                "train",
                "filepathTemplate",
                "{DATASET}-{SPLIT}.{FILEFORMAT}-{SHARD_X_OF_Y}",
                "numBytes",
                String.valueOf(bytes),
                "shardLengths",
                List.of(String.valueOf(episodes)))));
    return info;
  }

  private byte[] example(EpisodeInfo episode, List<Row> rows) throws IOException {
    TensorExample example = new TensorExample();
    example.integer("episode_id", episode.episode());
    example.integer("level_seed", episode.levelSeed());
    example.integer("success", episode.success() ? 1 : 0);
    example.integer("truncated", episode.truncated() ? 1 : 0);
    example.floats("return_raw", (float) episode.returnRaw());
    for (Row row : rows) add(example, episode, row);
    return example.toBytes();
  }

  private void add(TensorExample example, EpisodeInfo episode, Row row) throws IOException {
    boolean last = row.flag("is_last");
    for (String each : List.of("is_first", "is_last", "is_terminal")) {
      example.integer(STEPS + each, row.flag(each) ? 1 : 0);
    }
    boolean ends = row.integer("t") >= episode.length() - 1 && !episode.truncated();
    example.floats(STEPS + "discount", last || ends ? 0 : 1);
    example.floats(STEPS + "reward", last ? 0 : (float) row.number("reward"));
    observe(example, row);
    act(example, row, last);
    for (Column each : extras) extra(example, each, row);
  }

  private void observe(TensorExample example, Row row) throws IOException {
    Spaces.Observation seen = spaces.observation();
    if (PngImage.holds(seen)) {
      byte[] picture = PngImage.encode(row.bytes("observation"), seen.shape());
      example.bytes(STEPS + "observation", picture);
    } else if (seen.type().equals("uint8")) {
      example.unsigned(STEPS + "observation", row.bytes("observation"));
    } else {
      example.floats(STEPS + "observation", row.floats("observation"));
    }
  }

  private void act(TensorExample example, Row row, boolean last) {
    Spaces.Actions actions = spaces.action();
    if (actions.slate() > 0) {
      example.integers(STEPS + "action", last ? new int[actions.slate()] : row.ints("action"));
      return;
    }
    int index = last ? 0 : row.integer("action");
    if (actions.width() == 0) {
      example.integer(STEPS + "action", index);
      return;
    }
    example.integer(STEPS + "action/index", index);
    example.floats(
        STEPS + "action/parameters",
        last ? new float[actions.width()] : row.floats("action_parameters"));
  }

  private static void extra(TensorExample example, Column column, Row row) {
    String name = STEPS + column.name();
    boolean there = row.has(column.name());
    switch (column.type()) {
      case INTS ->
          example.integers(name, there ? row.ints(column.name()) : new int[column.elements()]);
      case FLOATS ->
          example.floats(name, there ? row.floats(column.name()) : new float[column.elements()]);
      case FLOAT -> example.floats(name, there ? (float) row.number(column.name()) : 0);
      case INT32 -> example.integer(name, there ? row.integer(column.name()) : 0);
      default -> throw new IllegalArgumentException(column + " cannot be exported");
    }
  }
}
