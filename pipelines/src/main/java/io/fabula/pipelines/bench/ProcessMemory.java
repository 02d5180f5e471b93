package io.fabula.pipelines.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory of this process as the operating system counts it, where that is Linux. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KILOBYTE = 1024;

  private ProcessMemory() {}

  /** The most that was resident so far, in bytes. */
  public static OptionalLong peak() {
    return read("VmHWM:");
  }

  /** What is resident without the Java heap, in bytes, right after a garbage collection. */
  public static OptionalLong outsideTheHeap() {
    System.gc();
    OptionalLong resident = read("VmRSS:");
    return resident.isEmpty()
        ? resident
        : OptionalLong.of(resident.getAsLong() - Runtime.getRuntime().totalMemory());
  }

  private static OptionalLong read(String name) {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
