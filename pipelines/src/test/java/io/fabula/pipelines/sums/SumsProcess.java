package io.fabula.pipelines.sums;

import io.fabula.pipelines.cli.Main;
import io.fabula.pipelines.studies.Studies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The test study's command line in a process of its own, which stops and waits while folding. */
public final class SumsProcess {
  /** What it prints when it has begun to fold. */
  public static final String FOLDING = "folding has begun";

  private SumsProcess() {}

  /** Starts the process. */
  public static Process start(String... command) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SumsProcess.class.getName()));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
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
