package io.fabula.pipelines.progress;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** A worker's side: appends events to this process's own file in the run's directory. */
public final class ProgressLog {
  private static final String PROCESS = UUID.randomUUID().toString();

  private final Path file;

  /** Writes below {@code directory}, which is created if missing. */
  public ProgressLog(Path directory) {
    file = directory.resolve(PROCESS + ".jsonl");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw StoreProblem.of("write", directory, e);
    }
  }

  /** Appends an event without note and measurements; see the other method. */
  public void add(
      String stage, ProgressEvent.Kind kind, int shard, long done, long total, String text) {
    add(stage, kind, shard, done, total, text, "", List.of());
  }

  /** Appends something that whoever runs the study should know, in one line. */
  public void note(String stage, int shard, String line) {
    add(stage, ProgressEvent.Kind.NOTE, shard, 0, 0, line);
  }

  /** Appends one event in a single write, so that lines of several threads never mix. */
  public void add(
      String stage,
      ProgressEvent.Kind kind,
      int shard,
      long done,
      long total,
      String text,
      String note,
      List<ProgressEvent.Measured> measured) {
    ProgressEvent event =
        new ProgressEvent(
            System.currentTimeMillis(), stage, kind, shard, done, total, text, note, measured);
    byte[] line = (Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (ProgressLog.class) {
      try {
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw StoreProblem.of("write", file, e);
      }
    }
  }
}
