package io.fabula.pipelines.chunks;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a stage: {@code ckpt-0001} and so on, each the directory of a stage's checkpoints
 * as they stood at its end, with {@code chunk.json}; {@code LATEST} names the last, for people. A
 * chunk appears in one step when it is complete; whatever else lies here is the rubbish of a killed
 * process. One process works here at a time.
 */
final class ChunkDirectory {
  private static final String STATE = "chunk.json";
  private static final String LATEST = "LATEST";
  private static final String PARTIAL = "partial-";
  private static final String NAME = "ckpt-\\d{4,9}";
  private static final int KEPT = 3;

  private final Path directory;
  private final List<Path> statistics;

  /**
   * @param statistics directory of the parts of each table of statistics
   */
  ChunkDirectory(Path directory, List<Path> statistics) {
    this.directory = directory;
    this.statistics = List.copyOf(statistics);
  }

  Path directory() {
    return directory;
  }

  /** Makes this process the only one that works here, unless another one does. */
  Optional<RunLock> tryLock() {
    return RunLock.tryAcquire(
        directory.resolve("gate").toAbsolutePath(), directory.resolve("lock").toAbsolutePath());
  }

  /** The process that works here, for people. */
  String owner() {
    return RunLock.owner(directory.resolve("lock").toAbsolutePath());
  }

  private static String name(int chunk) {
    return "ckpt-%04d".formatted(chunk);
  }

  /** The last complete chunk. */
  Optional<ChunkState> newest() {
    return checkpoints().stream()
        .max(Comparator.comparingInt(ChunkDirectory::number))
        .map(this::state);
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("ckpt-".length()));
  }

  private ChunkState state(Path checkpoint) {
    Path file = checkpoint.resolve(STATE);
    try {
      return Json.read(Files.readAllBytes(file), ChunkState.class);
    } catch (IOException e) {
      throw new DataProblem(
          file,
          "is no chunk's state (" + Json.reason(e) + ")",
          "remove " + checkpoint + " to go on from the chunk before it");
    }
  }

  private List<Path> checkpoints() {
    if (!Files.isDirectory(directory)) return List.of();
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.getFileName().toString().matches(NAME)).sorted().toList();
    } catch (IOException e) {
      throw StoreProblem.of("list", directory, e);
    }
  }

  /** The files of a complete chunk that are the stage's. */
  List<Path> files(int chunk) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve(name(chunk)))) {
      return all.filter(each -> !each.endsWith(STATE)).sorted().toList();
    }
  }

  /** A new directory with the files of the last chunk; what killed processes left is removed. */
  Path begin(Optional<ChunkState> last) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      for (Path each : all.toList()) {
        if (each.getFileName().toString().startsWith(PARTIAL)) delete(each);
      }
    }
    AtomicFile.removeUnfinished(directory);
    for (Path each : statistics) AtomicFile.removeUnfinished(each);
    Path partial = directory.resolve(PARTIAL + UUID.randomUUID());
    Files.createDirectory(partial);
    if (last.isPresent()) {
      for (Path file : files(last.get().chunk())) {
        Files.copy(file, partial.resolve(file.getFileName()));
      }
    }
    return partial;
  }

  /**
   * Makes a chunk complete: its statistics, then its checkpoint in one step.
   *
   * @param last the chunk before it, if any
   * @param tables whether statistics are written
   */
  void commit(
      Path partial, ChunkState state, ResumableWork work, Optional<ChunkState> last, boolean tables)
      throws IOException {
    for (int t = 0; tables && t < statistics.size(); t++) {
      int number = t;
      long from = last.map(before -> before.rows().get(number)).orElse(0L);
      List<@Nullable Object[]> rows = work.statistics().get(t);
      AtomicFile.write(
          statistics.get(t).resolve("part-%04d.parquet".formatted(state.chunk())),
          file -> {
            try (TableWriter table = new TableWriter(file, work.schema())) {
              for (Object[] row : rows.subList((int) from, rows.size())) table.write(row);
            }
          });
    }
    AtomicFile.write(partial.resolve(STATE), Json.pretty(state));
    try (Stream<Path> all = Files.list(partial)) {
      for (Path file : all.toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    Files.move(partial, directory.resolve(name(state.chunk())), StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.write(
        directory.resolve(LATEST), (name(state.chunk()) + "\n").getBytes(StandardCharsets.UTF_8));
    List<Path> all = new ArrayList<>(checkpoints());
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) delete(old);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
