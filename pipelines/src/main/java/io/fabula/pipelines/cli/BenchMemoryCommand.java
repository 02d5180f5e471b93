package io.fabula.pipelines.cli;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.ppo.PpoStep;
import io.fabula.model.simulator.SimulatorStep;
import io.fabula.pipelines.bench.ProcessMemory;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Measure how much memory the network engine takes.",
      "Trains the full-size simulator, then compiles, runs and closes a small agent's training plan"
          + " again and again: what is closed has to be returned."
    },
    mixinStandardHelpOptions = true)
final class BenchMemoryCommand implements Callable<Integer> {
  private static final int RUNS = 3;
  private static final double MEGABYTE = 1e6;
  private static final long PEAK_BAR = 12_000_000_000L;
  private static final long GROWTH_BAR = 100_000_000L;

  private final PrintWriter out;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps over which the simulator is unrolled, 2 windows (default: 32).")
  private int steps = 32;

  @Option(
      names = "--cycles",
      paramLabel = "N",
      description = "Plans that are compiled, run and closed, at least 10 (default: 10000).")
  private int cycles = 10_000;

  BenchMemoryCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (steps < 1 || steps > 1000) {
      throw new UsageProblem("--steps must be within 1..1000, got " + steps);
    }
    if (cycles < 10) throw new UsageProblem("--cycles must be at least 10, got " + cycles);
    trainSimulator();
    compileAndClose();
    return 0;
  }

  private void trainSimulator() {
    try (SimulatorStep simulator = SimulatorStep.paper(steps)) {
      for (int i = 0; i < RUNS; i++) simulator.run();
      out.printf(
          Locale.ROOT,
          "full-size simulator, 2 windows of %d steps: %s for the plan, %s for parameters,"
              + " gradients and moments%n",
          steps,
          megabytes(simulator.planBytes()),
          megabytes(simulator.parameterBytes()));
    }
    OptionalLong peak = ProcessMemory.peak();
    out.printf(
        "resident at the peak of %d steps, Java heap included: %s%n",
        RUNS, verdict(peak, PEAK_BAR, "at most"));
  }

  private void compileAndClose() {
    ImpalaArchitecture agent = new ImpalaArchitecture(64, 4, 1, List.of(8), 16, 16, true, 15);
    int first = cycles / 10;
    cycle(agent, first);
    OptionalLong before = ProcessMemory.outsideTheHeap();
    cycle(agent, cycles - first);
    OptionalLong after = ProcessMemory.outsideTheHeap();
    out.printf(
        "a small agent's training plan, compiled, run and closed: outside the heap %s after %d"
            + " times, %s after %d%n",
        before.isEmpty() ? "-" : megabytes(before.getAsLong()),
        first,
        after.isEmpty() ? "-" : megabytes(after.getAsLong()),
        cycles);
    OptionalLong growth =
        before.isEmpty() || after.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(after.getAsLong() - before.getAsLong());
    out.printf("growth: %s%n", verdict(growth, GROWTH_BAR, "below"));
  }

  private static void cycle(ImpalaArchitecture agent, int times) {
    for (int i = 0; i < times; i++) {
      try (PpoStep step = new PpoStep(agent, 1, 1)) {
        step.run();
      }
    }
  }

  private static String verdict(OptionalLong bytes, long bar, String limit) {
    if (bytes.isEmpty()) return "- (this system does not say)";
    return "%s (bar: %s %s, %s)"
        .formatted(
            megabytes(bytes.getAsLong()),
            limit,
            megabytes(bar),
            bytes.getAsLong() < bar ? "met" : "missed");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / MEGABYTE);
  }
}
