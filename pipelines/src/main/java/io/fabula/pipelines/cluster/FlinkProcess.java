package io.fabula.pipelines.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The main class of a process of a cluster on this machine: sends what the process prints to a log
 * that is cut into pieces, and goes on as Flink's own main class.
 */
final class FlinkProcess {
  private static final long LOG_BYTES = 8 << 20;
  private static final int OLDER_LOGS = 3;

  private FlinkProcess() {}

  /**
   * Starts Flink.
   *
   * @param arguments the name of Flink's main class, and what that is given
   */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    RotatingLog log =
        new RotatingLog(Path.of(System.getProperty("log.file")), LOG_BYTES, OLDER_LOGS);
    PrintStream lines = new PrintStream(log, true, StandardCharsets.UTF_8);
    System.setOut(lines);
    System.setErr(lines);
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      Objects.requireNonNull(e.getCause()).printStackTrace(lines);
      System.exit(1);
    }
  }
}
