package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.worker.WorldWorker;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Let another program play a world over standard input and output.",
      "docs/worker.md says what is said; the Python package has a client for Gymnasium."
    },
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  @Parameters(paramLabel = "WORLD", description = "Which world; ./fabula list worlds shows all.")
  private String name = "";

  @Override
  public Integer call() {
    WorldWorker worker = new WorldWorker(WorldNames.find(name));
    StandardOutput standard = new StandardOutput();
    InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    OutputStream out = new BufferedOutputStream(standard);
    try {
      worker.serve(in, out);
      return 0;
    } catch (IOException e) {
      if (standard.failed() && standard.problem().isEmpty()) return 0; // nobody listens any more
      throw new WorkProblem(standard.problem().orElse(String.valueOf(e.getMessage())), e);
    }
  }
}
