package io.fabula.pipelines.cli;

import io.fabula.pipelines.mediation.phases.ExactPolicies;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.ProcessorName;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeyWorlds;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Measure the dynamic programming of DoorKey, one thread.",
      "Per size: the table of all states, the value and success of uniform play, and all named events."
    },
    mixinStandardHelpOptions = true)
final class BenchExactCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  /** Seconds of processor time that a size should take at most. */
  private static final Map<Integer, Double> BARS = Map.of(5, 1.0, 8, 60.0);

  private final PrintWriter out;

  @Parameters(
      paramLabel = "SIZE",
      arity = "0..*",
      description = "Cells per side, 5 to 8 (default: 5, 6 and 8).")
  private List<Integer> sizes = new ArrayList<>(List.of(5, 6, 8));

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "How often to measure; the first one is shown apart (default: 3).")
  private int repetitions = 3;

  BenchExactCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    for (int size : sizes) {
      if (size < 5 || size > 8) throw new UsageProblem("SIZE must be within 5..8, got " + size);
    }
    if (repetitions < 1 || repetitions > 1000) {
      throw new UsageProblem("--repetitions must be within 1..1000, got " + repetitions);
    }
    out.printf("%s, seconds of processor time%n", ProcessorName.ofThisMachine());
    TextTable table = new TextTable("CELLS", "FIRST", "MEDIAN (LEAST-GREATEST)", "BAR", "RESULT");
    for (int size : sizes) measure(size, table);
    table.print(out);
    return 0;
  }

  private void measure(int size, TextTable table) throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      ExactPolicies.of(new DoorKeyWorlds(size, DoorKeyWorlds.View.PLANES), Map.of());
      seconds.add((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / NANOS);
    }
    double first = seconds.get(0);
    Collections.sort(seconds);
    Double bar = BARS.get(size);
    table.row(
        "%d x %d".formatted(size, size),
        number(first),
        "%s (%s-%s)"
            .formatted(
                number(seconds.get(repetitions / 2)),
                number(seconds.get(0)),
                number(seconds.get(repetitions - 1))),
        bar == null ? "" : number(bar),
        bar == null ? "" : first <= bar ? "met" : "missed");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
