package io.fabula.pipelines.stages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What processor measurements were made on. */
public final class ProcessorName {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private ProcessorName() {}

  /** The model's name where the system tells it, else the architecture. */
  public static String ofThisMachine() {
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(ProcessorName::architecture);
    } catch (IOException e) {
      return architecture(); // other systems have no such file
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch") + " processor";
  }
}
