package io.fabula.pipelines.bench;

import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A whole measurement, as it is kept in files.
 *
 * @param date UTC
 * @param processor model of the processor
 * @param processors number of logical processors
 * @param java version of this side's Java
 * @param reference the other side with its version; null if there is none
 * @param secondsPerRepetition processor time of a repetition
 */
public record EngineReport(
    String date,
    String processor,
    int processors,
    String java,
    @Nullable String reference,
    double secondsPerRepetition,
    List<EngineResult> results) {
  public EngineReport {
    results = List.copyOf(results);
  }

  /** Writes {@code engine.json} and, one row per repetition, {@code engine.csv}. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    replace(
        directory.resolve("engine.json"), new String(Json.pretty(this), StandardCharsets.UTF_8));
    replace(directory.resolve("engine.csv"), csv());
  }

  private String csv() {
    StringBuilder csv =
        new StringBuilder("workload,side,repetition,runs,cpu_seconds,wall_seconds\n");
    for (EngineResult result : results) {
      append(csv, result.workload(), result.scaling() ? "two threads" : "fabula", result.ours());
      append(csv, result.workload(), result.scaling() ? "one thread" : "pytorch", result.theirs());
    }
    return csv.toString();
  }

  private static void append(StringBuilder csv, String workload, String side, List<Timing> times) {
    for (int i = 0; i < times.size(); i++) {
      Timing each = times.get(i);
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%.9f,%.9f%n",
              workload,
              side,
              i + 1,
              each.runs(),
              each.cpuSeconds(),
              each.wallSeconds()));
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
