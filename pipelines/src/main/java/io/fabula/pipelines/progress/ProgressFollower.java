package io.fabula.pipelines.progress;

import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The driver's side: reads what workers append and shows it, until it is closed. */
public final class ProgressFollower implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 250;

  private final Path directory;
  private final Display display;
  private final Map<Path, Long> readUpTo = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /** Shows what is appended below {@code directory} from now on. */
  public ProgressFollower(Path directory, Display display) {
    this.directory = directory;
    this.display = display;
    for (Path file : files()) readUpTo.put(file, file.toFile().length());
    thread = new Thread(this::follow, "progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      while (!stop.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) showNew();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void showNew() {
    for (Path file : files()) {
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        long start = Math.min(in.length(), readUpTo.getOrDefault(file, 0L));
        byte[] fresh = new byte[(int) Math.min(1 << 20, in.length() - start)];
        in.seek(start);
        in.readFully(fresh);
        readUpTo.put(file, start + showLines(fresh));
      } catch (IOException unreadable) {
        readUpTo.put(file, Long.MAX_VALUE); // progress is told, never needed
      }
    }
  }

  /** Shows whole lines; what they take in bytes. */
  private long showLines(byte[] fresh) {
    int begin = 0;
    for (int i = 0; i < fresh.length; i++) {
      if (fresh[i] != '\n') continue;
      String line = new String(fresh, begin, i - begin, StandardCharsets.UTF_8);
      show(line);
      begin = i + 1;
    }
    return begin;
  }

  /** Passes over lines that are none of ours. */
  private void show(String line) {
    ProgressEvent event;
    try {
      event = Json.read(line.getBytes(StandardCharsets.UTF_8), ProgressEvent.class);
    } catch (IOException foreign) {
      return;
    }
    display.show(event);
  }

  private List<Path> files() {
    if (!Files.isDirectory(directory)) return List.of();
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(each -> each.toString().endsWith(".jsonl") && Files.isRegularFile(each))
          .filter(each -> readUpTo.getOrDefault(each, 0L) < Long.MAX_VALUE)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    showNew();
    display.close();
  }
}
