package io.fabula.pipelines.doctor;

import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Optional;

/** Puts failures that the surroundings cause into a line that says what to set. */
public final class Explanation {
  private static final int DEEPEST = 50;

  private Explanation() {}

  /** The line for a failure, if its reason is outside Fabula. */
  public static Optional<String> of(Throwable failure) {
    Throwable each = failure;
    for (int i = 0; i < DEEPEST && each != null; i++, each = each.getCause()) {
      if (each instanceof OutOfMemoryError exhausted) return Optional.of(memory(exhausted));
      if (each instanceof InvalidPathException path) return Optional.of(path(path));
      if (each instanceof LinkageError) {
        Finding directory = TemporaryDirectory.finding();
        if (directory.verdict() == Finding.Verdict.PROBLEM) {
          return Optional.of(
              "the directory for temporary files, %s; %s"
                  .formatted(directory.found(), directory.advice()));
        }
      }
      if (isOutOfFiles(each)) {
        return Optional.of("too many files are open; raise the limit, such as ulimit -n 4096");
      }
    }
    return Optional.empty();
  }

  private static String memory(OutOfMemoryError exhausted) {
    String reason = String.valueOf(exhausted.getMessage());
    if (reason.contains("native thread")) {
      return "no further thread could be started; raise the limit of processes (ulimit -u)";
    }
    return "the Java heap of %d MB is too small for this; set a larger one, such as FABULA_HEAP=%s"
        .formatted(Runtime.getRuntime().maxMemory() >> 20, larger());
  }

  private static String larger() {
    long gigabytes = Runtime.getRuntime().maxMemory() >> 30;
    return Math.max(4, 2 * gigabytes) + "g";
  }

  private static String path(InvalidPathException e) {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.toUpperCase(Locale.ROOT).contains("UTF")
        ? "not the name of a file: " + e.getReason()
        : "the locale (%s) does not know all letters of a file's name; set LC_ALL=C.UTF-8"
            .formatted(encoding);
  }

  private static boolean isOutOfFiles(Throwable each) {
    return String.valueOf(each.getMessage()).contains("Too many open files");
  }
}
