package io.fabula.pipelines.panel;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows of single samples in a table of several files. Where each sample lies is found once; the
 * files that were read last are kept, so that a neighbour comes at once.
 */
public final class SampleRows {
  /** Bytes of files whose rows are kept. */
  private static final long KEPT = 96L << 20;

  private final List<Path> files;
  private final String key;
  private final Map<Integer, Integer> fileOf = new LinkedHashMap<>();
  private final Map<Integer, Map<Integer, List<Row>>> kept = new LinkedHashMap<>();
  private final List<Long> sizes;
  private long held;

  /**
   * Reads the table once without the columns that {@code columns} leaves out.
   *
   * @param key name of the column that numbers the samples
   * @param columns that are read now, the key among them
   * @param each is told every row
   */
  public SampleRows(
      Artifact artifact, String prefix, String key, List<String> columns, Consumer<Row> each) {
    files = artifact.files(prefix);
    sizes = artifact.parts(prefix).stream().map(Part::bytes).toList();
    this.key = key;
    for (int i = 0; i < files.size(); i++) {
      int file = i;
      TableReader.forEach(
          files.get(i),
          TableReader.schema(files.get(i)).only(columns.toArray(String[]::new)),
          row -> {
            fileOf.putIfAbsent(row.integer(key), file);
            each.accept(row);
          });
    }
  }

  /** The samples, in the order of the table. */
  public List<Integer> samples() {
    return List.copyOf(fileOf.keySet());
  }

  /** Whether there are rows of a sample. */
  public boolean has(int sample) {
    return fileOf.containsKey(sample);
  }

  /** All columns of a sample's rows, in their order; none if there are none. */
  public List<Row> rows(int sample) {
    Integer file = fileOf.get(sample);
    if (file == null) return List.of();
    Map<Integer, List<Row>> known = kept.get(file);
    if (known != null) return known.getOrDefault(sample, List.of());
    if (sizes.get(file) > KEPT) return read(file, sample).getOrDefault(sample, List.of());
    while (held + sizes.get(file) > KEPT && !kept.isEmpty()) {
      int oldest = kept.keySet().iterator().next();
      kept.remove(oldest);
      held -= sizes.get(oldest);
    }
    Map<Integer, List<Row>> all = read(file, -1);
    kept.put(file, all);
    held += sizes.get(file);
    return all.getOrDefault(sample, List.of());
  }

  /** The rows of one sample, or of all where {@code sample} is below 0. */
  private Map<Integer, List<Row>> read(int file, int sample) {
    Map<Integer, List<Row>> rows = new LinkedHashMap<>();
    TableReader.forEach(
        files.get(file),
        TableReader.schema(files.get(file)),
        row -> {
          int id = row.integer(key);
          if (sample < 0 || id == sample) {
            rows.computeIfAbsent(id, any -> new ArrayList<>()).add(row);
          }
        });
    return rows;
  }
}
