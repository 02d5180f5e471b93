package io.fabula.pipelines.sums;

import io.fabula.pipelines.cli.Main;
import io.fabula.pipelines.studies.Studies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The test study's command line in a process of its own, which stops and waits while folding. */
public final class SumsProcess {
  /** What it prints when it has begun to fold. */
  public static final String FOLDING = "folding has begun";

  private SumsProcess() {}

  /** What the process is started with, before its arguments. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:TieredStopAtLevel=1",
        SumsProcess.class.getName());
  }

  /** What must be in its environment. */
  public static Map<String, String> environment() {
    return Map.of(
        "CLASSPATH",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "OMP_NUM_THREADS",
        "1");
  }

  /** Starts the process. */
  public static Process start(String... command) throws IOException {
    List<String> line = new ArrayList<>(command());
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment());
    return builder.start();
  }

  /** Runs the command line. */
  public static void main(String[] arguments) {
    FoldNumbers.beforeFolding =
        () -> {
          System.out.println(FOLDING);
          System.in.read();
        };
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(Main.run(new Studies(List.of(new SumsStudy())), out, out, arguments));
  }
}
